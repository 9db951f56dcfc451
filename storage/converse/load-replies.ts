/** Replies with how their deliveries stand. */
import type { ReplyView } from '../../bot/domain/view.ts'
import type { Tx } from '../database.ts'
import { worstState } from '../reply-state.ts'
import { messagesById } from './load-messages.ts'

export async function repliesById(tx: Tx, ids: readonly string[]): Promise<Map<string, ReplyView>> {
  if (ids.length === 0) return new Map()
  const [messages, rows, tickets] = await Promise.all([
    messagesById(tx, ids),
    tx.selectFrom('delivery').select(['id', 'message_id', 'state']).where('message_id', 'in', ids).orderBy('ord').execute(),
    tx.selectFrom('message').select(['id', 'ticket_id']).where('id', 'in', ids).execute(),
  ])
  const found = new Map<string, ReplyView>()
  for (const [id, message] of messages) {
    const mine = rows.filter((row) => row.message_id === id)
    const state = worstState(mine.map((row) => row.state))
    const ticket = tickets.find((row) => row.id === id)?.ticket_id
    if (ticket) found.set(id, { message, state, ticket, deliveries: mine.map((row) => row.id) })
  }
  return found
}
