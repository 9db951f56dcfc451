import { type Kysely, sql } from 'kysely'

/** Second: every row is looked at, while others read and write. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    do $$
    declare name text := (select conname from pg_constraint where conrelid = 'raw_event'::regclass and conname like 'raw\_event\_before\_%');
    begin
      execute format('alter table raw_event validate constraint %I', name);
    end $$`.execute(db)
}
