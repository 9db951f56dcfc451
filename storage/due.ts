/** How long until work is due, so that loops sleep no longer; and how old the oldest due work is. */
import { sql } from 'kysely'
import { madeAt } from '../kit/ids.ts'
import type { Db } from './database.ts'
import { databaseNow, newestId } from './database-clock.ts'
import { pauseOf } from './in-hand.ts'
import { BEHIND_CARD } from './reader/needs-person.ts'

/** What fell due so lately may have been missed by the claim just before; what is due longer is worked on, or found by the poll. */
const MISSED = sql`interval '100 milliseconds'`

/** Milliseconds until the next burst ends, less than nothing when one just did; null: none will. */
const SOON_MS = 5

export async function nextLineMs(db: Db): Promise<number | null> {
  const { rows } = await sql<{ ms: number | null }>`
    select extract(epoch from due_at - now()) * 1000 as ms from line where kind = 'model' and due_at > now() - ${MISSED} and (until is null or until < now()) order by due_at limit 1`.execute(
    db.kysely,
  )
  return ms(rows[0]?.ms)
}

/**
 * What is due and in nobody's hands was missed by the claim just before, however long that took: a database that is
 * busy answers late. It can only be in somebody's hands that moment, so it is looked for again soon, not at once.
 */
export async function nextTimerMs(db: Db): Promise<number | null> {
  const { rows } = await sql<{ ms: number | null }>`
    select extract(epoch from due_at - now()) * 1000 as ms from timer where due_at is not null and (until is null or until + ${pauseOf('died')} < now()) order by due_at limit 1`.execute(
    db.kysely,
  )
  const next = ms(rows[0]?.ms)
  return next === null ? null : Math.max(next, SOON_MS)
}

function ms(value: unknown): number | null {
  return value === null || value === undefined ? null : Math.ceil(Number(value))
}

/**
 * Milliseconds until a send of these channels may go that may not go yet: its room's pace ends, or the time is over that
 * its platform asked for. Null: none waits for that.
 */
export async function nextLaneMs(db: Db, channels: readonly string[]): Promise<number | null> {
  const { rows } = await sql<{ ms: number | null }>`
    select extract(epoch from min(greatest(l.due_at, p.next_send_at)) - now()) * 1000 as ms
    from lane l left join pace p on p.key = l.pace
    where l.channel = any(${channels}::text[]) and l.due_at is not null and (l.until is null or l.until < now())`.execute(db.kysely)
  const next = ms(rows[0]?.ms)
  return next === null ? null : Math.max(next, SOON_MS)
}

export interface Due {
  readonly work: 'converse' | 'send' | 'redraw' | 'keep-time' | 'fetch'
  readonly seconds: number
}

/** Age of the oldest due work of each loop, seconds; 0 where nothing is late. */
export async function oldestDue(db: Db): Promise<readonly Due[]> {
  const { rows } = await sql<{ work: Due['work']; seconds: number }>`
    select 'converse' as work, extract(epoch from now() - min(due_at)) as seconds from line where due_at <= now()
    union all select 'send', extract(epoch from now() - min(due_at)) from lane where due_at <= now()
    union all select 'redraw', extract(epoch from now() - min(due_at)) from card where due_at <= now() and ref is not null
    union all select 'keep-time', extract(epoch from now() - min(due_at)) from timer where due_at <= now()
    union all select 'fetch', extract(epoch from now() - min(due_at)) from attachment where due_at <= now()`.execute(db.kysely)
  return rows.map((row) => ({ work: row.work, seconds: Number(row.seconds ?? 0) }))
}

/** Items that wait for a person. */
export async function countNeedsPerson(db: Db): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select (select count(*) from unparsed where state = 'open') + (select count(*) from delivery where state in ('failed', 'in_doubt'))
      + (select count(*) from delivery where state = 'held' and reason = 'restore')
      + (select count(*) from delivery d where ${BEHIND_CARD})
      + (select count(*) from turn where state = 'quarantined') + (select count(*) from event where state = 'quarantined') as n`.execute(
    db.kysely,
  )
  return rows[0]?.n ?? 0
}

/** Lanes with a delivery of which nobody knows whether it arrived. */
export async function countLanesInDoubt(db: Db): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(distinct lane) as n from delivery where state = 'in_doubt'`.execute(db.kysely)
  return rows[0]?.n ?? 0
}

/** Tables whose rows change often: the embedded database has no autovacuum. */
const BUSY = [
  'line',
  'lane',
  'delivery',
  'card',
  'lent',
  'turn',
  'timer',
  'ticket',
  'event',
  'question',
  'board_room',
  'board_post',
  'conversation',
] as const

/** Vacuums one busy table; called in turn while the desk is quiet. */
export async function vacuumNext(db: Db, round: number): Promise<void> {
  const table = BUSY[round % BUSY.length] ?? 'line'
  await sql`vacuum analyze ${sql.table(table)}`.execute(db.kysely)
}

/**
 * Leases of the embedded desk's dead predecessor end at once: no other process can hold one. Lines, files, lookups and
 * timers keep its name: by that the next claim knows that they were in hand.
 */
export async function dropLeases(db: Db): Promise<void> {
  await db.tx(async (tx) => {
    await sql`update line set until = now() where until is not null`.execute(tx)
    await sql`update lane set owner = null, until = null, due_at = coalesce(due_at, now()) where until is not null`.execute(tx)
    await sql`update card set owner = null, until = null where until is not null`.execute(tx)
    await sql`update attachment set due_at = now() where owner is not null and due_at is not null`.execute(tx)
    await sql`update timer set until = now() where until is not null`.execute(tx)
    await sql`update lookup set until = now() where until is not null`.execute(tx)
    await sql`delete from lease`.execute(tx)
  })
}

/** Clocks differ by less without anybody having set one. */
const SET_BACK_MS = 1_000

/**
 * The embedded desk's clock was set back since its predecessor worked: what that put off for seconds would wait as much
 * longer. What was promised for a time of day stays for that time.
 */
export async function followSetBack(db: Db): Promise<void> {
  const newest = await newestId(db)
  const ahead = newest === null ? 0 : madeAt(newest) - (await databaseNow(db.kysely))
  if (ahead < SET_BACK_MS) return
  const age = sql`make_interval(secs => ${ahead / 1_000})`
  await db.tx(async (tx) => {
    for (const table of ['line', 'lane', 'card', 'attachment', 'lookup', 'turn', 'home'])
      await sql`update ${sql.table(table)} set due_at = due_at - ${age} where due_at > now()`.execute(tx)
    // An amber reply waits some seconds, and for no time of day.
    await sql`update timer set due_at = due_at - ${age} where due_at > now() and kind = 'reply'`.execute(tx)
    await sql`update pace set next_send_at = next_send_at - ${age} where next_send_at > now()`.execute(tx)
  })
}
