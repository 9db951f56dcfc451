import { type Kysely, sql } from 'kysely'

/**
 * What a ticket was made of on purpose: SHA-256 of the message's deduplication key. The primary key is why one message
 * is never made into two tickets. Safe online: creates only.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table ticket_source (hash bytea primary key, ticket_id id not null references ticket)`.execute(db)
}
