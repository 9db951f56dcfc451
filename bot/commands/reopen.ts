import { promisesAgain } from '../domain/promise-rules.ts'
import { transition } from '../domain/transitions.ts'
import { endQuestions } from '../questions.ts'
import { by, type Command } from './command.ts'

/** `reopen`: a resolved or rejected ticket is taken up again, with a fresh promise to resolve it. */
export const reopen: Command = {
  name: 'reopen',
  run: ({ draft, ticket, actor }) => {
    const step = transition(ticket.state, 'reopened')
    if ('refused' in step) return { code: step.refused }
    const promises = promisesAgain(ticket, draft.view.now, draft.view.config.config)
    const open = draft.change(
      ticket.id,
      { type: 'reopened', turn: null, why: { code: 'agent', facts: { agent: actor.name } }, promises },
      by(actor),
    )
    if (open.owner) draft.speak({ agent: open.owner })
    endQuestions(draft, open, ['rating'])
    draft.thread(ticket.id, draft.teamWords(ticket).team.reopenedBy(actor.name))
    return null
  },
}
