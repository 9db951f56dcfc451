/**
 * The embedded database for a backup or a restore: opened beside no desk, read in full, dumped or made from a dump.
 * Only `dumpDataDir` is used, never a copy of the directory, which a running database would tear.
 */
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, openAsBlob } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { PGlite } from '@electric-sql/pglite'
import { vector } from '@electric-sql/pglite-pgvector'
import { DeskError } from '../../bot/errors.ts'
import { type Db, openEmbedded } from '../database.ts'
import type { Ask } from './fingerprint.ts'

export interface EmbeddedCopy {
  readonly ask: Ask
  /** The same database for the desk's own code; not while `ask` is in a transaction. */
  readonly db: Db
  /** Writes the whole database, compressed. */
  dump(file: string): Promise<void>
  close(): Promise<void>
}

/** The caller holds the lock of the data directory. `from`: a dump to make the database of; `dir` must not exist then. */
export async function openEmbeddedCopy(dir: string, from?: string): Promise<EmbeddedCopy> {
  let pglite: PGlite
  try {
    const loadDataDir = from === undefined ? {} : { loadDataDir: await openAsBlob(from, { type: 'application/gzip' }) }
    pglite = new PGlite({ dataDir: dir, extensions: { vector }, ...loadDataDir })
    await pglite.waitReady
  } catch (cause) {
    throw new DeskError('DATA_DIR_UNUSABLE', { dir }, cause)
  }
  // Its own close() comes first; the one of `db` would close the database a second time.
  const db = openEmbedded({ exec: (bytes) => pglite.execProtocolRaw(bytes), close: async () => undefined })
  return {
    db,
    ask: async <T>(statement: string) => (await pglite.query<T>(statement)).rows,
    dump: async (file) => {
      // What is only in the log is written to its table, so that the log compresses to nothing.
      await pglite.exec('checkpoint')
      const image = await pglite.dumpDataDir('gzip')
      await pipeline(Readable.fromWeb(image.stream() as never), createWriteStream(file, { mode: 0o600, flags: 'wx', flush: true }))
    },
    close: async () => {
      await db.close()
      await pglite.close()
    },
  }
}

export async function hashFile(file: string): Promise<{ readonly sha256: string; readonly bytes: number }> {
  const sum = createHash('sha256')
  let bytes = 0
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    sum.update(chunk)
    bytes += chunk.byteLength
  }
  return { sha256: sum.digest('hex'), bytes }
}
