import { givenFiles } from '../domain/given-files.ts'
import { type GateReason, type HeldReply, isActive, type Ticket } from '../domain/ticket.ts'
import { judgeReply } from '../judge-reply.ts'
import { planNudge } from '../nudge.ts'
import { by, type Command, type CommandCall, type CommandRefusal } from './command.ts'
import { takeTicket } from './take.ts'

const LONGEST = 8_000

/**
 * `reply <text>`: words to the customer, on purpose. The first to reply becomes owner; a taken ticket is not
 * stolen by replying. With `wait` the ticket then waits for the customer and its promises pause. With `resolve`, which
 * only a macro gives, a reply that is held resolves the ticket once it goes out.
 */
export const reply: Command = {
  name: 'reply',
  run: (call) => {
    const text = (call.args['text'] ?? '').trim()
    // A file says enough.
    const refused = text === '' && givenFiles(call.event.value['files']).length > 0 ? null : checkedText(text)
    return refused ?? sendReply(call, text)
  },
}

export function checkedText(text: string): CommandRefusal | null {
  if (!text) return { code: 'COMMAND_INCOMPLETE', facts: { needs: 'text' } }
  return text.length > LONGEST ? { code: 'INPUT_TOO_LARGE', facts: { max: LONGEST } } : null
}

/** Every reply of an agent goes through here, and so through the gate: typed, from a button, a macro, or rewritten. */
export function sendReply(call: CommandCall, text: string): CommandRefusal | null {
  const { draft, actor } = call
  if (!draft.reachable) return { code: 'CUSTOMER_UNREACHABLE' }
  if (!isActive(call.ticket.state)) return { code: 'TICKET_ENDED' }
  if (call.ticket.state === 'new') {
    if (!firstResponderOwns(call)) return { code: 'TICKET_NOT_TAKEN' }
    const refused = takeTicket(call)
    if (refused) return refused
  }
  const ticket = draft.ticket(call.ticket.id) ?? call.ticket
  const waiting = call.args['wait'] === 'true'
  const stop = stopAtGate(call, ticket, text)
  const message = draft.say('reply', text, {
    ticket: ticket.id,
    author: actor.id,
    speaker: actor.name,
    files: givenFiles(call.event.value['files']),
    ...(stop ? { hold: stop.colour === 'red' ? ('approval' as const) : ('gate' as const) } : {}),
  })
  draft.effects.push({ do: 'link', ticket: ticket.id, messages: [message] })
  const replied = draft.change(
    ticket.id,
    stop
      ? { type: 'reply-held', message, author: actor.id, waiting, ...stop, ...(call.args['resolve'] === 'true' ? { resolves: true } : {}) }
      : { type: 'replied', message, waiting },
    by(actor),
  )
  if (!stop) planNudge(draft, replied)
  draft.effects.push({ do: 'reply-card', ticket: ticket.id, message })
  return null
}

/** Each team says whether its first reply takes the ticket; where it does not, somebody takes it first. */
function firstResponderOwns({ draft, ticket }: CommandCall): boolean {
  return draft.view.config.config.teams.find((team) => team.key === ticket.team)?.firstResponderOwns ?? true
}

/** What the gate makes of a reply; null lets it go. */
function stopAtGate({ draft }: CommandCall, ticket: Ticket, text: string): Pick<HeldReply, 'colour' | 'until' | 'why'> | null {
  const { colour, until, findings } = judgeReply(draft.view, ticket, draft.tickets, text)
  if (colour === 'green') return null
  const why = findings.map(({ said, ...finding }): GateReason => ({ ...finding, said: said ? draft.personal(said) : null }))
  return { colour, until, why }
}
