import { transition } from '../domain/transitions.ts'
import { by, type Command } from './command.ts'

const MINUTE = 60_000
const LONGEST_MINUTES = 60 * 24 * 30

/** `snooze <minutes>`: the ticket rests and its promises pause; it wakes by itself or when the customer writes. */
export const snooze: Command = {
  name: 'snooze',
  run: ({ draft, ticket, actor, args }) => {
    const minutes = Number(args['minutes'])
    if (!Number.isFinite(minutes) || minutes <= 0 || minutes > LONGEST_MINUTES)
      return { code: 'COMMAND_INCOMPLETE', facts: { needs: 'minutes' } }
    const step = transition(ticket.state, 'snoozed')
    if ('refused' in step) return { code: step.refused }
    draft.change(ticket.id, { type: 'snoozed', until: draft.view.now + minutes * MINUTE }, by(actor))
    return null
  },
}
