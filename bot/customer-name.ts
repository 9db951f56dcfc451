import type { Ticket } from './domain/ticket.ts'
import type { Draft } from './draft.ts'

/** What the team calls the customer. */
export function customerName(draft: Draft, ticket: Ticket): string {
  return draft.view.customer?.name ?? draft.teamWords(ticket).team.someCustomer
}
