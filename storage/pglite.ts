/**
 * PGlite with its traps handled: the first initdb runs in a process of its own (it leaves 400 MB of garbage
 * behind), memory and WAL are capped, vacuum is ours (single-user mode has no autovacuum).
 * It survives SIGKILL but makes no fsync, so it does not survive power loss.
 */
import { fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PGlite } from '@electric-sql/pglite'
import { vector } from '@electric-sql/pglite-pgvector'
import { DeskError } from '../bot/errors.ts'
import { oneByOne } from './wire.ts'

/** A database in this process, asked in the bytes of PostgreSQL's wire protocol. */
export interface Embedded {
  /** Whole messages up to a Sync or a Query, or several such in a row; their answers, each up to ReadyForQuery. */
  exec(bytes: Uint8Array): Promise<Uint8Array>
  close(): Promise<void>
}

const START_PARAMS = [
  ...PGlite.defaultStartParams,
  '-c',
  'shared_buffers=16MB',
  '-c',
  'max_wal_size=64MB',
  '-c',
  'min_wal_size=32MB',
  '-c',
  'timezone=UTC',
  // A page is one write call, which a kill of the process cannot tear, and power loss is not survived either way:
  // writing whole pages to the log would protect nobody.
  '-c',
  'full_page_writes=off',
  '-c',
  'wal_level=minimal',
  '-c',
  'max_wal_senders=0',
  '-c',
  'track_activities=off',
  // Everything asked here is asked by key, for at most a few dozen keys, of tables nobody has analyzed yet: index and
  // nested loop are right, and guessing otherwise from empty statistics costs ten milliseconds a query.
  '-c',
  'random_page_cost=1',
  '-c',
  'enable_seqscan=off',
  '-c',
  'enable_hashjoin=off',
  '-c',
  'enable_mergejoin=off',
  '-c',
  'jit=off',
  // A prepared statement is planned once for all its values: guessing anew each time costs more than it saves.
  '-c',
  'plan_cache_mode=force_generic_plan',
  // Joins in the order written: the keys first, then the tables they find.
  '-c',
  'join_collapse_limit=1',
  '-c',
  'from_collapse_limit=1',
]

/**
 * Opens the database in `dir`, making it first where there is none. The caller holds the directory's lock. A directory
 * that holds anything else is left alone: it may be somebody's damaged database.
 */
export async function openPglite(dir: string): Promise<Embedded> {
  if (!existsSync(join(dir, 'PG_VERSION'))) {
    const there = await readdir(dir).catch(() => [])
    if (there.length > 0) throw new DeskError('DATA_DIR_UNUSABLE', { dir, said: 'it has files, but no PG_VERSION' })
    await initInChild(dir)
  }
  return embedded(await start(dir))
}

/** A database in memory, for tests and benchmarks; `image` is what another one's `dump` answered. */
export async function openPgliteInMemory(image?: Blob): Promise<Embedded & { dump(): Promise<Blob> }> {
  const pglite = new PGlite({ extensions: { vector }, startParams: START_PARAMS, ...(image ? { loadDataDir: image } : {}) })
  await pglite.waitReady
  return { ...embedded(pglite), dump: () => pglite.dumpDataDir('none') }
}

/**
 * PGlite answers in microtasks, so a backlog of queries would starve every timer and socket of the thread: each
 * answer waits for a turn of the event loop (measured: lag p99 2.9 ms with it; without it no timer fires).
 */
function embedded(pglite: PGlite): Embedded {
  return {
    exec: async (bytes) => {
      const parts: Uint8Array[] = []
      // The other call of this name parses every answer once more, for callers that `pg` is not.
      for (const one of oneByOne(bytes)) await pglite.execProtocolRawStream(one, { onRawData: (part) => parts.push(part.slice()) })
      await new Promise((resolve) => setImmediate(resolve))
      return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts)
    },
    close: () => pglite.close(),
  }
}

/**
 * Runs initdb beside the final place and moves it there whole, so that a kill in between leaves nothing half made. The
 * place is this process's own: a killed desk's initdb may still be running, and must neither share it nor move it.
 */
export async function initdb(dir: string): Promise<void> {
  const fresh = `${dir}.new-${process.pid}`
  await mkdir(dirname(dir), { recursive: true })
  for (const name of await readdir(dirname(dir)))
    if (name.startsWith(`${basename(dir)}.new`)) await rm(join(dirname(dir), name), { recursive: true, force: true })
  const pglite = new PGlite({ dataDir: fresh, extensions: { vector } })
  await pglite.waitReady
  await pglite.close()
  // Whoever asked is gone: what stands in the place by now is its successor's.
  if (process.connected === false) return
  await rm(dir, { recursive: true, force: true })
  await rename(fresh, dir)
}

async function start(dir: string): Promise<PGlite> {
  try {
    const pglite = new PGlite({ dataDir: dir, extensions: { vector }, startParams: START_PARAMS })
    await pglite.waitReady
    return pglite
  } catch (cause) {
    throw new DeskError('DATA_DIR_UNUSABLE', { dir, said: cause instanceof Error ? cause.message.slice(0, 200) : String(cause) }, cause)
  }
}

function initInChild(dir: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = fileURLToPath(new URL('./init-database.ts', import.meta.url))
    const child = fork(script, [dir], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
    let said = ''
    child.stderr?.on('data', (chunk) => {
      said = `${said}${chunk}`.slice(-2_000)
    })
    child.once('error', reject)
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new DeskError('DATA_DIR_UNUSABLE', { dir, code: code ?? -1, said }))))
  })
}
