/** Who may not take a ticket as it stands, and why: somebody was faster, or it is over. */
import { may, type Role } from './roles.ts'
import { isActive, type Ticket } from './ticket.ts'
import { type Refusal, transition } from './transitions.ts'

type Stands = Pick<Ticket, 'state' | 'owner'>

/** Null: the ticket can be taken, or is this person's already: taking it again changes nothing, because people press twice. */
export function takeRefusal(ticket: Stands, actor: { readonly id: string }): Refusal | null {
  if (ticket.owner === actor.id && isActive(ticket.state)) return null
  const step = transition(ticket.state, 'taken')
  return 'refused' in step ? step.refused : null
}

/**
 * What somebody who presses Take can be told at once, before it is decided; null: that is still open, or another matter.
 * A courtesy: should the ticket be handed back in that moment, they get it all the same.
 */
export function tooLate(
  ticket: Stands & Pick<Ticket, 'team'>,
  actor: { readonly id: string; readonly role: Role; readonly teams: readonly string[] },
): Refusal | null {
  return may(actor, 'take', ticket) ? takeRefusal(ticket, actor) : null
}
