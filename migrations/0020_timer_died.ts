import { type Kysely, sql } from 'kysely'

/** How often a timer was in hand when a process died, which is no failure of it. Safe online: a constant default is not written. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table timer add column died integer not null default 0`.execute(db)
}
