/**
 * Takes a customer's personal words out of the database, in one transaction: what they said and what was said to and
 * about them, where they are to be reached, and every copy a loop made. That it happened stays: tickets keep their
 * numbers, states and times, and each gets an event `erased` that names the facts which are empty from then on, so
 * that `verify` finds nothing wrong. What stands on a platform is the platform's; redrawn cards show nothing any more.
 */
import { sql } from 'kysely'
import type { Ticket } from '../../bot/domain/ticket.ts'
import { DeskError } from '../../bot/errors.ts'
import type { Blobs } from '../../kit/ports/blobs.ts'
import { Histories } from '../converse/history.ts'
import { writeTickets } from '../converse/write-tickets.ts'
import type { Db, Tx } from '../database.ts'
import { databaseNow } from '../database-clock.ts'
import { makeHomesDue } from '../outbound/home-store.ts'
import { eraseCopies } from './erase-copies.ts'
import { eraseWords } from './erase-words.ts'
import type { Erased, Scope } from './scope.ts'
import { blobsOf, unusedOf } from './unused-blobs.ts'

class NotMeant extends Error {}

/**
 * Erases, or with `dry` only counts what would be erased. CUSTOMER_NOT_FOUND for an id nobody has. Files that no other
 * message uses are taken out of `blobs` after the commit; `left` are those that could not be.
 */
export async function eraseCustomer(
  db: Db,
  blobs: Pick<Blobs, 'remove'>,
  customer: string,
  { dry, config }: { readonly dry: boolean; readonly config: number },
): Promise<{ readonly erased: Erased; readonly left: readonly string[] }> {
  let found: { erased: Erased; unused: readonly string[] } | null = null
  try {
    await db.tx(async (tx) => {
      found = await erase(tx, customer, config)
      // Counted by doing it: a dry run cannot say anything else than what then happens.
      if (dry) throw new NotMeant()
    })
  } catch (error) {
    if (!(error instanceof NotMeant)) throw error
  }
  if (found === null) throw new DeskError('UNEXPECTED')
  const { erased, unused } = found as { erased: Erased; unused: readonly string[] }
  const left: string[] = []
  if (!dry) for (const hash of unused) await blobs.remove(hash).catch(() => left.push(hash))
  return { erased, left }
}

async function erase(tx: Tx, customer: string, config: number): Promise<{ erased: Erased; unused: readonly string[] }> {
  await sql`set local statement_timeout = 0`.execute(tx)
  const scope = await lockScope(tx, customer)
  const named = await blobsOf(tx, scope)
  const { facts, active } = await eraseFacts(tx, scope, config)
  const copies = await eraseCopies(tx, scope)
  const words = await eraseWords(tx, scope)
  const unused = await unusedOf(tx, named)
  await tx
    .deleteFrom('file_text')
    .where('blob', 'in', ['', ...unused])
    .execute()
  return { erased: { tickets: scope.tickets.length, activeTickets: active, facts, ...words, ...copies, files: unused.length }, unused }
}

/** Conversations are locked in the order in which every commit locks them; then nothing of theirs moves any more. */
async function lockScope(tx: Tx, customer: string): Promise<Scope> {
  const known = await tx.selectFrom('customer').select('id').where('id', '=', customer).forUpdate().executeTakeFirst()
  if (!known) throw new DeskError('CUSTOMER_NOT_FOUND', { customer: customer.slice(0, 60) })
  const { rows: conversations } = await sql<{ id: string; room_id: string; alone: boolean }>`
    select c.id::text as id, c.room_id::text as room_id,
      not exists (select 1 from message m where m.conversation_id = c.id and m.kind = 'customer' and m.author_id <> ${customer}) as alone
    from conversation c
    where c.customer_id = ${customer} or c.id in (select conversation_id from ticket where customer_id = ${customer})
      or c.id in (select conversation_id from message where author_id = ${customer})
    order by c.id for update`.execute(tx)
  const { rows: tickets } = await sql<{ id: string }>`
    select id::text as id from ticket where customer_id = ${customer} order by id for update`.execute(tx)
  const alone = conversations.filter((c) => c.alone)
  const ids = tickets.map((t) => t.id)
  const { rows: messages } = await sql<{ id: string }>`
    select m.id::text as id from message m where m.author_id = ${customer} or m.conversation_id = any(${alone.map((c) => c.id)}::text[])
      or m.ticket_id = any(${ids}::text[])
      or (m.kind <> 'customer' and m.id in (select message_id from ticket_message where ticket_id = any(${ids}::text[])))`.execute(tx)
  return {
    customer,
    tickets: ids,
    alone: alone.map((c) => c.id),
    conversations: conversations.map((c) => c.id),
    rooms: alone.map((c) => c.room_id),
    messages: messages.map((m) => m.id),
  }
}

/** Empties the facts, and says so in each history; the ticket is then folded without them. */
async function eraseFacts(tx: Tx, { customer, tickets }: Scope, config: number): Promise<{ facts: number; active: number }> {
  if (tickets.length === 0) return { facts: 0, active: 0 }
  const { rows: facts } = await sql<{ id: string; ticket_id: string }>`
    update fact set salt = null, value = null, erased_at = now()
    where (customer_id = ${customer} or ticket_id = any(${tickets}::text[])) and value is not null
    returning id::text as id, ticket_id::text as ticket_id`.execute(tx)
  const rows = await tx.selectFrom('ticket').select(['id', 'fold', 'head']).where('id', 'in', tickets).execute()
  const at = await databaseNow(tx)
  const histories = new Histories()
  for (const row of rows) {
    const gone = facts.filter((fact) => fact.ticket_id === row.id).map((fact) => fact.id)
    if (gone.length === 0) continue
    histories.know(JSON.parse(row.fold) as Ticket, row.head)
    histories.append({ ticket: row.id, at, by: { kind: 'desk' }, config, model: '', change: { type: 'erased', facts: gone.sort() } })
  }
  await writeTickets(tx, histories)
  await makeHomesDue(tx, histories.concerned)
  const ended = new Set(['resolved', 'closed', 'merged', 'rejected'])
  return { facts: facts.length, active: rows.filter((row) => !ended.has((JSON.parse(row.fold) as Ticket).state)).length }
}
