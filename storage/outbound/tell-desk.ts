import type { Ids } from '../../bot/ports/ids.ts'
import type { Tx } from '../database.ts'
import { type Insert, insertRows } from '../insert-rows.ts'
import { makeTeamLinesDue, ticketLine } from '../lines.ts'
import { unawaited } from '../session.ts'

export interface ReplyOutcome {
  readonly message: string
  readonly ticket: string
  readonly sent: boolean
}

const EVENTS: Insert<'event'> = {
  into: 'event',
  columns: { id: 'text', line: 'text', what: 'text', ticket_id: 'text', sender: 'text', text: 'text', value: 'text' },
  same: { at: 'now()' },
}

/** Tells the desk what became of agents' replies, as events on their tickets' lines. Answers whether there were any. */
export function tellDesk(tx: Tx, ids: Ids, replies: readonly ReplyOutcome[]): boolean {
  if (replies.length === 0) return false
  const events = replies.map((r) => ({
    id: ids.next(),
    line: ticketLine(r.ticket),
    what: r.sent ? 'sent' : 'send-failed',
    ticket_id: r.ticket,
    sender: 'desk',
    text: '',
    value: JSON.stringify({ message: r.message }),
  }))
  unawaited(insertRows(tx, EVENTS, events))
  unawaited(
    makeTeamLinesDue(
      tx,
      events.map((event) => event.line),
    ),
  )
  return true
}
