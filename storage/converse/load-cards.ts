/** The cards of tickets, of which threads and cards of replies hang. */
import type { Tx } from '../database.ts'
import type { CardRow } from './row-types.ts'

/** Oldest first; cards of replies are not among them. */
export async function cardsOf(tx: Tx, tickets: readonly string[]): Promise<readonly CardRow[]> {
  if (tickets.length === 0) return []
  return tx
    .selectFrom('card')
    .innerJoin('room', 'room.id', 'card.room_id')
    .select(['card.id', 'ticket_id', 'message_id', 'room_id', 'ref', 'channel'])
    .where('ticket_id', 'in', tickets)
    .where('message_id', 'is', null)
    .orderBy('card.id')
    .execute()
}
