import { type Kysely, sql } from 'kysely'

/**
 * Raw events go into tables by the month, in three steps, so that nobody waits for a look at every row. First: new rows
 * are held to what the present table may keep, which is all until the month after next; old rows are looked at next.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    do $$
    declare until timestamptz := date_trunc('month', now() at time zone 'UTC' + interval '2 months') at time zone 'UTC';
    begin
      execute format('alter table raw_event add constraint %I check (at < %L) not valid', 'raw_event_before_' || to_char(until at time zone 'UTC', '"y"YYYY"m"MM'), until);
    end $$`.execute(db)
}
