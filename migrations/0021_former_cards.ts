import { type Kysely, sql } from 'kysely'

/**
 * Where a ticket's card stood before it was posted anew: the thread under it is still there to be talked in, and is
 * that ticket's. Safe online: creates only.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table former_card (
    room_id id not null,
    ref text not null,
    card_id id not null references card,
    primary key (room_id, ref)
  )`.execute(db)
}
