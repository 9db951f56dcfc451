import { type Kysely, sql } from 'kysely'

/** What a customer is to the shop: the key of a level of the config; null: none. Safe online: a column without a default. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table customer add column level text`.execute(db)
}
