import { transition } from '../domain/transitions.ts'
import { endQuestions } from '../questions.ts'
import { by, type Command } from './command.ts'
import { handBackSpeaker } from './release.ts'

/** `close`: ends a ticket for good, without asking for a rating. Closing a closed ticket changes nothing. */
export const close: Command = {
  name: 'close',
  destructive: true,
  run: ({ draft, ticket, actor }) => {
    if (ticket.state === 'closed') return null
    const step = transition(ticket.state, 'closed')
    if ('refused' in step) return { code: step.refused }
    const ended = draft.change(ticket.id, { type: 'closed', why: { code: 'agent', facts: { agent: actor.name } } }, by(actor))
    endQuestions(draft, ended, ['field', 'choose', 'solved', 'rating'])
    handBackSpeaker(draft, ticket)
    return null
  },
}
