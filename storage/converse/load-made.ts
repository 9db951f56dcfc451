/** Whether a person was quicker than the desk and made a ticket of a turn's words. */
import { sql } from 'kysely'
import { isActive, type Ticket } from '../../bot/domain/ticket.ts'
import type { Tx } from '../database.ts'

/** By turn, the ticket a person made of its words. Asked only about authors who have a ticket that no turn opened. */
export async function madeOfTurns(
  tx: Tx,
  refs: readonly { readonly turn?: string; readonly author?: string }[],
  ticketsOf: (author: string) => readonly Ticket[],
): Promise<ReadonlyMap<string, string>> {
  const asked = refs.flatMap(({ turn, author }) => {
    const tickets = ticketsOf(author ?? '').filter(({ opener, state }) => opener === null && isActive(state))
    return turn && tickets.length > 0 ? [{ turn, tickets: tickets.map(({ id }) => id) }] : []
  })
  if (asked.length === 0) return new Map()
  const { rows } = await sql<{ turn_id: string; ticket_id: string }>`
    select distinct m.turn_id, tm.ticket_id from message m join ticket_message tm on tm.message_id = m.id
    where m.turn_id = any(${asked.map(({ turn }) => turn)}::text[]) and tm.ticket_id = any(${asked.flatMap(({ tickets }) => tickets)}::text[])
    order by tm.ticket_id desc`.execute(tx)
  return new Map(rows.map((row) => [row.turn_id, row.ticket_id]))
}
