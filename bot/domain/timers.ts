/** The times a ticket waits for, as its fold says: storage keeps one timer for each. */
import type { Ticket } from './ticket.ts'

const DAY = 24 * 60 * 60 * 1000

export interface TicketTimer {
  readonly kind: 'promise' | 'close' | 'wake' | 'reply'
  readonly subject: string
  readonly due: number
}

export function timersOf(ticket: Ticket, reopenDays: number): readonly TicketTimer[] {
  const promises = ticket.promises
    .filter((p) => p.state === 'running')
    .map((p): TicketTimer => ({ kind: 'promise', subject: p.kind, due: p.due }))
  const ended = ticket.state === 'closed' || ticket.state === 'merged' || ticket.state === 'rejected'
  const close: TicketTimer[] =
    ticket.state === 'resolved' && ticket.resolvedAt !== null
      ? [{ kind: 'close', subject: '', due: ticket.resolvedAt + reopenDays * DAY }]
      : []
  const wake: TicketTimer[] =
    ticket.state === 'snoozed' && ticket.snoozedUntil !== null ? [{ kind: 'wake', subject: '', due: ticket.snoozedUntil }] : []
  const replies = (ticket.held ?? []).flatMap(({ message, until }): TicketTimer[] =>
    until === null ? [] : [{ kind: 'reply', subject: message, due: until }],
  )
  return [...(ended ? [] : promises), ...close, ...wake, ...replies]
}
