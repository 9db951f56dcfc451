import { type Kysely, sql } from 'kysely'

/**
 * How often a file or a lookup was in hand when a process died, which is no try of it; and who fetches a file. Safe
 * online: columns with constant defaults only.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table attachment add column owner text, add column died integer not null default 0`.execute(db)
  await sql`alter table lookup add column died integer not null default 0`.execute(db)
}
