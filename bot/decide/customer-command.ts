/** 「转人工」, 「查进度」: what a customer can always say, whoever speaks. */

import { customerName } from '../customer-name.ts'
import type { Turn } from '../domain/conversation.ts'
import type { Decision } from '../domain/effect.ts'
import { customerCommand } from '../domain/grammar.ts'
import { shorten } from '../domain/shorten.ts'
import { type Ticket, ticketNumber } from '../domain/ticket.ts'
import type { Draft } from '../draft.ts'
import { SUMMARY_LENGTH } from '../understanding/verify-claims.ts'
import { openTicket } from './open-ticket.ts'

const MOST_LISTED = 5

export function answerCustomerCommand(draft: Draft, turn: Turn): Decision {
  const command = turn.messages.map((m) => customerCommand(m.text)).find((c) => c !== null)
  if (command?.command === 'human') {
    callHuman(draft, turn)
    return draft.decision('asks for a person')
  }
  tellProgress(draft, command?.command === 'progress' ? command.number : null)
  return draft.decision('asks how it stands')
}

/**
 * The desk falls silent, the team is called; without an active ticket one is opened for it. Whoever is put through to
 * people is told so, however much the desk has said; who asks again while people are awaited is told as often as anything.
 */
export function callHuman(draft: Draft, turn: Turn): void {
  const anyway = draft.deskSpeaks
  if (draft.deskSpeaks) draft.speak('nobody')
  // Whoever works on one of the matters is called first.
  const active = draft.active.find((t) => t.owner !== null) ?? draft.active[0]
  if (active) {
    draft.say('notice', draft.words.customer.human, { ticket: active.id, anyway })
    draft.effects.push({ do: 'link', ticket: active.id, messages: turn.messages.map((m) => m.id) })
    const wants = draft.teamWords(active).team.wantsHuman(customerName(draft, active))
    draft.thread(active.id, wants)
    pingTeam(draft, active, wants)
    return
  }
  const title = draft.words.customer.humanTitle
  const ticket = openTicket(draft, {
    turn,
    n: 0,
    matter: {
      intent: 'human',
      confidence: 1,
      category: null,
      fields: [],
      mood: 'neutral',
      urgency: 'P2',
      ticket: null,
      title,
      summary: shorten(turn.messages.map((m) => m.text).join('; '), SUMMARY_LENGTH),
    },
  })
  draft.say('ack', draft.words.customer.humanOpened(ticketNumber(ticket.number)), { ticket: ticket.id, anyway })
  pingTeam(draft, ticket, draft.teamWords(ticket).team.wantsHuman(customerName(draft, ticket)))
}

function pingTeam(draft: Draft, ticket: Ticket, text: string): void {
  const rooms = draft.view.config.config.teams.find((t) => t.key === ticket.team)?.rooms ?? []
  for (const room of rooms)
    draft.effects.push({ do: 'post', room, text: `${ticketNumber(ticket.number)} ${text}`, ping: true, ticket: ticket.id })
}

/** Only the author's own tickets; another's is “not found” in the same words as none at all. */
export function tellProgress(draft: Draft, number: number | null): void {
  const { customer } = draft.words
  if (number !== null) {
    const named = draft.tickets.find((t) => t.number === number)
    const ticket = named && (draft.whereItWent(named.id) ?? named)
    draft.say('result', ticket ? progressOf(draft, ticket) : customer.notFound(ticketNumber(number)), { ticket: ticket?.id ?? null })
    return
  }
  const active = draft.active.slice(0, MOST_LISTED)
  draft.say('result', active.length > 0 ? active.map((t) => progressOf(draft, t)).join('\n') : customer.noTickets)
}

function progressOf(draft: Draft, ticket: Ticket): string {
  const { customer } = draft.words
  const owner = draft.view.agents.find((a) => a.id === ticket.owner)?.name ?? ''
  const line = customer.progressLine(ticketNumber(ticket.number), ticket.title.value ?? '', customer.state[ticket.state], owner)
  const due = ticket.promises.find((p) => p.kind === 'resolution' && p.state === 'running')
  return due ? `${line}\n${customer.progressDue(timeText(due.due))}` : line
}

/** UTC date and time; the times a person sees in a page are the browser's own. */
function timeText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
