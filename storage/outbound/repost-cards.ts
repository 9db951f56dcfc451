/**
 * Cards that somebody deleted on the platform come back. Whoever notices first, by the platform's event or by a redraw
 * that finds nothing, takes the ref away; who comes later finds none, so that each deletion brings one new card.
 */
import { sql } from 'kysely'
import type { Ids } from '../../bot/ports/ids.ts'
import type { Tx } from '../database.ts'
import { queueDeliveries } from './queue-deliveries.ts'

interface GoneCard {
  readonly id: string
  readonly ticket_id: string
  readonly message_id: string | null
  readonly room_id: string
}

/** What of a reply is still to be decided, or was not sent. */
const UNDONE = sql`('held', 'queued', 'sending', 'failed', 'in_doubt')`

/**
 * Posts anew what is still worked with: cards of tickets that are not over, and of replies that still wait. What is to
 * go into the thread of such a card waits for the new one (see send-store.ts); what people still say in the old thread
 * is the ticket's (see intake/aimed.ts). Answers whether there was any.
 */
export async function repostCards(tx: Tx, ids: Ids, gone: readonly { readonly room: string; readonly ref: string }[]): Promise<boolean> {
  if (gone.length === 0) return false
  const { rows } = await sql<GoneCard>`
    with gone as (
      update card set ref = null, due_at = null, owner = null, until = null, tries = 0
      from unnest(${gone.map(({ room }) => room)}::text[], ${gone.map(({ ref }) => ref)}::text[]) as w(room, ref)
      where card.room_id = w.room and card.ref = w.ref
        and exists (select from ticket t where t.id = card.ticket_id and t.state not in ('closed', 'merged', 'rejected'))
        and (card.message_id is null or exists (select from delivery d where d.message_id = card.message_id and d.state in ${UNDONE}))
      returning card.id, card.ticket_id, card.message_id, card.room_id, w.ref
    ), kept as (
      insert into former_card (room_id, ref, card_id) select room_id, ref, id from gone where message_id is null on conflict do nothing
    )
    select id, ticket_id, message_id, room_id from gone`.execute(tx)
  if (rows.length === 0) return false
  const threads = rows.some(({ message_id }) => message_id !== null) ? await threadsOf(tx, rows) : []
  queueDeliveries(
    tx,
    rows.map(({ id, ticket_id, message_id, room_id }) => {
      const card = { id: ids.next(), room_id, kind: 'card', body: '{}', ticket_id, card_id: id }
      const thread = message_id === null ? undefined : threads.find((each) => each.ticket_id === ticket_id && each.room_id === room_id)
      return thread ? { ...card, thread_card_id: thread.id, held: thread.ref === null } : { ...card, held: false }
    }),
  )
  return true
}

/** The tickets' own cards, under which those of replies stand. */
async function threadsOf(tx: Tx, cards: readonly GoneCard[]) {
  return tx
    .selectFrom('card')
    .select(['id', 'ticket_id', 'room_id', 'ref'])
    .where('ticket_id', 'in', [...new Set(cards.map(({ ticket_id }) => ticket_id))])
    .where('message_id', 'is', null)
    .execute()
}
