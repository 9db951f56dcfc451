import { sql } from 'kysely'
import type { Ids } from '../../bot/ports/ids.ts'
import type { Tx } from '../database.ts'
import { makeTeamLinesDue, ticketLine } from '../lines.ts'

export interface ReplyOutcome {
  readonly message: string
  readonly ticket: string
  readonly sent: boolean
}

/** Tells the desk what became of agents' replies, as events on their tickets' lines. Answers whether there were any. */
export async function tellDesk(tx: Tx, ids: Ids, replies: readonly ReplyOutcome[]): Promise<boolean> {
  if (replies.length === 0) return false
  await tx
    .insertInto('event')
    .values(
      replies.map((r) => ({
        id: ids.next(),
        line: ticketLine(r.ticket),
        what: r.sent ? 'sent' : 'send-failed',
        ticket_id: r.ticket,
        sender: 'desk',
        text: '',
        value: JSON.stringify({ message: r.message }),
        at: sql<Date>`now()`,
      })),
    )
    .execute()
  await makeTeamLinesDue(
    tx,
    replies.map((r) => ticketLine(r.ticket)),
  )
  return true
}
