import { type Kysely, sql } from 'kysely'

/**
 * A file of a message is known before its bytes are: where the platform has it, when it is fetched next, and what
 * became of that. A delivery of it waits until it is stored. Safe online: columns with constant defaults only.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table attachment
      add column state text not null default 'stored',
      add column channel text,
      add column account text,
      add column ref text,
      add column due_at timestamptz,
      add column tries integer not null default 0,
      add column why text`.execute(db)
  await sql`alter table delivery add column attachment_id id`.execute(db)
}
