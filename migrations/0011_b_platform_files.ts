import { type Kysely, sql } from 'kysely'

/** Until now a platform's own name of a file stood where the hash of its bytes belongs. Nobody had fetched those; now somebody may ask for it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    update attachment a set state = 'failed', ref = a.blob, blob = '', channel = r.channel, account = r.account
    from message m join conversation c on c.id = m.conversation_id join room r on r.id = c.room_id
    where a.blob !~ '^[0-9a-f]{64}$' and m.id = a.message_id`.execute(db)
}
