/** What a backup says of itself. It is written last, so a backup without one was never finished. */
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { DeskError } from '../../bot/errors.ts'

const table = z.object({ rows: z.number(), sum: z.string() })

const manifest = z.object({
  format: z.literal(1),
  database: z.enum(['embedded', 'postgres']),
  /** The database's own version, such as 15.9. */
  server: z.string(),
  /** The restore point: the database's time when it was read. */
  takenAt: z.string(),
  /** Migrations that were applied. */
  schema: z.array(z.string()),
  /** By table: how many rows, and a sum over the hashes of all of them, whatever their order. */
  tables: z.record(z.string(), table),
  /** By sequence: a number that had been handed out by then. */
  sequences: z.record(z.string(), z.string()),
  dump: z.object({ file: z.string(), bytes: z.number(), sha256: z.string() }),
  /** `missing`: files the database names that were not there; `damaged`: files that are not what their name says. */
  blobs: z.object({ files: z.number(), bytes: z.number(), missing: z.array(z.string()), damaged: z.array(z.string()) }),
  /** Files of DATA_DIR with generated secrets that lie in the backup; what the environment gives is never in it. */
  secrets: z.array(z.string()),
})

export type Manifest = z.output<typeof manifest>
export type Tables = Manifest['tables']

const NAME = 'manifest.json'

export async function writeManifest(dir: string, what: Manifest): Promise<void> {
  await writeFile(join(dir, `${NAME}.new`), `${JSON.stringify(what, null, 2)}\n`, { mode: 0o600, flush: true })
  await rename(join(dir, `${NAME}.new`), join(dir, NAME))
}

export async function readManifest(dir: string): Promise<Manifest> {
  const text = await readFile(join(dir, NAME), 'utf8').catch((cause: unknown) => {
    throw new DeskError('BACKUP_REFUSED', { why: 'no-manifest', dir }, cause)
  })
  try {
    return manifest.parse(JSON.parse(text))
  } catch (cause) {
    throw new DeskError('BACKUP_REFUSED', { why: 'manifest', dir }, cause)
  }
}
