import type { Conversation } from '../../bot/domain/conversation.ts'
import type { Source, View } from '../../bot/domain/view.ts'
import type { Rows } from './apply-effects.ts'

/** Two presses on one message, or two matters of a new customer, may come in one batch: the second sees what the first made. */
export function sourceAfter(view: View, rows: Rows): Partial<Pick<View, 'source' | 'conversation' | 'customer'>> {
  const { source } = view
  if (!source) return {}
  const made = rows.sources.flatMap(({ key, ticket }) => (key === source.key ? (rows.histories.get(ticket) ?? []) : []))
  const tickets = [...made, ...source.tickets.map((ticket) => rows.histories.get(ticket.id) ?? ticket)]
  return { source: { ...source, tickets }, ...metBefore(source, rows, tickets) }
}

function metBefore(source: Source, rows: Rows, tickets: Source['tickets']): Partial<Pick<View, 'source' | 'conversation' | 'customer'>> {
  const { place } = source
  const met = place && rows.meetings.find((m) => m.place.channel === place.channel && m.place.identity === place.identity)
  if (!met) return {}
  const { channel, account, external } = met.place
  const room = { id: met.room, channel, account, external, thread: null }
  const conversation: Conversation = { id: met.conversation, room, speaker: 'desk', epoch: 0, lang: met.lang }
  const customer = { id: met.customer, name: met.name }
  return {
    conversation,
    customer,
    source: { ...source, tickets, customer: { customer, conversation: met.conversation }, unknown: null, place: null },
  }
}
