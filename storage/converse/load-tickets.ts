/** Loads tickets as their histories left them, with the hash the next event is chained to. */
import { sql } from 'kysely'
import type { Ticket } from '../../bot/domain/ticket.ts'
import type { Tx } from '../database.ts'

/** Most tickets of one customer that a decision looks at. */
const MOST_TICKETS = 20

interface TicketRow {
  readonly ticket: Ticket
  readonly head: Buffer
}

export async function ticketsById(tx: Tx, ids: readonly string[]): Promise<Map<string, TicketRow>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{
    id: string
    fold: string
    head: Buffer
  }>`select id, fold, head from ticket where id = any(${ids}::text[])`.execute(tx)
  return new Map(rows.map((row) => [row.id, { ticket: JSON.parse(row.fold) as Ticket, head: row.head }]))
}

export async function ticketsByNumber(tx: Tx, numbers: readonly number[]): Promise<Map<string, TicketRow>> {
  if (numbers.length === 0) return new Map()
  const rows = await tx.selectFrom('ticket').select(['id', 'fold', 'head']).where('number', 'in', numbers).execute()
  return new Map(rows.map((row) => [row.id, { ticket: JSON.parse(row.fold) as Ticket, head: row.head }]))
}

/** Those still open or ended within `days`, and those of theirs that are named by number. */
export async function ticketsOfCustomers(
  tx: Tx,
  customers: readonly string[],
  days: number,
  numbers: readonly number[],
): Promise<Map<string, TicketRow[]>> {
  if (customers.length === 0) return new Map()
  const { rows } = await sql<{ customer_id: string; fold: string; head: Buffer }>`
    select t.customer_id, t.fold, t.head
    from unnest(${customers}::text[]) as c(id)
    cross join lateral (
      select customer_id, fold, head from ticket
      where customer_id = c.id and (ended_at is null or ended_at > now() - make_interval(days => ${days}))
      order by id desc limit ${MOST_TICKETS}
    ) t`.execute(tx)
  const named =
    numbers.length === 0
      ? []
      : (
          await sql<{ customer_id: string; fold: string; head: Buffer }>`
          select customer_id, fold, head from ticket where number = any(${numbers}::bigint[]) and customer_id = any(${customers}::text[])`.execute(
            tx,
          )
        ).rows
  const own = new Map<string, TicketRow[]>()
  for (const row of [...rows, ...named]) {
    const ticket = JSON.parse(row.fold) as Ticket
    const list = own.get(row.customer_id) ?? []
    if (!list.some((t) => t.ticket.id === ticket.id)) list.push({ ticket, head: row.head })
    own.set(row.customer_id, list)
  }
  return own
}
