/** Who hears of a turn: the team in the threads of its tickets, the customer in one acknowledgement. */
import { customerName } from '../customer-name.ts'
import { isUpset } from '../domain/calm.ts'
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
  const words = wordsFor(draft, opened)
  const label = (t: Ticket) => categoryOf(draft, t.category).labels[draft.lang]
  const only = opened.length === 1 ? opened[0] : undefined
  const text = only
    ? words.opened(numbersOf(opened), label(only))
    : words.openedMany(opened.map((t) => draft.words.customer.openedLine(ticketNumber(t.number), label(t))).join('\n'))
  draft.say('ack', text, { ticket: opened[0]?.id ?? null })
}

/** Calm words for who is upset, whoever they are; else what a customer of a level that comes first is told. */
function wordsFor(draft: Draft, opened: readonly Ticket[]) {
  const { customer, courtesy } = draft.words
  if (opened.some((ticket) => isUpset(ticket, draft.view.config.config))) return courtesy.calm
  const level = draft.levelOf(opened[0]?.customer ?? '')
  return level?.priority ? courtesy.first(level.labels[draft.lang]) : customer
}

/** To who has just become angry about a ticket: that we are sorry, and who has been told; no question. */
export function sayCalmly(draft: Draft, ticket: Ticket): void {
  if (draft.deskSpeaks) draft.say('ack', draft.words.courtesy.calm.added(ticketNumber(ticket.number)), { ticket: ticket.id })
}
