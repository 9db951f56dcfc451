/** Who hears of a turn: the team in the threads of its tickets, the customer in one acknowledgement. */
import { customerName } from '../customer-name.ts'
import type { Turn } from '../domain/conversation.ts'
import { type Ticket, ticketNumber } from '../domain/ticket.ts'
import { translateTurn } from '../domain/translation.ts'
import { type Draft, numbersOf } from '../draft.ts'
import { categoryOf } from './open-ticket.ts'

/** Shows the customer's words in the threads of the tickets they belong to. */
export function mirror(draft: Draft, turn: Turn, tickets: readonly string[]): void {
  const text = turn.messages
    .map((m) => m.text)
    .filter(Boolean)
    .join('\n')
  const files = turn.messages.flatMap((m) => m.attachments)
  for (const id of tickets) {
    const ticket = draft.ticket(id)
    if (!ticket) continue
    draft.thread(id, text, { speaker: customerName(draft, ticket), files })
    draft.translate(ticket, text, translateTurn(turn.id))
  }
}

/** Tells the customer which tickets their words became. */
export function acknowledge(draft: Draft, opened: readonly Ticket[]): void {
  const { customer } = draft.words
  const label = (t: Ticket) => categoryOf(draft, t.category).labels[draft.lang]
  const only = opened.length === 1 ? opened[0] : undefined
  const text = only
    ? customer.opened(numbersOf(opened), label(only))
    : customer.openedMany(opened.map((t) => customer.openedLine(ticketNumber(t.number), label(t))).join('\n'))
  draft.say('ack', text, { ticket: opened[0]?.id ?? null })
}
