/** A conversation that is made while a batch waits for the lock of another: two transactions on PostgreSQL. */
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type Db, openPostgres } from '../../storage/database.ts'
import { messageOf, type StoresRig, storesRig } from '../contracts/stores-rig.ts'
import { type FreshDatabase, freshDatabase } from './fresh-database.ts'

/** For what comes as soon as the machine has time for it. */
const PATIENCE = { timeout: 20_000, interval: 20 }

let fresh: FreshDatabase
let other: Db
let rig: StoresRig
beforeAll(async () => {
  fresh = await freshDatabase(4)
  other = openPostgres(fresh.url ?? '', 1)
  rig = await storesRig(fresh.db)
})
afterAll(async () => {
  await other.close()
  await fresh.drop()
})

const waitsForALock = () =>
  sql<{ n: number }>`select count(*) as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    .execute(fresh.db.kysely)
    .then(({ rows }) => rows[0]?.n ?? 0)

it('what a new customer says twice at one moment, at two processes, is one turn', async () => {
  await rig.say('ann', 'hello')
  let taken: Promise<unknown> | undefined
  await other.tx(async (tx) => {
    await sql`select from conversation for update`.execute(tx)
    taken = rig.intake.take([messageOf('ann', 'it broke'), messageOf('bob', 'mine as well')])
    await vi.waitFor(async () => expect(await waitsForALock()).toBe(1), PATIENCE)
    await rig.say('bob', 'good morning')
  })
  await taken
  const { rows } = await sql<{ messages: number }>`
    select t.messages from turn t join conversation c on c.id = t.conversation_id join customer p on p.id = c.customer_id
    order by c.created_at`.execute(fresh.db.kysely)
  expect(rows.map(({ messages }) => messages)).toEqual([2, 2])
})
