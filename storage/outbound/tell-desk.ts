/** What the desk is told by its own loops: events on the lines of tickets, decided about like everything else. */
import type { DeskEvent } from '../../bot/domain/view.ts'
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

/** What became of agents' replies. Answers whether there were any. */
export function tellReplies(tx: Tx, ids: Ids, replies: readonly ReplyOutcome[]): boolean {
  return tell(
    tx,
    ids,
    replies.map(({ message, ticket, sent }) => ({ ticket, what: sent ? 'sent' : 'send-failed', value: { message } })),
  )
}

/** What was to be changed, or taken back, where the customer reads it, and was not. `text`: the new words; `of`: the thread message they were typed as. */
export interface RefusedChange {
  readonly message: string
  readonly ticket: string
  readonly change: string
  readonly text: string
  readonly of: string | null
}

export function tellRefused(tx: Tx, ids: Ids, refused: readonly RefusedChange[]): boolean {
  return tell(
    tx,
    ids,
    refused.map(({ message, ticket, change, text, of }) => ({
      ticket,
      what: 'send-failed',
      text,
      value: { message, change, ...(of === null ? {} : { of }) },
    })),
  )
}

/** A file of these tickets was given up. */
export function tellFileFailed(
  tx: Tx,
  ids: Ids,
  tickets: readonly string[],
  value: { readonly file: string; readonly name: string },
): boolean {
  return tell(
    tx,
    ids,
    tickets.map((ticket) => ({ ticket, what: 'file-failed', value })),
  )
}

interface Told {
  readonly ticket: string
  readonly what: DeskEvent['what']
  readonly text?: string
  readonly value: Readonly<Record<string, string>>
}

function tell(tx: Tx, ids: Ids, told: readonly Told[]): boolean {
  if (told.length === 0) return false
  const events = told.map(({ ticket, what, text = '', value }) => ({
    id: ids.next(),
    line: ticketLine(ticket),
    what,
    ticket_id: ticket,
    sender: 'desk',
    text,
    value: JSON.stringify(value),
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
