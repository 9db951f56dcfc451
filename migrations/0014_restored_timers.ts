import { type Kysely, sql } from 'kysely'

/** restored: it came due before a restore, so what follows from it may have gone out already. Safe online: a constant default is not written. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table timer add column restored boolean not null default false`.execute(db)
}
