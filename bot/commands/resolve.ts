import type { Agent } from '../domain/conversation.ts'
import { type HeldReply, type Id, type Ticket, ticketNumber } from '../domain/ticket.ts'
import { transition } from '../domain/transitions.ts'
import type { Draft } from '../draft.ts'
import { isStopped, judgeReply } from '../judge-reply.ts'
import { askForRating, endQuestions } from '../questions.ts'
import { by, type Command, type CommandRefusal } from './command.ts'
import { handBackSpeaker } from './release.ts'
import { sendReply } from './reply.ts'
import { tellWatchers } from './tell.ts'

/**
 * `resolve [what was done]`: tells the customer, asks for a rating, gives the conversation back to the desk. What was done
 * are words to the customer: where the gate would stop them they wait as a reply, and the ticket is resolved when they go out.
 */
export const resolve: Command = {
  name: 'resolve',
  run: (call) => {
    const { draft, ticket, actor } = call
    const note = (call.args['note'] ?? '').trim()
    if (
      note &&
      'to' in transition(ticket.state, 'resolved') &&
      draft.reachable &&
      isStopped(judgeReply(draft.view, ticket, draft.tickets, note))
    )
      return sendReply({ ...call, args: { resolve: 'true' } }, note)
    return resolveTicket(draft, ticket, actor, note)
  },
}

/** A held reply has gone out whose macro was to resolve the ticket: now it does, if its author still has it and nothing else waits. */
export function resolveAfter(draft: Draft, id: Id, held: HeldReply): void {
  const ticket = draft.ticket(id)
  if (!held.resolves || !ticket) return
  const author = draft.view.agents.find((agent) => agent.id === held.author)
  const stands = author && ticket.owner === author.id && (ticket.held ?? []).length === 0
  if (!stands || resolveTicket(draft, ticket, author, '')) draft.thread(id, draft.teamWords(ticket).gate.notResolved)
}

function resolveTicket(draft: Draft, ticket: Ticket, actor: Agent, note: string): CommandRefusal | null {
  const step = transition(ticket.state, 'resolved')
  if ('refused' in step) return { code: step.refused }
  const done = draft.change(ticket.id, { type: 'resolved', note: note ? draft.personal(note) : null }, by(actor))
  endQuestions(draft, done, ['field', 'choose', 'solved'])
  const { customer } = draft.words
  const number = ticketNumber(ticket.number)
  draft.say('result', note ? customer.resolvedNote(number, note) : customer.resolved(number), { ticket: ticket.id })
  askForRating(draft, done)
  draft.thread(ticket.id, draft.teamWords(ticket).team.resolvedBy(actor.name))
  tellWatchers(draft, done, ({ team }) => `${number}: ${team.resolvedBy(actor.name)}`)
  handBackSpeaker(draft, ticket)
  return null
}
