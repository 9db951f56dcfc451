import type { Turn } from '../domain/conversation.ts'
import { STEP } from '../domain/heard.ts'
import type { Id } from '../domain/ticket.ts'
import type { Draft } from '../draft.ts'
import { leadsElsewhere } from '../understanding/foreign-links.ts'

/**
 * What a model suggests to do about a film, as a checklist in the threads of the tickets it belongs to. Said to be a
 * model's, seen by the team alone, and nothing follows from it; a step that leads to some address is left out.
 */
export function suggestSteps(draft: Draft, turn: Turn, tickets: readonly Id[]): void {
  const all = turn.messages.flatMap((message) => message.steps ?? [])
  const lines = all.filter((step) => !leadsElsewhere(step, () => '')).map((step) => `${STEP}${step}`)
  if (lines.length === 0) return
  for (const id of tickets) {
    const ticket = draft.ticket(id)
    if (ticket) draft.thread(id, draft.teamWords(ticket).files.steps(lines.join('\n')))
  }
}
