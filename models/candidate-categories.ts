import type { Turn } from '../bot/domain/conversation.ts'
import { isActive } from '../bot/domain/ticket.ts'
import type { TurnView } from '../bot/ports/understand.ts'
import type { LocalModel } from './local-model.ts'

/** Enough to tell what it is about. */
const LONGEST = 2_000
const MOST_TICKETS = 3

/** The categories a turn may be about: what the local classifier thinks, and what this customer's tickets are. None where nothing is known. */
export function candidateCategories({ classifier }: LocalModel, turn: Turn, view: TurnView): readonly string[] {
  const said = turn.messages.map((one) => one.text).join('\n')
  const guess = classifier?.predict(said.slice(0, LONGEST))
  if (!guess) return []
  const tickets = view.tickets.filter((one) => isActive(one.state)).slice(0, MOST_TICKETS)
  return [...new Set([guess.category, ...guess.others.map((one) => one.category), ...tickets.map((one) => one.category)])]
}
