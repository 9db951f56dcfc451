/**
 * A customer who says only that “this thing” does not work is asked once which one, with what they have been here about
 * as the answers to choose from. Nothing is assumed: until they choose, the ticket stays without a product.
 */
import { ask } from '../ask.ts'
import { isUpset } from '../domain/calm.ts'
import { fold } from '../domain/fold.ts'
import type { Ticket } from '../domain/ticket.ts'
import type { Draft } from '../draft.ts'
import { sayWhich } from '../questions.ts'

const DAY = 24 * 60 * 60 * 1000
/** More would be a list to read, not a question. */
const MOST_GUESSES = 3
/** The key of “something else”. */
export const NONE_OF_THEM = '-'

/** Answers whether it was asked. Only for a ticket nobody could sort, and where there is something to guess from. */
export function askWhich(draft: Draft, ticket: Ticket): boolean {
  const { config } = draft.view.config
  const product = config.fields.find((field) => field.kind === 'product')?.key
  if (!product || !draft.deskSpeaks || isUpset(ticket, config) || ticket.category !== config.otherCategory) return false
  if (ticket.fields.length > 0 || draft.view.questions.some((q) => q.state === 'open')) return false
  const guesses = guessesFor(draft, ticket, product)
  if (guesses.length === 0) return false
  const { which } = draft.words
  const options = [...guesses.map((value) => ({ key: value, label: value })), { key: NONE_OF_THEM, label: which.other }]
  ask(draft, { ticket: ticket.id, kind: 'choose', about: product, options, until: draft.view.now + DAY }, () =>
    sayWhich(draft, ticket, options),
  )
  return true
}

/** Products of the customer's own other tickets, newest first, each once. */
function guessesFor(draft: Draft, ticket: Ticket, product: string): readonly string[] {
  const seen = new Map<string, string>()
  for (const other of draft.view.tickets) {
    const value = other.id === ticket.id ? null : other.fields.find((field) => field.name === product)?.value.value
    if (value && !seen.has(fold(value))) seen.set(fold(value), value)
  }
  return [...seen.values()].slice(0, MOST_GUESSES)
}
