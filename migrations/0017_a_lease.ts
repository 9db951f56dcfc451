import { type Kysely, sql } from 'kysely'

/** What one process at a time may do, by name. Safe online: creates only. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table lease (name text primary key, owner text not null, until timestamptz not null)`.execute(db)
}
