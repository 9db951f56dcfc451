import { type Kysely, sql } from 'kysely'

/** Words read from a picture or heard in a voice message, by the SHA-256 of its bytes. Empty: there are none in it. Safe online: creates only. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table file_text (
    blob text primary key,
    kind text not null check (kind in ('picture', 'voice')),
    text text not null,
    at timestamptz not null default now()
  )`.execute(db)
}
