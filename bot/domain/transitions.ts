/** One table: what may happen to a ticket in which state, and where that leads. Every cell is tested. */
import type { TicketChangeType, TicketState } from './ticket.ts'

/** Why a move is refused; worded in bot/texts `refusals`. */
export type Refusal = 'TICKET_ALREADY_TAKEN' | 'TICKET_NOT_TAKEN' | 'TICKET_ENDED' | 'TICKET_NOT_ENDED' | 'TICKET_UNCHANGED'

type Cell = TicketState | Refusal
type Row = Readonly<Record<TicketState, Cell>>

/** Changes that never move a ticket are legal in every state and left out of the table. */
export type TicketMove = Exclude<
  TicketChangeType,
  | 'opened'
  | 'customer-wrote'
  | 'asked'
  | 'promise-kept'
  | 'promise-broken'
  | 'erased'
  | 'rated'
  | 'summary-set'
  | 'marked'
  | 'reply-held'
  | 'reply-released'
  | 'reply-withdrawn'
  | 'linked'
  | 'tagged'
  | 'levelled'
  | 'watched'
  | 'follow-up-due'
>

const ENDED = { resolved: 'TICKET_ENDED', closed: 'TICKET_ENDED', merged: 'TICKET_ENDED', rejected: 'TICKET_ENDED' } as const
const ONLY_WAITING = {
  new: 'TICKET_UNCHANGED',
  open: 'TICKET_UNCHANGED',
  waiting: 'waiting',
  snoozed: 'TICKET_UNCHANGED',
  ...ENDED,
} as const
const STAYS = { new: 'new', open: 'open', waiting: 'waiting', snoozed: 'snoozed' } as const

export const TRANSITIONS: Readonly<Record<TicketMove, Row>> = {
  taken: { new: 'open', open: 'TICKET_ALREADY_TAKEN', waiting: 'TICKET_ALREADY_TAKEN', snoozed: 'TICKET_ALREADY_TAKEN', ...ENDED },
  released: { new: 'TICKET_NOT_TAKEN', open: 'new', waiting: 'new', snoozed: 'new', ...ENDED },
  transferred: { new: 'new', open: 'new', waiting: 'new', snoozed: 'new', ...ENDED },
  replied: { new: 'TICKET_NOT_TAKEN', open: 'open', waiting: 'waiting', snoozed: 'open', ...ENDED },
  'field-set': { ...STAYS, resolved: 'resolved', closed: 'TICKET_ENDED', merged: 'TICKET_ENDED', rejected: 'TICKET_ENDED' },
  'category-set': { ...STAYS, resolved: 'resolved', closed: 'closed', merged: 'TICKET_ENDED', rejected: 'TICKET_ENDED' },
  'priority-set': { ...STAYS, ...ENDED },
  resolved: { new: 'TICKET_NOT_TAKEN', open: 'resolved', waiting: 'resolved', snoozed: 'resolved', ...ENDED },
  reopened: {
    new: 'TICKET_NOT_ENDED',
    open: 'TICKET_NOT_ENDED',
    waiting: 'TICKET_NOT_ENDED',
    snoozed: 'TICKET_NOT_ENDED',
    resolved: 'open',
    closed: 'TICKET_ENDED',
    merged: 'TICKET_ENDED',
    rejected: 'new',
  },
  closed: {
    new: 'closed',
    open: 'closed',
    waiting: 'closed',
    snoozed: 'closed',
    resolved: 'closed',
    closed: 'TICKET_UNCHANGED',
    merged: 'TICKET_ENDED',
    rejected: 'TICKET_ENDED',
  },
  rejected: { new: 'rejected', open: 'rejected', waiting: 'rejected', snoozed: 'rejected', ...ENDED },
  merged: { new: 'merged', open: 'merged', waiting: 'merged', snoozed: 'merged', ...ENDED },
  snoozed: { new: 'TICKET_NOT_TAKEN', open: 'snoozed', waiting: 'snoozed', snoozed: 'snoozed', ...ENDED },
  absorbed: { ...STAYS, ...ENDED },
  escalated: { ...STAYS, ...ENDED },
  'follow-up-set': { ...STAYS, ...ENDED },
  'nudge-set': ONLY_WAITING,
  nudged: ONLY_WAITING,
  woken: { new: 'TICKET_UNCHANGED', open: 'TICKET_UNCHANGED', waiting: 'TICKET_UNCHANGED', snoozed: 'open', ...ENDED },
}

const STATES = new Set<string>(['new', 'open', 'waiting', 'snoozed', 'resolved', 'closed', 'merged', 'rejected'])

/** Where `move` leads from `state`, or why it is refused. */
export function transition(state: TicketState, move: TicketMove): { to: TicketState } | { refused: Refusal } {
  const cell = TRANSITIONS[move][state]
  return STATES.has(cell) ? { to: cell as TicketState } : { refused: cell as Refusal }
}
