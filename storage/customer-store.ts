/** Customers and what they are to the shop. */
import { sql } from 'kysely'
import type { Customers, KnownCustomer } from '../bot/ports/customers.ts'
import type { Db, Tx } from './database.ts'

const MOST = 200

export function createCustomers(db: Db): Customers {
  return {
    customer: (id) => db.tx(async (tx) => (await customersOf(tx, [id]))[0] ?? null),
    known: ({ channel, account, external }) =>
      db.tx(async (tx) => {
        const row = await tx
          .selectFrom('identity')
          .select('customer_id')
          .where('channel', '=', channel)
          .where('account', '=', account)
          .where('external', '=', external)
          .executeTakeFirst()
        return row ? customersOf(tx, [row.customer_id]) : []
      }),
    setLevel: (id, level) => db.tx(async (tx) => (await setLevel(tx, id, level)) > 0),
  }
}

async function customersOf(tx: Tx, ids: readonly string[]): Promise<readonly KnownCustomer[]> {
  if (ids.length === 0) return []
  const rows = await tx.selectFrom('customer').select(['id', 'name', 'level']).where('id', 'in', ids).orderBy('id').execute()
  const identities = await tx.selectFrom('identity').selectAll().where('customer_id', 'in', ids).orderBy('external').limit(MOST).execute()
  return rows.map((row) => ({
    ...row,
    identities: identities
      .filter((one) => one.customer_id === row.id)
      .map(({ channel, account, external }) => ({ channel, account, external })),
  }))
}

/** Answers how many customers have that id; cards that show them are drawn anew. */
export async function setLevel(tx: Tx, customer: string, level: string | null): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    with levelled as (update customer set level = ${level} where id = ${customer} returning id),
      redrawn as (
        update card set wanted = wanted + 1, due_at = now()
        where message_id is null and ticket_id in (
          select t.id from ticket t join levelled on levelled.id = t.customer_id where t.state in ('new', 'open', 'waiting', 'snoozed'))
      )
    select id from levelled`.execute(tx)
  return rows.length
}
