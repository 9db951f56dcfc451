import { type Kysely, sql } from 'kysely'

/**
 * Work on data older than a table that needs it, done in pages beside the desk: how far it has come. Here the private
 * words of what was said before `private_word` was there. Safe online: a small new table.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table backfill (name text primary key, after text not null default '', done_at timestamptz)`.execute(db)
  await sql`insert into backfill (name) values ('private-words-of-messages'), ('private-words-of-tickets')`.execute(db)
}
