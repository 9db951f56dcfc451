/**
 * Proves that what is stored is what happened: every history is whole and unchanged, every fact is what its
 * event says (or was erased by an event that says so), every ticket is the fold of its history, and no ticket
 * a checkpoint has seen is gone.
 */

import canonicalize from 'canonicalize'
import { sql } from 'kysely'
import { foldTicket } from '../../bot/domain/fold-ticket.ts'
import type { Ticket, TicketEvent } from '../../bot/domain/ticket.ts'
import { NO_HEAD, readEventBody } from '../converse/history.ts'
import type { Db, Tx } from '../database.ts'
import { sha256 } from '../hash.ts'
import { rootOf } from './checkpoint.ts'

export interface Problem {
  readonly ticket: string
  readonly what: string
}

export interface VerifyReport {
  readonly tickets: number
  readonly events: number
  readonly facts: number
  readonly checkpoints: number
  readonly problems: readonly Problem[]
}

const PAGE = 200

export async function verify(db: Db, progress: (tickets: number) => void = () => undefined): Promise<VerifyReport> {
  const problems: Problem[] = []
  const heads = new Map<string, string[]>()
  let tickets = 0
  let events = 0
  let facts = 0
  for (let after = ''; ; ) {
    const page = await db.tx((tx) => loadPage(tx, after))
    if (page.tickets.length === 0) break
    after = page.tickets.at(-1)?.id ?? after
    for (const ticket of page.tickets) {
      const history = page.events.filter((e) => e.ticket_id === ticket.id)
      problems.push(
        ...checkTicket(
          ticket,
          history,
          page.facts.filter((f) => f.ticket_id === ticket.id),
        ),
      )
      heads.set(
        ticket.id,
        history.map((e) => e.hash.toString('hex')),
      )
    }
    tickets += page.tickets.length
    events += page.events.length
    facts += page.facts.length
    progress(tickets)
  }
  const orphans = await sql<{
    ticket_id: string
  }>`select distinct e.ticket_id from ticket_event e left join ticket t on t.id = e.ticket_id where t.id is null`.execute(db.kysely)
  for (const row of orphans.rows) problems.push({ ticket: row.ticket_id, what: 'has a history but no ticket' })
  const checkpoints = await checkCheckpoints(db, heads, problems)
  return { tickets, events, facts, checkpoints, problems }
}

interface TicketRow {
  readonly id: string
  readonly number: number
  readonly seq: number
  readonly conversation_id: string
  readonly customer_id: string
  readonly state: string
  readonly team: string
  readonly owner_id: string | null
  readonly category: string
  readonly priority: string
  readonly fold: string
  readonly head: Buffer
}
interface EventRow {
  readonly ticket_id: string
  readonly seq: number
  readonly body: string
  readonly hash: Buffer
}
interface FactRow {
  readonly id: string
  readonly ticket_id: string
  readonly salt: Buffer | null
  readonly value: string | null
  readonly erased_at: number | null
}

async function loadPage(tx: Tx, after: string): Promise<{ tickets: TicketRow[]; events: EventRow[]; facts: FactRow[] }> {
  const tickets = await tx
    .selectFrom('ticket')
    .select(['id', 'number', 'seq', 'conversation_id', 'customer_id', 'state', 'team', 'owner_id', 'category', 'priority', 'fold', 'head'])
    .where('id', '>', after)
    .orderBy('id')
    .limit(PAGE)
    .execute()
  const ids = tickets.map((t) => t.id)
  if (ids.length === 0) return { tickets, events: [], facts: [] }
  const events = await tx
    .selectFrom('ticket_event')
    .select(['ticket_id', 'seq', 'body', 'hash'])
    .where('ticket_id', 'in', ids)
    .orderBy('ticket_id')
    .orderBy('seq')
    .execute()
  const facts = await tx
    .selectFrom('fact')
    .select(['id', 'ticket_id', 'salt', 'value', 'erased_at'])
    .where('ticket_id', 'in', ids)
    .execute()
  return { tickets, events, facts }
}

function checkTicket(row: TicketRow, history: readonly EventRow[], facts: readonly FactRow[]): Problem[] {
  const problem = (what: string): Problem => ({ ticket: row.id, what })
  const problems: Problem[] = []
  const byId = new Map(facts.map((f) => [f.id, f]))
  const blank = new Set<string>()
  const told = new Set<string>()
  const read = (fact: string, hash: string): string | null => {
    const found = byId.get(fact)
    told.add(fact)
    if (!found) {
      problems.push(problem(`fact ${fact} is missing`))
      return null
    }
    if (found.value === null || found.salt === null) {
      blank.add(fact)
      return null
    }
    if (sha256(found.salt, found.value).toString('hex') !== hash) problems.push(problem(`fact ${fact} is not what the event says`))
    return found.value
  }
  let head: Buffer = NO_HEAD
  const events: TicketEvent[] = []
  try {
    history.forEach((event, i) => {
      if (event.seq !== i + 1) problems.push(problem(`event ${i + 1} is missing`))
      head = sha256(head, event.body)
      if (!head.equals(event.hash)) problems.push(problem(`event ${event.seq} was changed`))
      events.push(readEventBody(row.id, event.body, read))
    })
    const erased = new Set(events.flatMap((e) => (e.change.type === 'erased' ? e.change.facts : [])))
    for (const fact of blank) if (!erased.has(fact)) problems.push(problem(`fact ${fact} is empty, but no event erased it`))
    for (const fact of byId.keys()) if (!told.has(fact)) problems.push(problem(`fact ${fact} belongs to no event`))
    if (!head.equals(row.head)) problems.push(problem('the ticket does not stand at its history’s end'))
    const fold = foldTicket(null, events)
    if (!fold) problems.push(problem('has no history'))
    else if (canonicalize(fold) !== canonicalize(JSON.parse(row.fold))) problems.push(problem('the ticket is not what its history says'))
    else if (columnsOf(fold).some(([column, value]) => row[column] !== value))
      problems.push(problem('an indexed column differs from the ticket'))
  } catch (error) {
    problems.push(problem(`the history cannot be read: ${error instanceof Error ? error.message : ''}`))
  }
  return problems
}

/** What the columns of a ticket's row repeat of its fold. */
function columnsOf(fold: Ticket): readonly (readonly [keyof TicketRow, string | number | null])[] {
  return [
    ['number', fold.number],
    ['seq', fold.seq],
    ['conversation_id', fold.conversation],
    ['customer_id', fold.customer],
    ['state', fold.state],
    ['team', fold.team],
    ['owner_id', fold.owner],
    ['category', fold.category],
    ['priority', fold.priority],
  ]
}

async function checkCheckpoints(db: Db, heads: ReadonlyMap<string, readonly string[]>, problems: Problem[]): Promise<number> {
  const rows = await db.kysely.selectFrom('checkpoint').select(['seq', 'heads', 'root']).orderBy('seq').execute()
  for (const [i, row] of rows.entries()) {
    const seen = JSON.parse(row.heads) as [string, string][]
    if (row.seq !== i + 1) problems.push({ ticket: '', what: `checkpoint ${i + 1} is missing` })
    if (!rootOf(seen, rows[i - 1]?.root ?? null).equals(row.root)) problems.push({ ticket: '', what: `checkpoint ${row.seq} was changed` })
    for (const [ticket, head] of seen)
      if (!heads.get(ticket)?.includes(head))
        problems.push({ ticket, what: `checkpoint ${row.seq} saw it, but it is gone or was rewritten` })
  }
  return rows.length
}
