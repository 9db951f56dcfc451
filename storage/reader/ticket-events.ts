/** A ticket's history with its facts put back in. */

import type { TicketEvent } from '../../bot/domain/ticket.ts'
import type { EventPage, PageOf } from '../../bot/ports/reader.ts'
import { type ReadFact, readEventBody } from '../converse/history.ts'
import type { Tx } from '../database.ts'
import { pageFrom } from './pages.ts'

export async function readEvents(tx: Tx, ticket: string, { limit, after }: PageOf<number>): Promise<EventPage> {
  const rows = await tx
    .selectFrom('ticket_event')
    .select(['seq', 'body'])
    .where('ticket_id', '=', ticket)
    .where('seq', '>', after ?? 0)
    .orderBy('seq')
    .limit(limit + 1)
    .execute()
  const page = pageFrom(rows, limit, (row) => row.seq)
  const facts = await readFacts(
    tx,
    ticket,
    page.rows.map((row) => row.body),
  )
  const events = page.rows.map((row) => readEventBody(ticket, row.body, facts))
  const agents = await namesOf(tx, 'agent', events.flatMap(agentsIn))
  const customers = await namesOf(
    tx,
    'customer',
    events.flatMap(({ by }) => (by.kind === 'customer' ? [by.id] : [])),
  )
  const numbers = await numbersOf(
    tx,
    events.flatMap(({ change }) => ticketsIn(change)),
  )
  const nameOf = ({ by }: TicketEvent) => (by.kind === 'desk' ? null : ((by.kind === 'agent' ? agents : customers).get(by.id) ?? null))
  return { rows: events.map((event) => ({ event, name: nameOf(event) })), next: page.next, agents, numbers }
}

/** What the facts named in stored bodies of a ticket say; null once erased. */
export async function readFacts(tx: Tx, ticket: string, bodies: readonly string[]): Promise<ReadFact> {
  const ids = [...new Set(bodies.flatMap((body) => [...body.matchAll(/"fact":"([0-9a-f]{32})"/g)].flatMap(([, id]) => id ?? [])))]
  if (ids.length === 0) return () => null
  const rows = await tx.selectFrom('fact').select(['id', 'value']).where('ticket_id', '=', ticket).where('id', 'in', ids).execute()
  const values = new Map(rows.map((row) => [row.id, row.value]))
  return (fact) => values.get(fact) ?? null
}

/** Other tickets a change names. */
function ticketsIn(change: TicketEvent['change']): readonly string[] {
  if (change.type === 'merged') return [change.into]
  if (change.type === 'absorbed') return [change.from]
  return change.type === 'linked' ? [change.to] : []
}

function agentsIn({ by, change }: TicketEvent): readonly string[] {
  return [
    ...(by.kind === 'agent' ? [by.id] : []),
    ...(change.type === 'taken' ? [change.owner] : []),
    ...(change.type === 'watched' ? [change.agent] : []),
  ]
}

async function namesOf(tx: Tx, table: 'agent' | 'customer', ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const rows =
    table === 'agent'
      ? await tx
          .selectFrom('agent')
          .select(['id', 'name'])
          .where('id', 'in', [...new Set(ids)])
          .execute()
      : await tx
          .selectFrom('customer')
          .select(['id', 'name'])
          .where('id', 'in', [...new Set(ids)])
          .execute()
  return new Map(rows.flatMap((row) => (row.name === null ? [] : [[row.id, row.name] as const])))
}

export async function numbersOf(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.selectFrom('ticket').select(['id', 'number']).where('id', 'in', ids).execute()
  return new Map(rows.map((row) => [row.id, row.number]))
}
