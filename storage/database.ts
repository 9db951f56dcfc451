/**
 * Opens the desk's database: PostgreSQL at a URL, or PGlite (PostgreSQL in WASM) in a directory. Both speak
 * through Kysely's PostgreSQL dialect; no other file knows which one it is.
 */
import { Kysely, PostgresDialect, type PostgresPool, type Transaction } from 'kysely'
import pg from 'pg'
import { fault } from '../kit/failpoint.ts'
import { guardPool, namePool, retried } from './guarded-pool.ts'
import type { Embedded } from './pglite.ts'
import { PgliteStream } from './pglite-stream.ts'
import { PreparingClient } from './preparing-client.ts'
import type { Database } from './schema.ts'
import { transact } from './session.ts'
import { Turnstile } from './turnstile.ts'

export type Tx = Transaction<Database>

/** A database that runs one function per transaction. Storage functions take the `Tx`, never the pool. */
export interface Db {
  readonly kysely: Kysely<Database>
  readonly embedded: boolean
  /** Commits when `work` resolves, rolls back when it rejects. `work` runs again where the server ended it for another one. Never call it inside itself. */
  tx<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** The same, before whatever else waits for the one connection of the embedded database: somebody waits for an acknowledgement. */
  urgent<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** Whether somebody urgent came a moment ago, and the next may be on the way: what goes before them had better be short. */
  hurried(): boolean
  /** Whether the database's disk had no room for what was written lately: each writer is then told to try later. */
  full(): boolean
  /** Drops a cached plan set and closes every connection; the embedded database is flushed first. */
  close(): Promise<void>
}

/** A connection that is not to be had within this many milliseconds is an error, not a hang. */
const ACQUIRE_MS = 5_000
/** A statement the server does not end by itself is given up by us, for the server may be out of reach. */
const STATEMENT_MS = 30_000
const ANSWER_FACTOR = 1.2
/** So long after an urgent transaction another one is expected. */
const HURRY_MS = 100
/** So long after a write that found no room none is taken for granted. */
const FULL_MS = 10_000

/**
 * What the desk's statements take for granted, whatever the server's own settings: asked by key, times in UTC. A
 * prepared statement is planned once for all its values, and, where its tables are still too small to tell, by an
 * index: planning anew for each array of keys costs a fifth of what the statements cost.
 */
const SESSION = [
  'timezone=UTC',
  'datestyle=ISO',
  'jit=off',
  'random_page_cost=1.1',
  'default_transaction_isolation=read\\ committed',
  'plan_cache_mode=force_generic_plan',
  'seq_page_cost=10',
]

/** `statementMs` 0: a statement may take as long as it takes, as a migration's may. */
export function openPostgres(url: string, connections: number, statementMs = STATEMENT_MS): Db {
  const pool = new pg.Pool({
    Client: PreparingClient,
    connectionString: withSession(url),
    max: connections,
    connectionTimeoutMillis: ACQUIRE_MS,
    statement_timeout: statementMs,
    query_timeout: statementMs * ANSWER_FACTOR,
    idle_in_transaction_session_timeout: statementMs,
    keepAlive: true,
    pipeline: true,
    types,
  } as pg.PoolConfig)
  return wrap(
    (onFull) => guardPool(pool, onFull),
    false,
    async () => undefined,
  )
}

/** What an address asks for itself (`?options=…`) stands before what the desk needs, which has the last word. */
function withSession(url: string): string {
  const address = new URL(url)
  const session = SESSION.map((setting) => `-c ${setting}`)
  address.searchParams.set('options', [address.searchParams.get('options') ?? '', ...session].join(' ').trim())
  return address.href
}

/** One connection only: the embedded database has one session. `database` is closed with the database. */
export function openEmbedded(database: Embedded): Db {
  const pool = new pg.Pool({
    Client: PreparingClient,
    stream: () => new PgliteStream(database),
    max: 1,
    connectionTimeoutMillis: ACQUIRE_MS,
    idleTimeoutMillis: 0,
    pipeline: true,
    types,
  } as pg.PoolConfig)
  return wrap(
    (onFull) => namePool(pool, onFull),
    true,
    () => database.close(),
  )
}

function wrap(guarded: (onFull: () => void) => PostgresPool, embedded: boolean, closeMore: () => Promise<void>): Db {
  let fullAt = Number.NEGATIVE_INFINITY
  const pool = guarded(() => {
    fullAt = performance.now()
  })
  const kysely = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
  const run = <T>(work: (tx: Tx) => Promise<T>) => retried(() => transact(kysely, pool, (tx) => work(tx).then(beforeCommit)))
  const turnstile = new Turnstile()
  return {
    kysely,
    embedded,
    tx: (work) => (embedded ? turnstile.pass(false, () => run(work)) : run(work)),
    urgent: (work) => (embedded ? turnstile.pass(true, () => run(work)) : run(work)),
    hurried: () => turnstile.calmMs < HURRY_MS,
    full: () => performance.now() - fullAt < FULL_MS,
    close: async () => {
      await kysely.destroy()
      await closeMore()
    },
  }
}

function beforeCommit<T>(done: T): T {
  fault('before_commit')
  return done
}

/** int8 as number (counts and sequences here stay below 2^53), times as milliseconds since 1970. */
const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === pg.types.builtins.INT8) return Number
    if (oid === pg.types.builtins.TIMESTAMPTZ) return (value: string) => Date.parse(value)
    return pg.types.getTypeParser(oid, format as 'text')
  },
}
