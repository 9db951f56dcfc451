/**
 * A turn in which somebody talks to the machine. It becomes a ticket, or goes with the one it belongs to, and a
 * person looks: no answer, no question, no change of what is known, no reopening. Whether it really is an attack
 * nobody decides here, so the customer gets the usual acknowledgement and loses nothing by a false alarm.
 */
import type { Matter, Understanding } from '../domain/claim.ts'
import type { Turn } from '../domain/conversation.ts'
import { isActive, type Ticket } from '../domain/ticket.ts'
import type { Draft } from '../draft.ts'
import { callHuman } from './customer-command.ts'
import { openTicket } from './open-ticket.ts'
import { unreadMatter } from './unread-matter.ts'

/** Answers the tickets opened, those that were there before and go on, and why. */
export function decideWarily(draft: Draft, turn: Turn, understanding: Understanding) {
  const opened: Ticket[] = []
  const touched = new Set<string>()
  for (const [n, matter] of understanding.matters.entries()) {
    const ticket = belongsTo(draft, matter)
    if (ticket) touched.add(ticket.id)
    // What it claims about its own urgency is not taken at its word.
    else if (OPENS.has(matter.intent)) opened.push(openTicket(draft, { turn, n, matter: { ...matter, urgency: null, mood: 'neutral' } }))
  }
  if (opened.length === 0 && touched.size === 0) {
    const newest = draft.active[0]
    const matter = newest ? null : unreadMatter(turn)
    if (newest) touched.add(newest.id)
    if (matter) opened.push(openTicket(draft, { turn, n: 0, matter }))
  }
  for (const id of touched) draft.effects.push({ do: 'link', ticket: id, messages: turn.messages.map((m) => m.id) })
  // Towards a person is never the wrong way.
  if (understanding.matters.some((matter) => matter.intent === 'human')) callHuman(draft, turn)
  return { opened, touched, why: 'talks to the machine: a person looks' }
}

const OPENS: ReadonlySet<Matter['intent']> = new Set(['problem', 'unsolved', 'answer', 'correction'])

/** A resolved ticket is not taken up again this way; the words become a ticket of their own. */
function belongsTo(draft: Draft, matter: Matter): Ticket | null {
  const named = matter.ticket ? draft.ticket(matter.ticket) : null
  return named && isActive(named.state) ? named : null
}
