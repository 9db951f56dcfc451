import { transition } from '../domain/transitions.ts'
import { endQuestions } from '../questions.ts'
import { by, type Command } from './command.ts'
import { handBackSpeaker } from './release.ts'

/** Label of examples that open no ticket. */
const SMALL_TALK = 'none/smalltalk'

/** `reject`: “not a request”. The ticket ends, and its words become an example of what opens none. */
export const reject: Command = {
  name: 'reject',
  destructive: true,
  run: ({ draft, ticket, actor }) => {
    const step = transition(ticket.state, 'rejected')
    if ('refused' in step) return { code: step.refused }
    const ended = draft.change(ticket.id, { type: 'rejected', why: { code: 'not-a-request' } }, by(actor))
    endQuestions(draft, ended, ['field', 'choose', 'solved'])
    handBackSpeaker(draft, ticket)
    if (ticket.summary.value)
      draft.effects.push({ do: 'example', ticket: ticket.id, text: ticket.summary.value, lang: ticket.lang, category: SMALL_TALK })
    draft.thread(ticket.id, draft.teamWords(ticket).team.rejectedBy(actor.name))
    return null
  },
}
