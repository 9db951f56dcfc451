/**
 * The database's clock, known to the process without asking for each id. Processes of one desk have clocks of their own, and any of
 * them may be wrong or be set; what one makes and another compares or puts in order is dated by this one.
 *
 * Between two looks it goes on by the machine's ticks, which nobody sets.
 */
import { sql } from 'kysely'
import type { Db } from './database.ts'

export interface DatabaseClock {
  /** Whole milliseconds since 1970. */
  readonly now: () => number
  stop(): void
}

/** How often it is compared: ticks of a machine differ from another's by a thousandth of that at most. */
const LOOK_MS = 10_000
/** At first: the shortest of the answers tells most. */
const LOOKS = 3

export async function followClock(db: Db, { ticks = () => performance.now(), lookMs = LOOK_MS } = {}): Promise<DatabaseClock> {
  /** What the database's clock shows at tick 0. */
  let start = Number.NaN
  const look = async () => {
    const asked = ticks()
    const theirs = await databaseNow(db.kysely)
    // It said so at some moment between question and answer: what agrees with that is kept, all else is brought as near.
    const [least, most] = [theirs - ticks(), theirs + 1 - asked]
    start = Number.isNaN(start) ? (least + most) / 2 : Math.min(most, Math.max(least, start))
  }
  for (let i = 0; i < LOOKS; i++) await look()
  let looking = false
  const timer = setInterval(() => {
    if (looking) return
    looking = true
    // A database that is away tells no time, and takes nothing that wants one.
    void look()
      .catch(() => undefined)
      .finally(() => {
        looking = false
      })
  }, lookMs).unref()
  return { now: () => Math.floor(start + ticks()), stop: () => clearInterval(timer) }
}

/** In one transaction, or on any connection. */
export async function databaseNow(on: Db['kysely']): Promise<number> {
  const { rows } = await sql<{ now: number }>`select clock_timestamp() as now`.execute(on)
  return rows[0]?.now ?? 0
}

/** The newest id of what is put in order by its id; null in an empty database. */
export async function newestId(db: Db): Promise<string | null> {
  const { rows } = await sql<{ id: string | null }>`
    select greatest((select max(id) from message), (select max(id) from turn), (select max(id) from event), (select max(id) from delivery),
      (select max(id) from ticket), (select max(id) from note))::text as id`.execute(db.kysely)
  return rows[0]?.id ?? null
}
