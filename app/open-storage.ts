/** Opens the database the settings name, brings it to this version's schema, and ends leases of a dead predecessor. */
import { join } from 'node:path'
import { DeskError } from '../bot/errors.ts'
import { lockDir } from '../kit/lock.ts'
import type { Log } from '../kit/log.ts'
import type { Settings } from '../kit/settings.ts'
import { giveCopies } from '../storage/backup/running-copy.ts'
import { type Db, openEmbedded, openPostgres } from '../storage/database.ts'
import { dropLeases, followSetBack } from '../storage/due.ts'
import { weakDurability } from '../storage/durability.ts'
import { checkSchema, migrate } from '../storage/migrate.ts'
import { openPgliteThread } from '../storage/pglite-thread.ts'
import { ROLES, type Role } from './roles/role.ts'

export interface OpenStorage {
  readonly db: Db
  close(): Promise<void>
}

/** Connections one process keeps to PostgreSQL. */
const CONNECTIONS = 10

/** What only takes in gives up a statement sooner: a platform waits for its acknowledgement. */
const INTAKE_STATEMENT_MS = 8_000

/** Processes that share the work share a database; the embedded one belongs to one process. */
export function requireDatabase(settings: Pick<Settings, 'databaseUrl'>, roles: readonly Role[]): void {
  const isAll = ROLES.every((role) => roles.includes(role))
  if (settings.databaseUrl === null && !isAll) {
    const problems = `DATABASE_URL is required for ${roles.join(', ')}. Without it the desk is one process: npm start`
    throw new DeskError('CONFIG_INVALID', { problems })
  }
}

/** A process with all roles brings a PostgreSQL database up to date itself; others refuse one that is behind. */
export async function openStorage(settings: Settings, log: Log, roles: readonly Role[] = []): Promise<OpenStorage> {
  if (settings.databaseUrl !== null) {
    const statementMs = roles.length === 1 && roles[0] === 'intake' ? INTAKE_STATEMENT_MS : undefined
    if (roles.length === ROLES.length) await migrateServer(settings.databaseUrl, log)
    const db = openPostgres(settings.databaseUrl, CONNECTIONS, statementMs)
    try {
      await checkSchema(db)
      const weak = await weakDurability(db)
      if (weak.length > 0) log.warn('the database may lose what was acknowledged when its machine fails', { off: weak.join(', ') })
      return { db, close: () => db.close() }
    } catch (error) {
      await db.close()
      throw error
    }
  }
  const unlock = lockDir(settings.dataDir)
  try {
    const embedded = await openPgliteThread(join(settings.dataDir, 'pgdata'))
    const db = openEmbedded(embedded)
    try {
      tellMigrated(log, await migrate(db))
      await checkSchema(db)
      await dropLeases(db)
      await followSetBack(db)
    } catch (error) {
      await db.close()
      throw error
    }
    const endCopies = giveCopies(settings.dataDir, embedded.copyTo)
    return {
      db,
      close: async () => {
        await endCopies()
        await db.close()
        unlock()
      },
    }
  } catch (error) {
    unlock()
    throw error
  }
}

/** An index of a large table takes as long as it takes: connections of its own, without the deadlines of the desk's statements. */
async function migrateServer(url: string, log: Log): Promise<void> {
  const db = openPostgres(url, 2, 0)
  try {
    tellMigrated(log, await migrate(db))
  } finally {
    await db.close()
  }
}

function tellMigrated(log: Log, applied: readonly string[]): void {
  if (applied.length > 0) log.info('schema brought up to date', { migrations: applied.length })
}
