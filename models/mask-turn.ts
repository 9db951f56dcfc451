import type { Turn } from '../bot/domain/conversation.ts'
import type { Mask } from '../bot/domain/mask.ts'
import type { Personal } from '../bot/domain/ticket.ts'
import type { TurnView } from '../bot/ports/understand.ts'

export function maskedTurn(turn: Turn, mask: Mask): Turn {
  return { ...turn, messages: turn.messages.map((message) => ({ ...message, text: mask.hide(message.text) })) }
}

/** A prompt tells the customer's name, and a ticket's title, summary and fields, all of which may hold a customer's words. */
export function maskedView(view: TurnView, mask: Mask): TurnView {
  const hide = (one: Personal): Personal => (one.value === null ? one : { ...one, value: mask.hide(one.value) })
  const { name } = view.customer
  const customer = { ...view.customer, name: name === null ? null : mask.hideName(name) }
  const tickets = view.tickets.map((ticket) => ({
    ...ticket,
    title: hide(ticket.title),
    summary: hide(ticket.summary),
    fields: ticket.fields.map((field) => ({ ...field, value: hide(field.value) })),
  }))
  return { ...view, tickets, customer }
}
