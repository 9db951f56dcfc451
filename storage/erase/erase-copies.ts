/** Copies of the words: what was or will be sent, what stands in our own rooms, and what platforms brought. */
import { sql } from 'kysely'
import type { Tx } from '../database.ts'
import type { Erased, Scope } from './scope.ts'

/** Before the words themselves: rooms are still called what they were. */
export async function eraseCopies(
  tx: Tx,
  { tickets, conversations, alone, rooms, messages }: Scope,
): Promise<Pick<Erased, 'deliveries' | 'posts' | 'rawEvents'>> {
  const count = async (query: ReturnType<typeof sql>) => Number((await query.execute(tx)).numAffectedRows ?? 0n)
  // Cards before deliveries, as every commit locks them. They are drawn anew, with nothing in them.
  await sql`update card set wanted = wanted + 1, due_at = now() where ticket_id = any(${tickets}::text[])`.execute(tx)
  // Lanes and paces are called by the platform's name of the room, which is the person's.
  await sql`
    with named as (select channel || '/' || account || '/' || external as pace from room where id = any(${rooms}::text[])),
      gone as (delete from pace where key in (select pace from named))
    update lane set pace = key where key = any(${rooms.map((room) => `room:${room}`)}::text[])`.execute(tx)
  // Posts of our rooms have the ids of their deliveries; replies in a thread hang on the card's post.
  const posts = await count(sql`
    with gone as (
      select d.id::text as id from delivery d
      where d.ticket_id = any(${tickets}::text[]) or d.message_id = any(${messages}::text[]) or d.conversation_id = any(${alone}::text[])
        or d.room_id = any(${rooms}::text[])
    ), threads as (select c.ref from card c join room r on r.id = c.room_id where c.ticket_id = any(${tickets}::text[]) and r.channel = 'web' and c.ref is not null)
    update board_post set body = case when kind = 'card' then '{"cards":{},"tokens":{}}' when kind = 'media' then '{"text":""}' else '{"text":""}' end,
      kind = case when kind = 'media' then 'text' else kind end
    where id in (select id from gone) or thread in (select ref from threads) or id in (select ref from threads)
      or room in (select external from room where id = any(${rooms}::text[]) and channel = 'web' and kind = 'customer')`)
  const deliveries = await count(sql`
    update delivery set body = '{}', attachment_id = null,
      state = case when state in ('sent', 'delivered', 'cancelled') or kind = 'card' then state else 'cancelled' end,
      reason = case when state in ('sent', 'delivered', 'cancelled') or kind = 'card' then reason else 'erased' end
    where ticket_id = any(${tickets}::text[]) or message_id = any(${messages}::text[]) or conversation_id = any(${alone}::text[])
      or room_id = any(${rooms}::text[])`)
  const rawEvents = await count(sql`
    delete from raw_event where id = any(${messages}::text[])
      or id in (select id from event where ticket_id = any(${tickets}::text[]))
      or id in (select event_id from inbound_key where conversation_id = any(${alone}::text[]))
      or id in (select event_id from inbound_key where conversation_id = any(${conversations}::text[]) and message_id = any(${messages}::text[]))`)
  return { deliveries, posts, rawEvents }
}
