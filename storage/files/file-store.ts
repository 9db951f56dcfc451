/** The fetch loop's store: which files are due, and what became of them. What waited for a file goes on in the same commit. */
import { sql } from 'kysely'
import type { FetchOutcome, FileStore, FileWork, Loop, Rings } from '../../bot/ports/stores.ts'
import type { Tx } from '../database.ts'
import { claimedOf, MOST_SPENT, oldestOf, pauseOf, spentOf } from '../in-hand.ts'
import { LEASE_SECONDS } from '../lines.ts'
import type { OutboundOptions } from '../outbound/outbound-options.ts'
import { tellFileFailed, tellReplies } from '../outbound/tell-desk.ts'

/** After so many tries a file is given up; somebody may ask for it again. */
export const MOST_TRIES = 6
const AGAIN_SECONDS = [2, 10, 60, 300, 900]

export function createFileStore({ db, ids, owner, can }: Pick<OutboundOptions, 'db' | 'ids' | 'owner' | 'can'>): FileStore {
  return {
    claim: async (channels, most) => {
      const { rows } = await sql<FileWork>`
        with due as (
          select id, ${spentOf('died')} as spent, due_at from attachment
          where due_at <= now() and channel = any(${channels}::text[]) and (owner is null or due_at + ${pauseOf('died')} < now())
          order by due_at limit ${most} for update skip locked
        ), ${oldestOf('id')}
        update attachment a set owner = ${owner}, due_at = ${leaseEnd}, died = due.spent from due, oldest where a.id = due.id and ${claimedOf('id')}
        returning a.id::text as id, a.channel, a.account, a.ref, a.name, a.mime, a.size, a.tries + 1 as tries, a.died >= ${MOST_SPENT} as worn`.execute(
        db.kysely,
      )
      return rows
    },
    renew: async (works) => {
      await sql`
        update attachment set due_at = ${leaseEnd}
        where id = any(${works.map((work) => work.id).sort()}::text[]) and owner = ${owner} and state = 'waiting'`.execute(db.kysely)
    },
    settle: (work, outcome) =>
      db.tx(async (tx) => {
        if (!(await keep(tx, owner, work, outcome))) return { rings: new Set<Loop>() }
        if ('stored' in outcome) return { rings: await release(tx, work.id, (channel) => can(channel).pulled) }
        if (!isGivenUp(work, outcome)) return { rings: new Set<Loop>() }
        await redrawCards(tx, work.id)
        const failed = await failReplies(tx, work.id)
        const tickets = await ticketsOf(tx, work.id)
        const told = [tellReplies(tx, ids, failed), tellFileFailed(tx, ids, tickets, { file: work.id, name: work.name })]
        return { rings: new Set<Loop>(told.includes(true) ? ['converse', 'redraw'] : ['redraw']) }
      }),
  }
}

const leaseEnd = sql<Date>`now() + make_interval(secs => ${LEASE_SECONDS})`

const isGivenUp = ({ tries }: FileWork, outcome: FetchOutcome): boolean => 'failed' in outcome && (!outcome.again || tries >= MOST_TRIES)

/** False when somebody else has it by now, or has asked for it anew. */
async function keep(tx: Tx, owner: string, work: FileWork, outcome: FetchOutcome): Promise<boolean> {
  const free = { owner: null, tries: work.tries }
  const set =
    'stopped' in outcome
      ? { owner: null, due_at: sql<Date>`now()` }
      : 'stored' in outcome
        ? {
            ...free,
            state: 'stored',
            blob: outcome.stored.blob,
            mime: outcome.stored.mime,
            size: outcome.stored.size,
            due_at: null,
            why: null,
          }
        : isGivenUp(work, outcome)
          ? { ...free, state: 'failed', due_at: null, why: outcome.failed }
          : { ...free, due_at: againAt(work, outcome), why: outcome.failed }
  const { numUpdatedRows } = await tx
    .updateTable('attachment')
    .set(set)
    .where('id', '=', work.id)
    .where('owner', '=', owner)
    .where('tries', '=', work.tries - 1)
    .where('state', '=', 'waiting')
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

function againAt({ tries }: FileWork, outcome: FetchOutcome) {
  const seconds = AGAIN_SECONDS[Math.min(tries, AGAIN_SECONDS.length) - 1] ?? 2
  const wait = 'failed' in outcome ? Math.max(seconds, (outcome.afterMs ?? 0) / 1000) : seconds
  return sql<Date>`now() + make_interval(secs => ${wait})`
}

/** Lets go what waited for the file: at once, or when the card is there whose thread it goes into. */
async function release(tx: Tx, file: string, isPulled: (channel: string) => boolean): Promise<Rings> {
  await redrawCards(tx, file)
  // Locked, so that a card that is posted this moment either shows its ref or finds what waits for it.
  await sql`select id from card where id in (select thread_card_id from delivery where attachment_id = ${file} and state = 'held') order by id for share`.execute(
    tx,
  )
  const { rows } = await sql<{ id: string; lane: string; channel: string }>`
    update delivery d set
      state = case when d.thread_card_id is not null and (select ref from card where id = d.thread_card_id) is null then 'held' else 'queued' end,
      reason = case when d.thread_card_id is not null and (select ref from card where id = d.thread_card_id) is null then 'card' end
    from room r where d.attachment_id = ${file} and d.state = 'held' and d.reason = 'file' and r.id = d.room_id
    returning d.id::text as id, d.lane, r.channel`.execute(tx)
  const pulled = rows.filter((row) => isPulled(row.channel)).map((row) => row.id)
  if (pulled.length > 0)
    await sql`update delivery set state = 'sent', sent_at = now() where id = any(${pulled}::text[]) and state = 'queued'`.execute(tx)
  const lanes = [...new Set(rows.map((row) => row.lane))].sort()
  if (lanes.length > 0)
    await sql`update lane set due_at = least(coalesce(due_at, now()), now()) where key = any(${lanes}::text[])`.execute(tx)
  return new Set<Loop>(['send', 'redraw'])
}

/** Cards of tickets that name the file, and those of replies that bring it. */
async function redrawCards(tx: Tx, file: string): Promise<void> {
  // Two questions, since each kind of card has an index of its own: with an `or` the whole table is read.
  await sql`
    update card set wanted = wanted + 1, due_at = now() where id in (
      select c.id from attachment a join ticket_message tm on tm.message_id = a.message_id join card c on c.ticket_id = tm.ticket_id and c.message_id is null
      where a.id = ${file}
      union select c.id from attachment a join card c on c.message_id = a.message_id where a.id = ${file})`.execute(tx)
}

/** An agent's file did not come: that part of the reply has failed, and can be tried again from its card. */
async function failReplies(tx: Tx, file: string) {
  const { rows } = await sql<{ message: string; ticket: string }>`
    update delivery d set state = 'failed', reason = 'file'
    where d.attachment_id = ${file} and d.state = 'held' and d.reason = 'file' and d.thread_card_id is null and d.message_id is not null and d.ticket_id is not null
    returning d.message_id::text as message, d.ticket_id::text as ticket`.execute(tx)
  return rows.map((row) => ({ ...row, sent: false }))
}

async function ticketsOf(tx: Tx, file: string): Promise<readonly string[]> {
  const { rows } = await sql<{ ticket: string }>`
    select tm.ticket_id::text as ticket from ticket_message tm join attachment a on a.message_id = tm.message_id where a.id = ${file} order by 1`.execute(
    tx,
  )
  return rows.map((row) => row.ticket)
}
