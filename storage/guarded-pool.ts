/**
 * A pool whose failures have names and whose broken connections do not come back: a connection that was cut, timed
 * out or ended by the server is destroyed when it is given back, and until then answers at once that it is gone.
 */
import type { PostgresPool, PostgresPoolClient } from 'kysely'
import pg from 'pg'
import { DeskError } from '../bot/errors.ts'

/** Why a statement was refused although it is right: room, time, a lock that was not to be had in it, or a server that takes no writes. Later it may do. */
const LATER = /^(53|55P03|57014|25006|08)/

/** Where the server had no room for what was to be written. */
const FULL = '53100'

/** `onFull` hears of each statement that the server had no room for. */
export function guardPool(pool: pg.Pool, onFull: () => void): PostgresPool {
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined)
  return {
    connect: async () => {
      try {
        return guard(await pool.connect(), onFull)
      } catch (error) {
        throw unavailable(error)
      }
    },
    end: () => pool.end(),
  }
}

/** The same names for the failures of the embedded database, whose one session lives as long as its process. */
export function namePool(pool: pg.Pool, onFull: () => void): PostgresPool {
  return {
    connect: async () => {
      try {
        return named(await pool.connect(), onFull)
      } catch (error) {
        throw unavailable(error)
      }
    },
    end: () => pool.end(),
  }
}

function named(client: pg.PoolClient, onFull: () => void): PostgresPoolClient {
  const query = async (text: string, values: readonly unknown[]) => {
    try {
      return await client.query(text, [...values])
    } catch (error) {
      throw isStatementError(error) ? laterOr(error, onFull) : error
    }
  }
  return { query: query as unknown as PostgresPoolClient['query'], release: () => client.release() }
}

function guard(client: pg.PoolClient, onFull: () => void): PostgresPoolClient {
  let broken: unknown = null
  // A connection in use tells of its end by an event, too; with nobody to hear it the process would end.
  const heard = (error: unknown) => {
    broken ??= error
  }
  client.on('error', heard)
  const query = async (text: string, values: readonly unknown[]) => {
    if (broken !== null) throw unavailable(broken)
    try {
      return await client.query(text, [...values])
    } catch (error) {
      if (isOutdatedPlan(error)) broken ??= error
      if (isStatementError(error)) throw laterOr(error, onFull)
      broken ??= error
      throw unavailable(error)
    }
  }
  return {
    // Cursors, the other thing a client takes, are not used here.
    query: query as unknown as PostgresPoolClient['query'],
    release: () => {
      client.removeListener('error', heard)
      if (broken === null) return client.release()
      // What it still says while it is taken down concerns nobody.
      client.on('error', () => undefined)
      client.release(true)
    },
  }
}

/** What the server refused although it is right is something to try later; the rest is what it is. */
function laterOr(error: pg.DatabaseError, onFull: () => void): Error {
  const { code = '' } = error
  if (code === FULL) onFull()
  return LATER.test(code) ? unavailable(error) : error
}

/** The server refused one statement, and the connection goes on. */
function isStatementError(error: unknown): error is pg.DatabaseError {
  return error instanceof pg.DatabaseError && error.severity !== 'FATAL' && error.severity !== 'PANIC'
}

/** A statement that this connection had prepared before the schema was changed under it. A new connection has it right. */
function isOutdatedPlan(error: unknown): boolean {
  return databaseError(error)?.routine === 'RevalidateCachedQuery'
}

function unavailable(error: unknown): DeskError {
  return error instanceof DeskError ? error : new DeskError('UNAVAILABLE', { why: 'database' }, error)
}

/** The SQLSTATE of a failed statement, also of one that was given a name. */
export function sqlState(error: unknown): string | null {
  return databaseError(error)?.code ?? null
}

function databaseError(error: unknown): pg.DatabaseError | null {
  for (let each = error; each instanceof Error; each = each.cause) if (each instanceof pg.DatabaseError) return each
  return null
}

/** Deadlock and serialization. */
const LOST: ReadonlySet<string> = new Set(['40P01', '40001'])
/** Most times a transaction is tried again that lost to another one. */
const MOST_RETRIES = 3
const FIRST_WAIT_MS = 10

/** Runs a transaction again that the server ended in favour of another one or of a migration, a little later each time. */
export async function retried<T>(run: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await run()
    } catch (error) {
      if (!LOST.has(sqlState(error) ?? '') && !isOutdatedPlan(error)) throw error
      if (tries >= MOST_RETRIES) throw unavailable(error)
      await new Promise((resolve) => setTimeout(resolve, FIRST_WAIT_MS * 2 ** tries * (1 + 2 * Math.random())))
    }
  }
}
