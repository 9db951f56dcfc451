/** What came of trainings, and the words about it to the managers' rooms. */
import { sql } from 'kysely'
import type { RoomRef } from '../bot/domain/desk-config.ts'
import type { Ids } from '../bot/ports/ids.ts'
import type { Training, Trainings } from '../bot/ports/trainings.ts'
import type { Db } from './database.ts'
import { queueDeliveries } from './outbound/queue-deliveries.ts'

/** Enough to see where it goes. */
const KEPT = 100

export function createTrainings(db: Db, ids: Ids, roomOf: (ref: RoomRef) => string | null): Trainings {
  return {
    newest: async (most) => {
      const rows = await db.kysely
        .selectFrom('training')
        .selectAll()
        .select(sql<number>`(extract(epoch from clock_timestamp() - at) * 1000)::float8`.as('age_ms'))
        .orderBy('id', 'desc')
        .limit(most)
        .execute()
      return rows.map(({ id: _, outcome, in_use, age_ms, ...row }) => ({
        ...row,
        outcome: outcome as Training['outcome'],
        inUse: in_use,
        ageMs: age_ms,
      }))
    },
    keep: (training, posts) =>
      db.tx(async (tx) => {
        const { inUse, millis, ...row } = training
        await tx
          .insertInto('training')
          .values({ ...row, id: ids.next(), in_use: inUse, millis: Math.round(millis) })
          .execute()
        await sql`delete from training where id not in (select id from training order by id desc limit ${KEPT})`.execute(tx)
        const deliveries = posts.flatMap(({ room, text }) => {
          const id = roomOf(room)
          return id === null
            ? []
            : [{ id: ids.next(), room_id: id, kind: 'text', body: JSON.stringify({ text }), ticket_id: null, held: false }]
        })
        queueDeliveries(tx, deliveries)
      }),
  }
}
