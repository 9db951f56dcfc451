/**
 * Restores a backup into an empty place, and believes nothing: the dump's hash, the counts and sums of every table,
 * every file and every ticket's history are checked before the place is one a desk can start on.
 */

import { existsSync } from 'node:fs'
import { copyFile, mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DeskError } from '../../bot/errors.ts'
import { lockDir } from '../../kit/lock.ts'
import { type VerifyReport, verify } from '../audit/verify.ts'
import { type Db, openPostgres } from '../database.ts'
import { migrate, migrationNames } from '../migrate.ts'
import { blobsIn, copyBlobs } from './copy-blobs.ts'
import { hashFile, openEmbeddedCopy } from './embedded-copy.ts'
import { type Ask, differences, fingerprint, prepareSession, sequences, tableNames } from './fingerprint.ts'
import { type Held, holdRestored } from './hold-restored.ts'
import type { Place } from './make-backup.ts'
import { type Manifest, readManifest } from './manifest.ts'
import { checkTool, openPostgresCopy, pgRestore, serverMajor } from './postgres-copy.ts'

export interface RestoreOptions {
  /** The desk that was backed up was stopped before and never runs again: what was on its way may go on. */
  readonly moved?: boolean
  readonly progress?: (what: string) => void
}

export interface Restored {
  readonly takenAt: string
  readonly tables: number
  readonly rows: number
  readonly blobs: number
  /** Migrations the backup did not have yet. */
  readonly migrated: number
  readonly verified: Pick<VerifyReport, 'tickets' | 'events' | 'facts' | 'checkpoints'>
  readonly held: Held
  /** Secrets that now stand in DATA_DIR. */
  readonly secrets: readonly string[]
}

const NOTHING: Held = { deliveries: 0, turns: 0, events: 0 }

type Judged = Pick<Restored, 'migrated' | 'verified' | 'held'>

export async function restoreBackup(from: string, place: Place, options: RestoreOptions = {}): Promise<Restored> {
  const manifest = await readManifest(from)
  const progress = options.progress ?? (() => undefined)
  const kind = place.databaseUrl === null ? 'embedded' : 'postgres'
  if (manifest.database !== kind) throw new DeskError('BACKUP_REFUSED', { why: 'other-kind', is: manifest.database })
  const known = new Set(await migrationNames())
  if (manifest.schema.some((name) => !known.has(name))) throw new DeskError('BACKUP_REFUSED', { why: 'newer' })
  const dump = join(from, manifest.dump.file)
  const is = await hashFile(dump).catch(() => null)
  if (is?.sha256 !== manifest.dump.sha256) throw new DeskError('BACKUP_REFUSED', { why: 'damaged', what: manifest.dump.file })
  const judged =
    place.databaseUrl === null
      ? await intoEmbedded(place.dataDir, from, manifest, { ...options, progress })
      : await intoPostgres(place.databaseUrl, place.dataDir, from, manifest, { ...options, progress })
  return {
    takenAt: manifest.takenAt,
    tables: Object.keys(manifest.tables).length,
    rows: Object.values(manifest.tables).reduce((sum, table) => sum + table.rows, 0),
    blobs: manifest.blobs.files,
    secrets: manifest.secrets,
    ...judged,
  }
}

/** Made beside its place and moved there last, so that nothing but a whole and verified restore can be started. */
async function intoEmbedded(dataDir: string, from: string, manifest: Manifest, options: RestoreOptions): Promise<Judged> {
  const unlock = lockDir(dataDir)
  const [final, fresh] = [join(dataDir, 'pgdata'), join(dataDir, 'pgdata.restoring')]
  try {
    if (existsSync(final)) throw new DeskError('BACKUP_REFUSED', { why: 'database-there', dir: dataDir })
    const taken = manifest.secrets.find((name) => existsSync(join(dataDir, name)))
    if (taken) throw new DeskError('BACKUP_REFUSED', { why: 'database-there', dir: join(dataDir, taken) })
    await rm(fresh, { recursive: true, force: true })
    await restoreBlobs(from, dataDir, manifest, options)
    const copy = await openEmbeddedCopy(fresh, join(from, manifest.dump.file))
    let judged: Judged
    try {
      judged = await judge(copy.ask, copy.db, manifest, options)
    } finally {
      await copy.close()
    }
    for (const name of manifest.secrets) await copyFile(join(from, 'secrets', name), join(dataDir, name))
    await rename(fresh, final)
    return judged
  } catch (error) {
    await rm(fresh, { recursive: true, force: true })
    throw error
  } finally {
    unlock()
  }
}

/** A restore that failed leaves tables, but no process starts on them: they look like a database without a schema. */
async function intoPostgres(url: string, dataDir: string, from: string, manifest: Manifest, options: RestoreOptions): Promise<Judged> {
  const copy = await openPostgresCopy(url)
  try {
    const [server, needs] = [await serverMajor(copy.ask), Number.parseInt(manifest.server, 10)]
    if (server < needs) throw new DeskError('BACKUP_REFUSED', { why: 'tool-old', tool: 'PostgreSQL', has: server, needs })
    await checkTool('pg_restore', needs)
    if ((await tableNames(copy.ask)).length > 0) throw new DeskError('BACKUP_REFUSED', { why: 'database-there', dir: databaseOf(url) })
    await restoreBlobs(from, dataDir, manifest, options)
    options.progress?.('restore')
    await pgRestore(url, join(from, manifest.dump.file))
    const db = openPostgres(url, 2)
    try {
      return await judge(copy.ask, db, manifest, options)
    } catch (error) {
      await copy.ask('delete from schema_migration').catch(() => undefined)
      throw error
    } finally {
      await db.close()
    }
  } finally {
    await copy.close()
  }
}

async function judge(ask: Ask, db: Db, manifest: Manifest, { moved = false, progress }: RestoreOptions): Promise<Judged> {
  await prepareSession(ask)
  const wrong = [...differences(manifest.tables, await fingerprint(ask, progress))]
  const numbers = await sequences(ask)
  for (const [name, last] of Object.entries(manifest.sequences))
    if (BigInt(numbers[name] ?? 0) < BigInt(last)) wrong.push(`${name}: ${numbers[name] ?? 0} is before ${last}`)
  if (wrong.length > 0) throw new DeskError('BACKUP_REFUSED', { why: 'differs', what: wrong.slice(0, 5).join('; ') })
  const migrated = (await migrate(db)).length
  const held = moved ? NOTHING : await holdRestored(ask)
  progress?.('verify')
  const { problems, ...verified } = await verify(db)
  const [first] = problems
  if (first) throw new DeskError('BACKUP_REFUSED', { why: 'verify', what: `${first.ticket} ${first.what}`, more: problems.length - 1 })
  return { migrated, verified, held }
}

async function restoreBlobs(from: string, dataDir: string, manifest: Manifest, { progress }: RestoreOptions): Promise<void> {
  progress?.('blobs')
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const hashes = await blobsIn(join(from, 'blobs'))
  if (hashes.length !== manifest.blobs.files)
    throw new DeskError('BACKUP_REFUSED', { why: 'damaged', what: `blobs (${hashes.length}/${manifest.blobs.files})` })
  const { damaged } = await copyBlobs(join(from, 'blobs'), join(dataDir, 'blobs'), hashes)
  if (damaged.length > 0) throw new DeskError('BACKUP_REFUSED', { why: 'damaged', what: `blobs/${damaged[0]}` })
}

/** The address without its password. */
function databaseOf(url: string): string {
  const { host, pathname } = new URL(url)
  return `${host}${pathname}`
}
