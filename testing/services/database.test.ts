/** What the desk promises of its connections to a PostgreSQL server that fails it. */
import { createServer, connect as dial, type Socket } from 'node:net'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { lookAt } from '../../app/doctor/look.ts'
import { openStorage } from '../../app/open-storage.ts'
import { readiness } from '../../app/readiness.ts'
import { createLog } from '../../kit/log.ts'
import { readSettings } from '../../kit/settings.ts'
import { type Db, openPostgres } from '../../storage/database.ts'
import { weakDurability } from '../../storage/durability.ts'
import { type FreshDatabase, freshDatabase } from './fresh-database.ts'

/** For conditions that come as soon as the machine has time for them. */
const PATIENCE = { timeout: 20_000, interval: 20 }
const UNAVAILABLE = { code: 'UNAVAILABLE', http: 503 }

let fresh: FreshDatabase
let db: Db
let url: string
beforeAll(async () => {
  fresh = await freshDatabase(4)
  db = fresh.db
  url = fresh.url ?? ''
  await sql`create table pair (id int primary key, n int not null)`.execute(db.kysely)
  await sql`insert into pair values (1, 0), (2, 0)`.execute(db.kysely)
})
afterAll(() => fresh.drop())

interface Held {
  readonly taken: Promise<void>
  take(): void
}
function held(): Held {
  let take = () => {}
  const taken = new Promise<void>((resolve) => (take = resolve))
  return { taken, take }
}
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const add = (id: number) => sql`update pair set n = n + 1 where id = ${id}`
const counts = async () => (await sql<{ n: number }>`select n from pair order by id`.execute(db.kysely)).rows.map((row) => row.n)

describe('a transaction on PostgreSQL', () => {
  it('is run again when it loses a deadlock, and nobody hears of it', async () => {
    const before = await counts()
    let runs = 0
    // The server looks for deadlocks after a second by default.
    await sql`do $$ begin execute format('alter database %I set deadlock_timeout = %L', current_database(), '10ms'); end $$`.execute(
      db.kysely,
    )
    const crossed = openPostgres(url, 2)
    for (let i = 0; i < 25; i++) {
      // Each has its first row before either asks for its second: one of them must lose.
      const [one, other] = [held(), held()]
      const crossing = (first: number, second: number, mine: Held, its: Held) =>
        crossed.tx(async (tx) => {
          runs++
          await add(first).execute(tx)
          mine.take()
          await its.taken
          await add(second).execute(tx)
        })
      await Promise.all([crossing(1, 2, one, other), crossing(2, 1, other, one)])
    }
    await crossed.close()
    expect(await counts()).toEqual(before.map((n) => n + 50))
    expect(runs).toBeGreaterThanOrEqual(75)
  })

  it('is given up after three more tries, as something to try later', async () => {
    let runs = 0
    const losing = db.tx(async (tx) => {
      runs++
      await sql`do $$ begin raise exception 'lost' using errcode = '40001'; end $$`.execute(tx)
    })
    await expect(losing).rejects.toMatchObject(UNAVAILABLE)
    expect(runs).toBe(4)
  })

  it('is not run again for any other reason', async () => {
    let runs = 0
    const wrong = db.tx(async (tx) => {
      runs++
      await sql`insert into pair values (1, 0)`.execute(tx)
    })
    await expect(wrong).rejects.toMatchObject({ code: '23505' })
    expect(runs).toBe(1)
  })

  it('does not pass for committed when the server rolled it back', async () => {
    const before = await counts()
    const swallowed = db.tx(async (tx) => {
      await add(1).execute(tx)
      await sql`select 1 / 0`.execute(tx).catch(() => undefined)
    })
    await expect(swallowed).rejects.toThrow()
    expect(await counts()).toEqual(before)
  })
})

