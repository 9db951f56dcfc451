import { ticketNumber } from '../domain/ticket.ts'
import { by, type Command } from './command.ts'
import { otherTicket } from './other-ticket.ts'

/** `link T-1`: both cards name the other ticket from now on, whosever it is and however it stands. Linking again changes nothing. */
export const link: Command = {
  name: 'link',
  run: (call) => {
    const { draft, ticket, actor } = call
    const named = otherTicket(call)
    if ('refused' in named) return named.refused
    const { other } = named
    if (ticket.related?.includes(other.id) && other.related?.includes(ticket.id)) return null
    draft.change(ticket.id, { type: 'linked', to: other.id }, by(actor))
    draft.change(other.id, { type: 'linked', to: ticket.id }, by(actor))
    draft.thread(ticket.id, draft.teamWords(ticket).work.team.linked(actor.name, ticketNumber(other.number)))
    draft.thread(other.id, draft.teamWords(other).work.team.linked(actor.name, ticketNumber(ticket.number)))
    return null
  },
}
