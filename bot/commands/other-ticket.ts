import type { Ticket } from '../domain/ticket.ts'
import { ticketNumberIn } from '../domain/wish.ts'
import type { CommandCall, CommandRefusal } from './command.ts'

/** The ticket a command names by its number, as it now stands, or why there is none. Never the ticket itself. */
export function otherTicket({ draft, ticket, args }: CommandCall): { readonly other: Ticket } | { readonly refused: CommandRefusal } {
  const said = (args['number'] ?? '').trim()
  const number = ticketNumberIn(said)
  if (said === '') return { refused: { code: 'COMMAND_INCOMPLETE', facts: { needs: 'number' } } }
  if (number === ticket.number) return { refused: { code: 'TICKET_SAME' } }
  const named = draft.view.other
  const other = named && named.number === number ? draft.ticket(named.id) : null
  return other ? { other } : { refused: { code: 'TICKET_NOT_FOUND', facts: { number: said.slice(0, 20) } } }
}
