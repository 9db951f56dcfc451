/**
 * Which of the customer's tickets a part of a turn belongs to, if any. When in doubt a new one: a ticket too
 * many is mended by a merge, words in the wrong ticket are not.
 */

import type { Intent } from '../bot/domain/claim.ts'
import { fold, foldTight } from '../bot/domain/fold.ts'
import { isActive, type Ticket } from '../bot/domain/ticket.ts'
import type { TurnView } from '../bot/ports/understand.ts'

export interface PartRead {
  readonly intent: Intent
  readonly text: string
  readonly category: string | null
  readonly confidence: number
  /** Order numbers named in this part. */
  readonly orders: readonly string[]
  /** Nothing but field values, chasing, mood or a few words. */
  readonly thin: boolean
}

export interface TicketChoice {
  readonly ticket: string
  readonly confidence: number
}

/** Above this a category that differs from every open ticket's opens a new matter. */
const CLEARLY_OTHER = 0.5
const NAMED = /(?<![a-z0-9])t-?(\d{1,10})(?![a-z0-9])|工单\s?(?:号|编号)?[:\s]?(\d{1,10})|ticket\s?(?:no\.?|number|#)?\s?(\d{1,10})(?!\d)/g

export function chooseTicket(part: PartRead, view: TurnView): TicketChoice | null {
  const named = namedTicket(part.text, view.tickets)
  if (named) return { ticket: named.id, confidence: 0.98 }
  if (part.intent === 'thanks' || part.intent === 'smalltalk') return null
  const active = view.tickets.filter((one) => isActive(one.state))
  if (part.intent === 'answer' && view.question) return known(view.question.ticket, view, 0.95)
  if (part.intent === 'unsolved') {
    const ended = view.tickets.filter((one) => one.state === 'resolved')
    return pick(ended.length > 0 ? ended : active, part, 0.85)
  }
  if (part.intent !== 'problem') return pick(active, part, 0.85)
  if (active.length === 0 || isOtherOrder(part, active)) return null
  const same = active.filter((one) => one.category === part.category)
  if (same.length > 0) return pick(same, part, 0.8)
  if (part.category !== null && part.confidence >= CLEARLY_OTHER) return null
  if (part.thin) return pick(active, part, 0.7)
  const group = part.category?.split('/')[0]
  return pick(
    active.filter((one) => one.category.split('/')[0] === group),
    part,
    0.6,
  )
}

/** A ticket the customer names by its number. */
export function namedTicket(text: string, tickets: readonly Ticket[]): Ticket | undefined {
  for (const match of fold(text).matchAll(NAMED)) {
    const number = Number(match[1] ?? match[2] ?? match[3])
    const ticket = tickets.find((one) => one.number === number)
    if (ticket) return ticket
  }
  return undefined
}

/** The order named, by its last digits too, then the same category, then the newest; surer when there is but one. */
function pick(tickets: readonly Ticket[], part: PartRead, confidence: number): TicketChoice | null {
  const orders = part.orders.map(foldTight)
  const named = tickets.find((one) => ordersOf(one).some((order) => orders.some((said) => order.endsWith(said) || said.endsWith(order))))
  if (named) return { ticket: named.id, confidence }
  const ticket = tickets.find((one) => one.category === part.category) ?? tickets[0]
  return ticket
    ? { ticket: ticket.id, confidence: tickets.length === 1 || ticket.category === part.category ? confidence : confidence - 0.3 }
    : null
}

/** A problem with an order that none of the open tickets is about. */
function isOtherOrder(part: PartRead, active: readonly Ticket[]): boolean {
  if (part.thin || part.orders.length === 0) return false
  const known = active.flatMap(ordersOf)
  return (
    known.length > 0 && part.orders.every((order) => !known.some((one) => one.endsWith(foldTight(order)) || foldTight(order).endsWith(one)))
  )
}

function ordersOf(ticket: Ticket): readonly string[] {
  return ticket.fields.flatMap((field) => (field.name.includes('order') && field.value.value ? [foldTight(field.value.value)] : []))
}

function known(ticket: string, view: TurnView, confidence: number): TicketChoice | null {
  return view.tickets.some((one) => one.id === ticket) ? { ticket, confidence } : null
}
