/**
 * Resident memory, open files and connections of each process of a desk on PostgreSQL and Redis while customers write:
 * idle, after a fifth of the messages, after all of them. The last fifths tell whether it is flat; a leak goes on, a
 * warm heap does not. Row 43 of the fault catalogue is this with 200,000 messages.
 */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { type DeskProcess, residentBytes, startDesk } from '../testing/desk-process.ts'
import { withQuickTalk } from '../testing/quick-talk.ts'
import { createDatabase } from '../testing/services/fresh-database.ts'
import { round } from './quantile.ts'
import { talk } from './talk.ts'

const MB = 1024 * 1024
const STEPS = 5
const SETTLE_MS = 120_000
/** Between the last message and the look, for what is freed a little later. */
const REST_MS = 3_000
const ROLES = ['intake', 'worker', 'console'] as const
type Sizes = Readonly<Record<(typeof ROLES)[number], number>>

interface Step {
  readonly messages: number
  readonly mb: Sizes
  /** Files, sockets and pipes that each process holds open. */
  readonly handles: Sizes
  /** Of all processes together. */
  readonly connections: number
}

export async function serverMemory(n: number, databaseUrl: string, redisUrl: string): Promise<unknown> {
  const dir = await mkdtemp(join(tmpdir(), 'relaydesk-memory-'))
  const database = await createDatabase(databaseUrl, 'empty')
  const watch = new pg.Pool({ connectionString: database.url, max: 1 })
  const desks = new Map<(typeof ROLES)[number], DeskProcess>()
  try {
    const config = join(dir, 'desk.yaml')
    const shipped = await readFile(new URL('../config/desk.yaml', import.meta.url), 'utf8')
    await writeFile(config, withQuickTalk(shipped))
    const env = {
      DATABASE_URL: database.url,
      REDIS_URL: redisUrl,
      DESK_CONFIG: config,
      API_TOKEN: 'bench-token-0123456789-0123456789',
      SESSION_SECRET: 'bench-secret-0123456789-0123456789',
    }
    // A desk that does all makes the schema and the first model, so that no process below has trained.
    await (await startDesk(dir, env)).stop()
    for (const role of ROLES) desks.set(role, await startDesk(dir, env, role))
    const intake = desks.get('intake')
    if (!intake) throw new Error('no intake')
    const look = async (messages: number): Promise<Step> => {
      await new Promise((resolve) => setTimeout(resolve, REST_MS))
      return {
        messages,
        mb: await sizes(desks, residentMb),
        handles: await sizes(desks, openHandles),
        connections: await connections(watch),
      }
    }
    const idle = await look(0)
    const steps: Step[] = []
    for (let step = 1; step <= STEPS; step++) {
      await talk(intake, 'talk', Math.floor((n * (step - 1)) / STEPS), Math.floor((n * step) / STEPS))
      await untilDone(watch)
      steps.push(await look(Math.floor((n * step) / STEPS)))
      process.stderr.write(`${JSON.stringify(steps.at(-1))}\n`)
    }
    const peak = Object.fromEntries(await Promise.all([...desks].map(async ([role, desk]) => [role, await peakMb(desk.pid)] as const)))
    const [first, last] = [steps[0]?.mb, steps.at(-1)?.mb]
    const growthPercent = Object.fromEntries(
      ROLES.map((role) => [role, round((((last?.[role] ?? 0) - (first?.[role] ?? 0)) / (first?.[role] ?? 1)) * 100)]),
    )
    return { messages: n, idle, steps, peakMb: peak, growthPercent }
  } finally {
    for (const desk of desks.values()) await desk.stop().catch(() => undefined)
    await watch.end()
    await database.drop()
    await rm(dir, { recursive: true, force: true })
  }
}

/** What the processes still had to do is done: no turn waits. */
async function untilDone(watch: pg.Pool): Promise<void> {
  for (const end = Date.now() + SETTLE_MS; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 500))) {
    const { rows } = await watch.query<{ n: string }>(
      "select (select count(*) from turn where state in ('waiting', 'reading')) + (select count(*) from lane where due_at <= now()) as n",
    )
    if (Number(rows[0]?.n) === 0) return
  }
  throw new Error('the worker did not keep up')
}

async function sizes(desks: ReadonlyMap<string, DeskProcess>, measure: (pid: number) => Promise<number>): Promise<Sizes> {
  return Object.fromEntries(await Promise.all([...desks].map(async ([role, { pid }]) => [role, await measure(pid)] as const))) as Sizes
}

async function residentMb(pid: number): Promise<number> {
  return round((await residentBytes(pid)) / MB)
}

async function openHandles(pid: number): Promise<number> {
  return (await readdir(`/proc/${pid}/fd`)).length
}

async function connections(watch: pg.Pool): Promise<number> {
  const { rows } = await watch.query<{ n: string }>(
    'select count(*) as n from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  )
  return Number(rows[0]?.n)
}

async function peakMb(pid: number): Promise<number> {
  return round(Number(/VmHWM:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024)
}
