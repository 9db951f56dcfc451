/** What the playground does to a desk that is tried out: empties it, and makes customers with names. */
import { sql } from 'kysely'
import type { Lang } from '../bot/domain/lang.ts'
import type { Ids } from '../bot/ports/ids.ts'
import type { Db } from './database.ts'

export interface NewCustomer {
  readonly external: string
  readonly name: string
  readonly lang: Lang
}

/** Everything people said and did, what rests on other rows before those; the configuration, agents, examples and models stay. */
export const TALK = [
  'board_post',
  'board_room',
  'delivery',
  'lane',
  'lent',
  'pace',
  'home',
  'former_card',
  'card',
  'timer',
  'question',
  'note',
  'ticket_message',
  'lookup',
  'ticket_source',
  'fact',
  'ticket_event',
  'ticket',
  'checkpoint',
  'event',
  'line',
  'reading',
  'attachment',
  'message_before_edit',
  'message',
  'turn',
  'raw_event',
  'unparsed',
  'inbound_key',
  'pull_cursor',
  'conversation',
  'identity',
  'customer',
] as const

/** Empties the desk in one transaction. What loops hold in hand finds its rows gone and is dropped. */
export async function emptyDesk(db: Db): Promise<void> {
  await db.tx(async (tx) => {
    await sql`truncate ${sql.join(TALK.map((name) => sql.table(name)))}`.execute(tx)
    await sql`delete from room where kind = 'customer'`.execute(tx)
    await sql`delete from example where source = 'correction'`.execute(tx)
    await sql`alter sequence ticket_number restart`.execute(tx)
  })
}

/** Makes web customers with names and languages; one that is there keeps its talk. */
export async function makeWebCustomers(db: Db, ids: Ids, customers: readonly NewCustomer[]): Promise<void> {
  await db.tx(async (tx) => {
    for (const { external, name, lang } of customers) {
      const place = { channel: 'web', account: 'desk', external }
      const known = await tx
        .selectFrom('identity')
        .select('customer_id')
        .where('channel', '=', 'web')
        .where('account', '=', 'desk')
        .where('external', '=', external)
        .executeTakeFirst()
      if (known) continue
      const [customer, room] = [ids.next(), ids.next()]
      await tx.insertInto('customer').values({ id: customer, name }).execute()
      await tx
        .insertInto('identity')
        .values({ ...place, customer_id: customer })
        .execute()
      await tx
        .insertInto('room')
        .values({ id: room, ...place, kind: 'customer' })
        .execute()
      await tx.insertInto('conversation').values({ id: ids.next(), room_id: room, customer_id: customer, lang }).execute()
    }
  })
}