describe('connections to PostgreSQL', () => {
  /** Answers once it is gone. */
  const kill = (pid: number) => sql`select pg_terminate_backend(${pid}, 20000)`.execute(db.kysely)
  const pidOf = async (tx: Parameters<Parameters<Db['tx']>[0]>[0]) =>
    (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)).rows[0]?.pid ?? 0

  it('are replaced when the server ends them, at work or idle', async () => {
    const before = await counts()
    for (let i = 0; i < 5; i++) {
      const cut = db.tx(async (tx) => {
        await add(1).execute(tx)
        await kill(await pidOf(tx))
        await add(2).execute(tx)
      })
      await expect(cut).rejects.toMatchObject(UNAVAILABLE)
    }
    const others = sql`from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`
    await db.kysely.connection().execute(async (session) => {
      await sql`select pg_terminate_backend(pid) ${others}`.execute(session)
      await vi.waitFor(async () => expect((await sql`select ${others}`.execute(session)).rows).toEqual([]), PATIENCE)
    })
    // What the server said to the idle ones lies before us, and is read before anything new is asked.
    await pause(50)
    expect(await counts()).toEqual(before)
    await Promise.all([1, 2, 1, 2].map((id) => db.tx((tx) => add(id).execute(tx))))
    expect(await counts()).toEqual(before.map((n) => n + 2))
  })

  it('are not waited for without end', async () => {
    const one = openPostgres(url, 1)
    let free = () => {}
    const held = one.tx(async () => new Promise<void>((resolve) => (free = resolve)))
    const since = performance.now()
    await expect(one.tx((tx) => add(1).execute(tx))).rejects.toMatchObject(UNAVAILABLE)
    expect(performance.now() - since).toBeLessThan(20_000)
    free()
    await held
    await one.tx((tx) => add(1).execute(tx))
    await one.close()
  })

  it('that are refused are something to try later', async () => {
    const gone = new URL(url)
    gone.port = '1'
    const none = openPostgres(gone.href, 2)
    await expect(none.tx((tx) => add(1).execute(tx))).rejects.toMatchObject(UNAVAILABLE)
    await expect(none.kysely.selectFrom('line').select('key').execute()).rejects.toMatchObject(UNAVAILABLE)
    await none.close()
  })

  it('that fall silent are given up, and new ones made', async () => {
    let silent = false
    const sockets = new Set<Socket>()
    const server = new URL(url)
    const proxy = createServer((near) => {
      const far = dial(Number(server.port), server.hostname)
      for (const each of [near, far]) sockets.add(each.on('error', () => undefined))
      near.on('data', (bytes) => silent || far.write(bytes))
      far.on('data', (bytes) => silent || near.write(bytes))
    })
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    const by = new URL(url)
    by.port = String((proxy.address() as { port: number }).port)
    const far = openPostgres(by.href, 2, 2_000)
    await far.tx((tx) => add(1).execute(tx))
    silent = true
    const since = performance.now()
    await expect(far.tx((tx) => add(1).execute(tx))).rejects.toMatchObject(UNAVAILABLE)
    // Not the half a minute it would wait by default.
    expect(performance.now() - since).toBeLessThan(15_000)
    silent = false
    await far.tx((tx) => add(1).execute(tx))
    await far.close()
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => proxy.close(resolve))
  })

  it('that prepared a statement before the schema changed do not fail for it', async () => {
    const one = openPostgres(url, 1)
    await sql`create table grown (id int primary key)`.execute(one.kysely)
    const read = () => one.tx(async (tx) => (await sql`select * from grown where id > ${0}`.execute(tx)).rows)
    for (let i = 0; i < 5; i++) await read()
    await sql`alter table grown add column more text not null default 'x'`.execute(db.kysely)
    await sql`insert into grown values (1)`.execute(db.kysely)
    expect(await read()).toEqual([{ id: 1, more: 'x' }])
    await one.close()
  })

  it('keep times in UTC whatever the database is set to', async () => {
    await sql`do $$ begin execute format('alter database %I set timezone = %L', current_database(), 'Asia/Kolkata'); end $$`.execute(
      db.kysely,
    )
    const other = openPostgres(url, 1)
    const at = Date.UTC(2026, 0, 31, 23, 59, 59, 123)
    const { rows } = await sql<{
      back: number
      zone: string
    }>`select ${new Date(at)}::timestamptz as back, current_setting('timezone') as zone`.execute(other.kysely)
    expect(rows[0]).toEqual({ back: at, zone: 'UTC' })
    await other.close()
  })

  it('are the desk’s own in what it needs, whatever else their address asks for', async () => {
    const asked = new URL(url)
    asked.searchParams.set('options', '-c timezone=Asia/Kolkata -c application_name=somebody')
    const other = openPostgres(asked.href, 1)
    const { rows } = await sql`select current_setting('timezone') as zone, current_setting('application_name') as name`.execute(
      other.kysely,
    )
    expect(rows[0]).toEqual({ zone: 'UTC', name: 'somebody' })
    await other.close()
  })
})

/** Row 42 of the fault catalogue. How often such a server flushes is counted by testing/crash/rows/flushed.ts. */
describe('a server that may lose what was acknowledged', () => {
  const env = { API_TOKEN: 'a-token-of-the-tests', SESSION_SECRET: 'a-secret-of-the-tests-long-enough', PORT: '1' }
  const healthOf = (database: Db) => readiness({ db: database, redis: null, evictsBy: () => null, modelDegraded: () => false })
  const alter = (what: string) =>
    sql`do $$ begin execute format(${sql.lit(`alter ${what}`)}, current_database()); end $$`.execute(db.kysely)
  interface Weakness {
    readonly by: string
    set?(): Promise<unknown>
    undo?(): Promise<unknown>
    readonly query?: string
  }
  const weaknesses: readonly Weakness[] = [
    {
      by: 'its database',
      set: () => alter('database %I set synchronous_commit = off'),
      undo: () => alter('database %I reset synchronous_commit'),
    },
    {
      by: 'the role, in its database',
      set: () => alter('role current_user in database %I set synchronous_commit = off'),
      undo: () => alter('role current_user in database %I reset synchronous_commit'),
    },
    { by: 'the address it is opened by', query: '?options=-c%20synchronous_commit%3Doff' },
  ]

  it.each(weaknesses)('by $by is told in the log, by /readyz and by the doctor', async ({ set, undo, query = '' }) => {
    await set?.()
    try {
      const lines: string[] = []
      const given = { ...env, DATABASE_URL: `${url}${query}` }
      const log = createLog({ level: 'warn', out: { write: (line) => lines.push(line) } })
      const storage = await openStorage(readSettings(given), log, ['worker'])
      const ready = await healthOf(storage.db)
      await storage.close()
      expect(lines.join()).toContain('synchronous_commit')
      expect(ready).toEqual({ ready: true, degraded: ['durability'] })
      const found = await lookAt(given)
      expect(found.find(({ code }) => code === 'database-weak')?.facts).toEqual({ off: 'synchronous_commit' })
    } finally {
      await undo?.()
    }
  })

  it('is none of the desk’s making', async () => {
    expect(await weakDurability(db)).toEqual([])
    expect((await healthOf(db)).degraded).toEqual([])
    const codes = (await lookAt({ ...env, DATABASE_URL: url })).map(({ code }) => code)
    expect(codes).toContain('database-ok')
    expect(codes).not.toContain('database-weak')
    expect(codes).not.toContain('database-clock')
  })
})
