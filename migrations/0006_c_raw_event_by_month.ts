import { type Kysely, sql } from 'kysely'

/**
 * Third: the table becomes the first part of a partitioned one of the same name, at once, since its rows are known to
 * fit. Further months are made by the desk's housekeeping; `raw_event_else` takes what comes where that fell behind.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    do $$
    declare
      part text := (select conname from pg_constraint where conrelid = 'raw_event'::regclass and conname like 'raw\_event\_before\_%');
      until timestamptz := to_date(right(part, 7), 'YYYY"m"MM')::timestamp at time zone 'UTC';
    begin
      execute format('alter table raw_event rename to %I', part);
      alter index raw_event_at rename to raw_event_before_at;
      create table raw_event (
        id id not null,
        at timestamptz not null default now(),
        channel text not null,
        account text not null,
        what text not null,
        payload text not null
      ) partition by range (at);
      create index raw_event_at on raw_event using brin (at);
      execute format('alter table raw_event attach partition %I for values from (minvalue) to (%L)', part, until);
      execute format('alter table %I drop constraint %I', part, part);
      create table raw_event_else partition of raw_event default;
    end $$`.execute(db)
}
