/** A customer in anger, or displeased twice: the ticket moves up, and whoever leads is told once. */
import { customerName } from '../customer-name.ts'
import { isUpset } from '../domain/calm.ts'
import { afterMood } from '../domain/priority.ts'
import { type Mood, type Ticket, ticketNumber } from '../domain/ticket.ts'
import { transition } from '../domain/transitions.ts'
import type { Draft } from '../draft.ts'

/** `before`: the ticket as it was before the words with this mood were said. Answers whether it was these words that upset the customer. */
export function heedMood(draft: Draft, before: Ticket, mood: Mood): boolean {
  const { config } = draft.view.config
  const decided = afterMood(before, mood)
  const now = draft.ticket(before.id)
  if (!now) return false
  if (decided) {
    if (decided.why !== before.priorityWhy && !('refused' in transition(now.state, 'priority-set')))
      draft.change(now.id, { type: 'priority-set', ...decided })
    tellLeads(draft, draft.ticket(now.id) ?? now, mood)
  }
  return isUpset(draft.ticket(now.id) ?? now, config) && !isUpset(before, config)
}

/** A ping to the managers' rooms, and a line in the thread so that the team knows of it. */
export function tellLeads(draft: Draft, ticket: Ticket, mood: Mood): void {
  const name = customerName(draft, ticket)
  const owner = draft.view.agents.find((agent) => agent.id === ticket.owner)?.name ?? ''
  const { mood: words } = draft.managerWords
  draft.pingManagers(
    words.ping[mood === 'angry' ? 'angry' : 'unhappy'](ticketNumber(ticket.number), name, ticket.title.value ?? '', owner),
    ticket.id,
  )
  draft.thread(ticket.id, draft.teamWords(ticket).mood.here[mood === 'angry' ? 'angry' : 'unhappy'](name, ticket.priority))
}
