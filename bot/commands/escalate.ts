import { PRIORITIES, ticketNumber } from '../domain/ticket.ts'
import { transition } from '../domain/transitions.ts'
import { by, type Command } from './command.ts'
import { tellWatchers } from './tell.ts'

const LONGEST = 500

/** `escalate [why]`: one priority higher, and the managers are called. A second press on the same card is refused, so that it rises once. */
export const escalate: Command = {
  name: 'escalate',
  destructive: true,
  run: ({ draft, ticket, actor, args }) => {
    const step = transition(ticket.state, 'escalated')
    if ('refused' in step) return { code: step.refused }
    const why = (args['reason'] ?? '').trim().slice(0, LONGEST)
    const priority = PRIORITIES[Math.max(0, PRIORITIES.indexOf(ticket.priority) - 1)] ?? 'P1'
    const raised = draft.change(ticket.id, { type: 'escalated', priority, why: why ? draft.personal(why) : null }, by(actor))
    const facts = [ticketNumber(ticket.number), actor.name, priority, why, ticket.title.value ?? ''] as const
    draft.pingManagers(draft.managerWords.work.team.escalated(...facts), ticket.id)
    draft.thread(ticket.id, draft.teamWords(ticket).work.team.escalated(...facts))
    tellWatchers(draft, raised, ({ work }) => work.team.escalated(...facts))
    return null
  },
}
