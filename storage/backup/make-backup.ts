/** Makes a backup: the database's dump, the files people sent, and a manifest by which a restore is judged. */

import { existsSync } from 'node:fs'
import { copyFile, mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { DeskError } from '../../bot/errors.ts'
import { namedFailure } from '../../kit/fault.ts'
import { lockDir } from '../../kit/lock.ts'
import { blobsIn, copyBlobs } from './copy-blobs.ts'
import { hashFile, openEmbeddedCopy } from './embedded-copy.ts'
import { type Ask, appliedMigrations, fingerprint, namedBlobs, prepareSession, sequences } from './fingerprint.ts'
import { type Manifest, writeManifest } from './manifest.ts'
import { checkTool, freeze, openPostgresCopy, pgDump, serverMajor } from './postgres-copy.ts'
import { askForCopy } from './running-copy.ts'

/** Where a desk keeps its data. */
export interface Place {
  readonly dataDir: string
  readonly databaseUrl: string | null
  /** Files lie in a store of their own, which is not copied. */
  readonly blobUrl?: string | null
}

/** Secrets the desk may have made for itself (kit/secrets.ts). */
export const SECRET_FILES = ['api-token', 'session-secret'] as const

/** So long a desk may take to notice that a copy of its database is wanted. */
const ANSWER_MS = 15_000

type Read = Pick<Manifest, 'server' | 'takenAt' | 'schema' | 'tables' | 'sequences'> & { readonly blobs: readonly string[] }

/**
 * `to` must not exist, or be empty. Leaves it without a manifest when anything fails. A desk may run on the place: an
 * embedded one is asked for a copy of its database; whoever else holds the directory must let it go first
 * (`DATA_DIR_LOCKED`, after `answerMs`).
 */
export async function makeBackup(
  place: Place,
  to: string,
  progress: (what: string) => void = () => undefined,
  answerMs = ANSWER_MS,
): Promise<Manifest> {
  if ((await readdir(to).catch(() => [])).length > 0) throw new DeskError('BACKUP_REFUSED', { why: 'not-empty', dir: to })
  const embedded = place.databaseUrl === null
  if (embedded && !existsSync(join(place.dataDir, 'pgdata', 'PG_VERSION')))
    throw new DeskError('BACKUP_REFUSED', { why: 'no-database', dir: place.dataDir })
  const asked = new Date().toISOString()
  const held = embedded ? await hold(place.dataDir, answerMs) : null
  try {
    await mkdir(to, { recursive: true, mode: 0o700 })
    const file = embedded ? 'database.tar.gz' : 'database.dump'
    const read =
      place.databaseUrl === null
        ? await embeddedTo(held?.pgdata ?? '', join(to, file), progress)
        : await postgresTo(place.databaseUrl, join(to, file), progress)
    progress('blobs')
    const from = join(place.dataDir, 'blobs')
    const elsewhere = (place.blobUrl ?? null) !== null
    const there = elsewhere ? [] : await blobsIn(from)
    const { damaged, ...blobs } = await copyBlobs(from, join(to, 'blobs'), there)
    const known = new Set(there)
    const { blobs: named, ...rest } = read
    const manifest: Manifest = {
      format: 1,
      database: embedded ? 'embedded' : 'postgres',
      ...rest,
      // What a copy lacks came after it was asked for.
      ...(held?.running ? { takenAt: asked } : {}),
      dump: { file, ...(await hashFile(join(to, file))) },
      blobs: { ...blobs, missing: elsewhere ? [] : named.filter((hash) => !known.has(hash)), damaged: [...damaged] },
      secrets: embedded ? await copySecrets(place.dataDir, to) : [],
    }
    await writeManifest(to, manifest)
    return manifest
  } finally {
    await held?.release()
  }
}

interface Held {
  /** The database's own directory, or a copy of it. */
  readonly pgdata: string
  /** A desk works on meanwhile. */
  readonly running: boolean
  release(): Promise<void>
}

async function hold(dataDir: string, answerMs: number): Promise<Held> {
  try {
    const unlock = lockDir(dataDir)
    return { pgdata: join(dataDir, 'pgdata'), running: false, release: async () => unlock() }
  } catch (error) {
    if (namedFailure(error)?.code !== 'DATA_DIR_LOCKED') throw error
    const copy = await askForCopy(dataDir, answerMs)
    if (copy === null) throw error
    return { pgdata: copy.dir, running: true, release: copy.drop }
  }
}

async function embeddedTo(pgdata: string, file: string, progress: (what: string) => void): Promise<Read> {
  const copy = await openEmbeddedCopy(pgdata)
  try {
    const read = await readAll(copy.ask, progress)
    progress('dump')
    await copy.dump(file)
    return read
  } finally {
    await copy.close()
  }
}

async function postgresTo(url: string, file: string, progress: (what: string) => void): Promise<Read> {
  const copy = await openPostgresCopy(url)
  try {
    await checkTool('pg_dump', await serverMajor(copy.ask))
    await prepareSession(copy.ask)
    const snapshot = await freeze(copy.ask)
    progress('dump')
    // The snapshot lives as long as this session's transaction, which also counts in it.
    await pgDump(url, snapshot, file)
    return await readAll(copy.ask, progress)
  } finally {
    await copy.close()
  }
}

async function readAll(ask: Ask, progress: (what: string) => void): Promise<Read> {
  await prepareSession(ask)
  const [about] = await ask<{ server: string; at: string }>(`
    select current_setting('server_version') as server, to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at`)
  return {
    server: about?.server ?? '',
    takenAt: about?.at ?? '',
    schema: [...(await appliedMigrations(ask))],
    tables: await fingerprint(ask, progress),
    sequences: await sequences(ask),
    blobs: await namedBlobs(ask),
  }
}

async function copySecrets(dataDir: string, to: string): Promise<string[]> {
  const copied: string[] = []
  for (const name of SECRET_FILES) {
    if (!existsSync(join(dataDir, name))) continue
    await mkdir(join(to, 'secrets'), { recursive: true, mode: 0o700 })
    await copyFile(join(dataDir, name), join(to, 'secrets', name))
    copied.push(name)
  }
  return copied
}
