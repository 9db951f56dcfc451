import { takeRefusal } from '../domain/take-refusal.ts'
import { isActive } from '../domain/ticket.ts'
import { endQuestions } from '../questions.ts'
import { by, type Command, type CommandCall, type CommandRefusal } from './command.ts'

/** `take`: the agent becomes owner. Exactly one winner; who comes second is told who was faster. */
export const take: Command = { name: 'take', run: (call) => takeTicket(call) }

/** Taking an own ticket again succeeds and changes nothing. */
export function takeTicket({ draft, ticket, actor }: Pick<CommandCall, 'draft' | 'ticket' | 'actor'>): CommandRefusal | null {
  const code = takeRefusal(ticket, actor)
  if (code) return { code, facts: { agent: draft.view.agents.find((a) => a.id === ticket.owner)?.name ?? '' } }
  if (ticket.owner === actor.id && isActive(ticket.state)) return null
  const taken = draft.change(ticket.id, { type: 'taken', owner: actor.id }, by(actor))
  draft.speak({ agent: actor.id })
  endQuestions(draft, taken, ['field', 'choose'])
  draft.say('notice', draft.words.customer.joined(actor.name), { ticket: ticket.id })
  draft.thread(ticket.id, draft.teamWords(ticket).team.taken(actor.name))
  return null
}
