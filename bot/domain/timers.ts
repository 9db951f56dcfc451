/** The times a ticket waits for, as its fold says: storage keeps one timer for each. */
import { isActive, type Ticket } from './ticket.ts'

const DAY = 24 * 60 * 60 * 1000

export interface TicketTimer {
  readonly kind: 'promise' | 'close' | 'wake' | 'reply' | 'follow-up' | 'nudge'
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
  const reminders: TicketTimer[] = isActive(ticket.state)
    ? [
        ...(ticket.followUp ? [{ kind: 'follow-up' as const, subject: '', due: ticket.followUp.at }] : []),
        ...(ticket.nudge ? [{ kind: 'nudge' as const, subject: ticket.nudge.sent ? 'close' : '', due: ticket.nudge.at }] : []),
      ]
    : []
  return [...(ended ? [] : promises), ...close, ...wake, ...replies, ...reminders]
}
