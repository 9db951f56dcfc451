/**
 * Resident memory after 10,000 messages from the second start, beside a bare PGlite with the same settings
 * that took as many rows, in the same run; and whether it stays flat over as many messages again.
 */
import { fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type DeskProcess, residentBytes, startDesk } from '../testing/desk-process.ts'
import { unlimitedIn } from '../testing/quick-talk.ts'
import { round } from './quantile.ts'
import { talk } from './talk.ts'

const MB = 1024 * 1024

/** `memory [messages]`; where DATABASE_URL is set, of an intake and a worker process on that. */
export async function run(args: readonly string[]): Promise<unknown> {
  const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl } = process.env
  if (databaseUrl) return (await import('./server-memory.ts')).serverMemory(Number(args[0] ?? 50_000), databaseUrl, redisUrl ?? '')
  const n = Number(args[0] ?? 10_000)
  const dir = await mkdtemp(join(tmpdir(), 'relaydesk-memory-'))
  try {
    const env = { DESK_CONFIG: await unlimitedIn(dir) }
    const first = await startDesk(dir, env)
    const firstReadyMs = first.readyMs
    await first.stop()
    const desk = await startDesk(dir, env)
    const idle = await resident(desk)
    await talk(desk, 'a', 0, n)
    const after = await resident(desk)
    await talk(desk, 'b', 0, n)
    const again = await resident(desk)
    const stopped = await desk.stop()
    const bare = await bareMb(n)
    return {
      messages: n,
      residentMb: { idle, after, again },
      bareMb: bare,
      aboveBareMb: round(after - bare),
      growthPercent: round(((again - after) / after) * 100),
      firstReadyMs: round(firstReadyMs, 0),
      secondReadyMs: round(desk.readyMs, 0),
      stopMs: round(stopped.millis, 0),
    }
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

async function resident(desk: DeskProcess): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 5_000))
  return round((await residentBytes(desk.pid)) / MB)
}

/** A process with PGlite only, on a directory of its own, from its second start, after n inserted rows. */
async function bareMb(n: number): Promise<number> {
  const dir = await mkdtemp(join(tmpdir(), 'relaydesk-bare-'))
  try {
    await child(dir, 0)
    return round((await child(dir, n)) / MB)
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

/** Answers once it has ended: until then its files are its own. */
function child(dir: string, n: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const process_ = fork(fileURLToPath(new URL('./bare-pglite.ts', import.meta.url)), [join(dir, 'pgdata'), String(n)], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    let bytes: number | null = null
    process_.once('message', (told) => (bytes = Number(told)))
    process_.once('error', reject)
    process_.once('exit', (code) =>
      code === 0 && bytes !== null ? resolve(bytes) : reject(new Error(`bare PGlite ended with ${code}, having told ${bytes} bytes`)),
    )
  })
}
