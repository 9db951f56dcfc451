/**
 * Brings a database to this version's schema, one migration at a time, oldest first, also under a desk that works:
 * no lock is waited for longer than two seconds, and what would lock longer is built beside the desk.
 *
 * The four digits of a file's name are its schema version: files of one number ship together. A process of version N
 * runs on schema N and N+1, so that processes can be replaced one by one after `npm run migrate`; hence a migration
 * only adds, and what the version before still uses is taken away by the version after next.
 */
import { readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type Kysely, sql } from 'kysely'
import { DeskError } from '../bot/errors.ts'
import { buildIndexes, type NewIndex } from './build-indexes.ts'
import type { Db, Tx } from './database.ts'
import { sqlState } from './guarded-pool.ts'

/** `up` is one transaction with its ledger row, so a kill leaves none half done; `indexes` are built beside the desk, and again if they were not finished. */
interface Migration {
  readonly up?: (db: Kysely<unknown>) => Promise<void>
  readonly indexes?: readonly NewIndex[]
}

/** A lock not had within two seconds holds up everybody who comes after: better to step back and come again. */
const LOCK_TIMEOUT = '2s'
const LOCK_NOT_AVAILABLE = '55P03'
/** What the server says when two make the same table at the same moment, `if not exists` or not. */
const SAME_MOMENT = '23505'
const MOST_TRIES = 30
const PAUSE_MS = 1_000

const folder = fileURLToPath(new URL('../migrations/', import.meta.url))

/** Names of all migrations, in order. */
export async function migrationNames(): Promise<readonly string[]> {
  const files = await readdir(folder)
  return files.filter((name) => /^\d{4}_.+\.ts$/.test(name)).sort()
}

/** Applies what is missing; answers what it applied. Two runs at once do no harm. */
export async function migrate(db: Db, pauseMs = PAUSE_MS): Promise<readonly string[]> {
  await patiently(pauseMs, () => makeLedger(db), new Set([LOCK_NOT_AVAILABLE, SAME_MOMENT]))
  const done: string[] = []
  for (const name of (await compare(db)).missing) {
    const migration = (await import(`../migrations/${name.slice(0, -3)}.ts`)) as Migration
    if (await patiently(pauseMs, () => apply(db, name, migration))) done.push(name)
  }
  return done
}

function makeLedger(db: Db): Promise<void> {
  return db.tx(async (tx) => {
    await sql.raw(`set local lock_timeout = '${LOCK_TIMEOUT}'`).execute(tx)
    await sql`create table if not exists schema_migration (name text primary key, at timestamptz not null default now())`.execute(tx)
  })
}

async function apply(db: Db, name: string, { up, indexes = [] }: Migration): Promise<boolean> {
  return db.tx(async (tx) => {
    await sql.raw(`set local lock_timeout = '${LOCK_TIMEOUT}'`).execute(tx)
    // A large table takes as long as it takes; meanwhile the lock on the ledger is held by a session that says nothing.
    await sql`set local statement_timeout = 0`.execute(tx)
    await sql`set local idle_in_transaction_session_timeout = 0`.execute(tx)
    await sql`lock table schema_migration in exclusive mode`.execute(tx)
    if (await isKnown(tx, name)) return false
    if (indexes.length > 0) await buildIndexes(db, tx, indexes)
    await up?.(tx as unknown as Kysely<unknown>)
    await sql`insert into schema_migration (name) values (${name})`.execute(tx)
    return true
  })
}

/** Without a parameter, hence without a portal: that would keep its snapshot open, for which a concurrent build waits for ever. */
async function isKnown(tx: Tx, name: string): Promise<boolean> {
  const { rows } = await sql`select from schema_migration where name = ${sql.lit(name)}`.execute(tx)
  return rows.length > 0
}

/** Tries again while somebody holds what is needed. */
async function patiently<T>(pauseMs: number, run: () => Promise<T>, passing = new Set([LOCK_NOT_AVAILABLE])): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await run()
    } catch (error) {
      if (!passing.has(sqlState(error) ?? '')) throw error
      if (tries >= MOST_TRIES) throw new DeskError('UNAVAILABLE', { why: 'a table stays locked' }, error)
      await new Promise((resolve) => setTimeout(resolve, pauseMs * (0.5 + Math.random())))
    }
  }
}

/** Refuses a database that is behind, naming the command that helps, and one of a version after the next. */
export async function checkSchema(db: Db): Promise<void> {
  const { missing, ahead } = await compare(db)
  if (missing.length > 0) throw new DeskError('SCHEMA_MISMATCH', { missing: missing.length, command: 'npm run migrate' })
  if (ahead.length > 0) throw new DeskError('SCHEMA_MISMATCH', { ahead: ahead.length, command: 'npm ci' })
}

/** Migrations the database lacks, and those it has that this version cannot run with. */
async function compare(db: Db): Promise<{ readonly missing: readonly string[]; readonly ahead: readonly string[] }> {
  const names = await migrationNames()
  const known = new Set(await applied(db))
  const next = versionOf(names.at(-1) ?? '') + 1
  return {
    missing: names.filter((name) => !known.has(name)),
    ahead: [...known].filter((name) => !names.includes(name) && versionOf(name) !== next),
  }
}

const versionOf = (name: string): number => Number(name.slice(0, 4))

/** A database without a ledger has nothing; whatever else is wrong with it is not for a migration to mend. */
async function applied(db: Db): Promise<readonly string[]> {
  const { rows: ledger } =
    await sql`select from pg_tables where schemaname = any(current_schemas(false)) and tablename = 'schema_migration'`.execute(db.kysely)
  if (ledger.length === 0) return []
  const { rows } = await sql<{ name: string }>`select name from schema_migration`.execute(db.kysely)
  return rows.map((row) => row.name)
}
