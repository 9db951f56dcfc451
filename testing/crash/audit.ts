/**
 * The invariants, checked against the driver's ledger in the rows themselves once the desk has stopped:
 *
 * I1  every acknowledged event is exactly one row, under the id that was acknowledged
 * I2  nothing is there twice: no message, ticket, reply or post
 * I3  a ticket's row was last written by the transaction of its last event
 * I4  whatever counts as sent was seen at the platform
 * I5  `verify` finds no problem
 * I6  nothing is stuck
 */
import { sql } from 'kysely'
import { verify } from '../../storage/audit/verify.ts'
import type { Db } from '../../storage/database.ts'
import type { Dated, Ledger, LedgerEntry } from './ledger.ts'
import { REMOTE } from './load/remote-platform.ts'

export interface Audit {
  /** Acknowledged events. */
  readonly events: number
  readonly kills: number
  readonly tickets: number
  readonly lost: number
  readonly doubled: number
  /** Sends nobody knows the end of. */
  readonly inDoubt: number
  /** Put aside for a person after its tries; neither lost nor done. */
  readonly quarantined: number
  /** Kinds of things that should have been done. */
  readonly stuck: number
  /** Turns and events not worked off: there, and to be done. */
  readonly waiting: number
  readonly verifyProblems: number
  /** From the kill that interrupted it to the ticket of a message acknowledged before, slowest, milliseconds. */
  readonly resumeMs: number
  /** A sentence for each of the first things wrong. */
  readonly problems: readonly string[]
}

type Is<T extends LedgerEntry['is']> = Dated<Extract<LedgerEntry, { is: T }>>

export async function audit(db: Db, ledger: Ledger): Promise<Audit> {
  const entries = ledger.read()
  const of = <T extends LedgerEntry['is']>(is: T) => entries.filter((entry): entry is Is<T> => entry.is === is)
  const problems = { lost: [] as string[], doubled: [] as string[], other: [] as string[] }
  await checkMessages(db, of('acked'), of('again'), of('heard'), problems)
  const { tickets, quarantined, waiting } = await checkTickets(db, of('acked'), of('heard'), problems)
  await checkReplies(db, of('command'), problems)
  const inDoubt = await checkDeliveries(db, of('shown'), problems)
  await checkSameTransaction(db, problems)
  const stuck = await findStuck(db)
  const verified = await verify(db)
  for (const { ticket, what } of verified.problems) problems.other.push(`verify: ${ticket} ${what}`)
  const kills = of('killed')
  const commands = of('command').filter((c) => c.status < 300)
  return {
    events: of('acked').length + of('heard').length + commands.length,
    kills: kills.length,
    tickets,
    lost: problems.lost.length,
    doubled: problems.doubled.length,
    inDoubt,
    quarantined,
    stuck: stuck.length,
    waiting,
    verifyProblems: problems.other.length,
    resumeMs: await slowestResume(db, of('acked'), kills),
    problems: [...stuck, ...problems.lost, ...problems.doubled, ...problems.other].slice(0, 20),
  }
}

export const isClean = (found: Audit): boolean => found.lost + found.doubled + found.stuck + found.verifyProblems === 0

interface Problems {
  readonly lost: string[]
  readonly doubled: string[]
  readonly other: string[]
}

const TOKEN = /\b[23]0\d{9}\b/

/** I1 and I2 for what people said. A message nobody got an answer for may be there, once. */
async function checkMessages(
  db: Db,
  acked: readonly Is<'acked'>[],
  again: readonly Is<'again'>[],
  heard: readonly Is<'heard'>[],
  { lost, doubled }: Problems,
): Promise<void> {
  const rows = await db.kysely.selectFrom('message').select(['id', 'text']).where('kind', '=', 'customer').execute()
  const ids = new Map<string, string[]>()
  for (const { id, text } of rows) {
    const token = TOKEN.exec(text)?.[0] ?? text
    ids.set(token, [...(ids.get(token) ?? []), id])
  }
  for (const [token, found] of ids) if (found.length > 1) doubled.push(`message ${token} is there ${found.length} times`)
  for (const { token, message } of [...acked, ...again, ...heard]) {
    const found = ids.get(token) ?? []
    if (found.length === 0) lost.push(`message ${token} was acknowledged and is gone`)
    else if (message !== null && !found.includes(message)) lost.push(`message ${token} was acknowledged as ${message} and is ${found[0]}`)
  }
}

/** Each customer's first message opens a ticket, and only one; one whose turn waits or was put aside may have none yet, and I6 says whether it may wait. */
async function checkTickets(
  db: Db,
  acked: readonly Is<'acked'>[],
  heard: readonly Is<'heard'>[],
  { lost, doubled }: Problems,
): Promise<{ readonly tickets: number; readonly quarantined: number; readonly waiting: number }> {
  const { rows } = await sql<{ name: string; n: number; to_do: boolean }>`
    select c.name, (select count(*) from ticket t where t.customer_id = c.id) as n,
      exists (select 1 from conversation v join turn u on u.conversation_id = v.id and u.state in ('waiting', 'reading') where v.customer_id = c.id)
        or exists (select 1 from turn u join conversation v on v.id = u.conversation_id where u.state = 'quarantined' and v.customer_id = c.id) as to_do
    from customer c where c.name is not null`.execute(db.kysely)
  const found = new Map(rows.map((row) => [row.name, row]))
  const customers = [...acked.filter((a) => a.first).map((a) => a.customer), ...heard.map((h) => `p${h.token}`)]
  const alone = new Set(customers)
  for (const a of acked) if (!a.first) alone.delete(a.customer)
  for (const customer of customers) {
    const row = found.get(customer)
    if ((row?.n ?? 0) === 0 && !row?.to_do) lost.push(`${customer} has no ticket`)
    if ((row?.n ?? 0) > 1 && alone.has(customer)) doubled.push(`${customer} said one thing and has ${row?.n} tickets`)
  }
  const count = await sql<{ tickets: number; quarantined: number; waiting: number }>`
    select (select count(*) from ticket) as tickets,
      (select count(*) from turn where state = 'quarantined') + (select count(*) from event where state = 'quarantined') as quarantined,
      (select count(*) from turn where state in ('waiting', 'reading')) + (select count(*) from event where state = 'waiting') as waiting`.execute(
    db.kysely,
  )
  return count.rows[0] ?? { tickets: 0, quarantined: 0, waiting: 0 }
}

