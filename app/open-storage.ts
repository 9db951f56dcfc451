/** Opens the database the settings name, brings it to this version's schema, and ends leases of a dead predecessor. */
import { join } from 'node:path'
import { lockDir } from '../kit/lock.ts'
import type { Log } from '../kit/log.ts'
import type { Settings } from '../kit/settings.ts'
import { type Db, openEmbedded, openPostgres } from '../storage/database.ts'
import { dropLeases } from '../storage/due.ts'
import { checkSchema, migrate } from '../storage/migrate.ts'
import { openPgliteThread } from '../storage/pglite-thread.ts'

export interface OpenStorage {
  readonly db: Db
  close(): Promise<void>
}

/** Connections one process keeps to PostgreSQL. */
const CONNECTIONS = 10

export async function openStorage(settings: Settings, log: Log): Promise<OpenStorage> {
  if (settings.databaseUrl !== null) {
    const db = openPostgres(settings.databaseUrl, CONNECTIONS)
    await checkSchema(db)
    return { db, close: () => db.close() }
  }
  const unlock = lockDir(settings.dataDir)
  try {
    const db = openEmbedded(await openPgliteThread(join(settings.dataDir, 'pgdata')))
    const applied = await migrate(db)
    if (applied.length > 0) log.info('schema brought up to date', { migrations: applied.length })
    await dropLeases(db)
    return {
      db,
      close: async () => {
        await db.close()
        unlock()
      },
    }
  } catch (error) {
    unlock()
    throw error
  }
}
