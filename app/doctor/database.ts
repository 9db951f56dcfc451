/** The database: reachable, new enough, with the schema of this version. An embedded one in use is not touched. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { ErrorFacts } from '../../bot/errors.ts'
import type { Finding, FindingCode } from '../../bot/ports/check.ts'
import { lockDir } from '../../kit/lock.ts'
import type { Settings } from '../../kit/settings.ts'
import { type Db, openEmbedded, openPostgres } from '../../storage/database.ts'
import { databaseNow } from '../../storage/database-clock.ts'
import { weakDurability } from '../../storage/durability.ts'
import { checkSchema } from '../../storage/migrate.ts'
import { openPgliteThread } from '../../storage/pglite-thread.ts'
import type { Running } from './running.ts'

const STATEMENT_MS = 5_000
const OLDEST = 150_000
const APART_SECONDS = 5

const finding = (code: FindingCode, facts: ErrorFacts = {}): Finding => ({ area: 'database', code, facts })

export async function checkDatabase(settings: Settings, running: Running): Promise<readonly Finding[]> {
  try {
    return settings.databaseUrl === null ? await embedded(settings, running) : await server(settings.databaseUrl)
  } catch (error) {
    return [finding('database-unreachable', { why: whyOf(error) })]
  }
}

async function server(url: string): Promise<readonly Finding[]> {
  const db = openPostgres(url, 1, STATEMENT_MS)
  try {
    const { rows } = await sql<{ version: string; number: number; vector: string | null }>`
      select current_setting('server_version') as version, current_setting('server_version_num')::int as number,
        (select max(default_version) from pg_available_extensions where name = 'vector') as vector`.execute(db.kysely)
    const { version = '', number = 0, vector = null } = rows[0] ?? {}
    if (number < OLDEST) return [finding('database-old', { server: version })]
    const name = `PostgreSQL ${version.split(' ')[0]}${vector ? `, pgvector ${vector}` : ''}`
    return [
      await schemaOf(db, name, 'database-behind'),
      ...(vector ? [] : [finding('vector-missing')]),
      ...(await durabilityOf(db)),
      ...(await clockOf(db)),
    ]
  } finally {
    await db.close()
  }
}

async function embedded({ dataDir }: Settings, running: Running): Promise<readonly Finding[]> {
  const data = join(dataDir, 'pgdata')
  if (!existsSync(join(data, 'PG_VERSION'))) return [finding('database-new', { dir: dataDir })]
  let unlock: () => void
  try {
    unlock = lockDir(dataDir)
  } catch (error) {
    const { code, facts } = error as { code?: string; facts?: ErrorFacts }
    if (code !== 'DATA_DIR_LOCKED') throw error
    const { pid = 0, host = '' } = facts ?? {}
    if (running.ready) return [finding('database-in-use', { pid })]
    return [finding('database-held', { dir: dataDir, pid, host, url: String(running.finding.facts['url'] ?? '') })]
  }
  try {
    const db = openEmbedded(await openPgliteThread(data))
    try {
      return [await schemaOf(db, 'PGlite', 'database-updates')]
    } finally {
      await db.close()
    }
  } finally {
    unlock()
  }
}

async function durabilityOf(db: Db): Promise<readonly Finding[]> {
  const weak = await weakDurability(db)
  return weak.length > 0 ? [finding('database-weak', { off: weak.join(', ') })] : []
}

/** Of the desk's own times none goes by this machine's clock; what platforms sign, and what we sign for a store of files, does. */
async function clockOf(db: Db): Promise<readonly Finding[]> {
  const asked = Date.now()
  const theirs = await databaseNow(db.kysely)
  const seconds = Math.round(((asked + Date.now()) / 2 - theirs) / 1000)
  return Math.abs(seconds) > APART_SECONDS ? [finding('database-clock', { seconds })] : []
}

async function schemaOf(db: Db, server: string, behind: FindingCode): Promise<Finding> {
  try {
    await checkSchema(db)
    return finding('database-ok', { server })
  } catch (error) {
    const { code, facts = {} } = error as { code?: string; facts?: ErrorFacts }
    if (code !== 'SCHEMA_MISMATCH') throw error
    return finding('ahead' in facts ? 'database-ahead' : behind, facts)
  }
}

/** A code says enough; what a driver says may hold an address with its password. */
function whyOf(error: unknown): string {
  const { code, cause } = error as { code?: unknown; cause?: unknown }
  if (typeof code === 'string' && code !== 'UNAVAILABLE') return code
  if (cause) return whyOf(cause)
  return typeof code === 'string' ? code : error instanceof Error ? error.name : 'unknown'
}