/** An agent's reply that was decided is one message. What was only committed may have been refused when its time came. */
async function checkReplies(db: Db, commands: readonly Is<'command'>[], { lost, doubled }: Problems): Promise<void> {
  const rows = await db.kysely.selectFrom('message').select('text').where('kind', '=', 'reply').execute()
  for (const { token, status } of commands) {
    if (token === null) continue
    const n = rows.filter(({ text }) => text.endsWith(` ${token}`)).length
    if (status === 200 && n === 0) lost.push(`reply ${token} was done and is gone`)
    if (n > 1) doubled.push(`reply ${token} is there ${n} times`)
  }
}

/** I4. Our own rooms are the platform where teams work; the remote platform keeps its own list. */
async function checkDeliveries(db: Db, shown: readonly Is<'shown'>[], { lost, doubled }: Problems): Promise<number> {
  const { rows } = await sql<{ id: string; state: string; channel: string; posted: boolean }>`
    select d.id, d.state, r.channel, exists (select 1 from board_post p where p.id = d.id) as posted
    from delivery d join room r on r.id = d.room_id where d.state in ('sent', 'delivered', 'in_doubt') and d.kind <> 'ping'`.execute(
    db.kysely,
  )
  const seen = new Set(shown.map((s) => s.delivery))
  for (const { id, state, channel, posted } of rows) {
    if (state === 'in_doubt') continue
    if (channel === 'web' && !posted) lost.push(`delivery ${id} counts as sent and stands in no room`)
    if (channel === REMOTE && !seen.has(id)) lost.push(`delivery ${id} counts as sent and the platform never had it`)
  }
  // Who was answered as often as there was something to answer may have been told the same each time.
  const said = await sql<{ text: string; n: number }>`
    with heard as (select conversation_id, count(*) as turns from turn group by conversation_id)
    select m.text, count(*) as n from message m left join heard h on h.conversation_id = m.conversation_id
    where m.kind <> 'customer' group by m.conversation_id, m.text, h.turns
    having count(*) > greatest(1, coalesce(h.turns, 0))`.execute(db.kysely)
  for (const { text, n } of said.rows) doubled.push(`a customer was told ${n} times: ${text.slice(0, 60)}`)
  const cards = await sql<{ ticket_id: string; n: number }>`
    select c.ticket_id, count(*) as n from delivery d join card c on c.id = d.card_id
    where d.kind = 'card' and c.message_id is null and d.state = 'sent' group by c.ticket_id, c.room_id having count(*) > 1`.execute(
    db.kysely,
  )
  for (const { ticket_id, n } of cards.rows) doubled.push(`ticket ${ticket_id} has its card ${n} times`)
  return rows.filter((row) => row.state === 'in_doubt').length
}

/** I3: rows written together carry the same transaction id. */
async function checkSameTransaction(db: Db, { other }: Problems): Promise<void> {
  const { rows } = await sql<{ number: number }>`
    select t.number from ticket t left join ticket_event e on e.ticket_id = t.id and e.seq = t.seq
    where e.xmin is null or e.xmin::text <> t.xmin::text`.execute(db.kysely)
  for (const { number } of rows) other.push(`T-${number} was written without its last event`)
}

/** I6: the desk had all the time it needed, so nothing may still be due or in hand. */
async function findStuck(db: Db): Promise<readonly string[]> {
  const { rows } = await sql<{ what: string; n: number }>`
    select 'lines due' as what, count(*) as n from line where due_at <= now()
    union all select 'lanes due to ' || channel, count(*) from lane where due_at <= now() group by channel
    union all select 'cards due', count(*) from card where due_at <= now() and ref is not null
    union all select 'turns ' || state, count(*) from turn where state in ('waiting', 'reading') group by state
    union all select 'events waiting', count(*) from event where state = 'waiting'
    union all select 'deliveries sending', count(*) from delivery where state = 'sending'`.execute(db.kysely)
  return rows.filter(({ n }) => n > 0).map(({ what, n }) => `stuck: ${n} ${what}`)
}

/** A message acknowledged before a kill whose ticket was opened after it: how long after. */
async function slowestResume(db: Db, acked: readonly Is<'acked'>[], kills: readonly Is<'killed'>[]): Promise<number> {
  if (kills.length === 0) return 0
  const { rows } = await sql<{ name: string; at: number }>`
    select c.name, min(t.opened_at) as at from ticket t join customer c on c.id = t.customer_id group by c.name`.execute(db.kysely)
  const opened = new Map(rows.map((row) => [row.name, row.at]))
  let slowest = 0
  for (const { customer, first, at } of acked) {
    const done = opened.get(customer)
    if (!first || done === undefined) continue
    const kill = kills.findLast((k) => k.at < done)
    if (kill && kill.at >= at) slowest = Math.max(slowest, done - kill.at)
  }
  return Math.round(slowest)
}
