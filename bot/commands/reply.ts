import { isActive } from '../domain/ticket.ts'
import { by, type Command, type CommandCall, type CommandRefusal } from './command.ts'
import { takeTicket } from './take.ts'

const LONGEST = 8_000

/**
 * `reply <text>`: words to the customer, on purpose. The first to reply becomes owner; a taken ticket is not
 * stolen by replying. With `wait` the ticket then waits for the customer and its promises pause.
 */
export const reply: Command = {
  name: 'reply',
  run: (call) => {
    const text = (call.args['text'] ?? '').trim()
    if (!text) return { code: 'COMMAND_INCOMPLETE', facts: { needs: 'text' } }
    if (text.length > LONGEST) return { code: 'INPUT_TOO_LARGE', facts: { max: LONGEST } }
    return sendReply(call, text)
  },
}

export function sendReply(call: CommandCall, text: string): CommandRefusal | null {
  const { draft, actor } = call
  if (!isActive(call.ticket.state)) return { code: 'TICKET_ENDED' }
  if (call.ticket.state === 'new') {
    if (!firstResponderOwns(call)) return { code: 'TICKET_NOT_TAKEN' }
    const refused = takeTicket(call)
    if (refused) return refused
  }
  const ticket = draft.ticket(call.ticket.id) ?? call.ticket
  const message = draft.say('reply', text, { ticket: ticket.id, author: actor.id, speaker: actor.name })
  draft.effects.push({ do: 'link', ticket: ticket.id, messages: [message] })
  draft.change(ticket.id, { type: 'replied', message, waiting: call.args['wait'] === 'true' }, by(actor))
  draft.effects.push({ do: 'reply-card', ticket: ticket.id, message })
  return null
}

/** Each team says whether its first reply takes the ticket; where it does not, somebody takes it first. */
function firstResponderOwns({ draft, ticket }: CommandCall): boolean {
  return draft.view.config.config.teams.find((team) => team.key === ticket.team)?.firstResponderOwns ?? true
}
