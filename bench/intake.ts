/**
 * Intake alone, on PostgreSQL: how many messages a second one process commits in batches, through the real Intake and
 * store and over HTTP, beside a bare `insert … select unnest` of as many rows in the same batches; then how long an
 * acknowledgement takes at a steady 100 events a second while all is well, with Redis silent, with a model that hangs,
 * with the worker dead; and what is answered while PostgreSQL cannot be reached.
 *
 * `intake [messages] [--only store,http,acks]`, with DATABASE_URL and, for acks, REDIS_URL.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { createBase } from '../app/roles/base.ts'
import { API_CUSTOMERS } from '../bot/ports/say.ts'
import { createIds } from '../kit/ids.ts'
import { createLog } from '../kit/log.ts'
import { readSettings } from '../kit/settings.ts'
import { openPostgres } from '../storage/database.ts'
import { ApiClient } from '../testing/api-client.ts'
import { type DeskProcess, startDesk } from '../testing/desk-process.ts'
import { startTcpProxy } from '../testing/doubles/tcp-proxy.ts'
import { unlimitedIn } from '../testing/quick-talk.ts'
import { createDatabase } from '../testing/services/fresh-database.ts'
import { quantile, round } from './quantile.ts'
import { STEADY_SECONDS, says } from './says.ts'

/** Callers who wait for their acknowledgement at once; a batch is what came of them within five milliseconds, 64 at most. */
const BESIDE = 256
const BATCH = 64
/** Messages of one customer: the first makes room, person and conversation, the others find them. */
const EACH = 5
const PER_SECOND = 100
const DOWN_SECONDS = 3

export async function run(args: readonly string[]): Promise<unknown> {
  const { positionals, values } = parseArgs({ args: [...args], allowPositionals: true, options: { only: { type: 'string' } } })
  const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl } = process.env
  if (!databaseUrl) throw new Error('intake needs DATABASE_URL: bash testing/services/with.sh npm run bench -- intake')
  const n = Number(positionals[0] ?? 20_000)
  const only = values.only?.split(',') ?? ['store', 'http', 'acks']
  const dir = await mkdtemp(join(tmpdir(), 'relaydesk-intake-'))
  const database = await createDatabase(databaseUrl, 'empty')
  const bare = await createDatabase(databaseUrl, 'empty')
  try {
    const env = { DATABASE_URL: database.url, REDIS_URL: redisUrl ?? '', DATA_DIR: dir, ...SECRETS, DESK_CONFIG: await unlimitedIn(dir) }
    await (await startDesk(dir, env)).stop()
    const peer = only.includes('store') || only.includes('http') ? await bareInsert(bare.url, n) : 0
    const store = only.includes('store') ? await throughStore(env, n) : null
    const http = only.includes('http') ? await overHttp(dir, env, n) : null
    const acks = only.includes('acks') && redisUrl ? await acknowledgements(dir, env) : null
    return {
      messages: n,
      bareInsertPerSecond: peer,
      ...(store ? { storePerSecond: store, storeRatio: round(store / peer, 2) } : {}),
      ...(http ? { httpPerSecond: http } : {}),
      ...(acks ? { ackMsAt100PerSecond: acks } : {}),
    }
  } finally {
    await database.drop()
    await bare.drop()
    await rm(dir, { recursive: true, force: true })
  }
}

const SECRETS = { API_TOKEN: 'bench-token-0123456789-0123456789', SESSION_SECRET: 'bench-secret-0123456789-0123456789' }

/** The same words in batches of the same size, one table with two keys and nothing else. */
async function bareInsert(url: string, n: number): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const ids = createIds()
  try {
    await client.query('create table m (id text primary key, conversation text, said text, at timestamptz, key text unique)')
    const started = performance.now()
    for (let i = 0; i < n; i += BATCH) {
      const rows = Array.from({ length: Math.min(BATCH, n - i) }, (_, j) => i + j)
      await client.query({
        name: 'bare',
        text: 'insert into m select w.id, w.conversation, w.said, now(), w.key from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as w(id, conversation, said, key)',
        values: [rows.map(() => ids.next()), rows.map((r) => `c${Math.floor(r / EACH)}`), rows.map(says), rows.map((r) => `key-${r}`)],
      })
    }
    return round((n * 1000) / (performance.now() - started), 0)
  } finally {
    await client.end()
  }
}

/** As a platform's route does it: one event a call, the Intake gathers. */
async function throughStore(env: Readonly<Record<string, string>>, n: number): Promise<number> {
  const settings = readSettings({ ...env, LOG_LEVEL: 'silent', REDIS_URL: '' })
  const db = openPostgres(settings.databaseUrl ?? '', 10)
  const base = await createBase(settings, createLog({ level: 'silent' }), { db, close: () => db.close() }, ['console'])
  try {
    const say = (i: number) => {
      const who = `store-${Math.floor(i / EACH)}`
      const event = {
        ...API_CUSTOMERS,
        key: `store:${i}`,
        at: Date.now(),
        room: { id: who },
        from: { id: who, name: who },
        what: 'message' as const,
      }
      return base.intake({ events: [{ ...event, text: says(i), files: [], mentions: [], raw: { id: `m${i}` } }] })
    }
    await beside(500, (i) => say(n + i))
    const started = performance.now()
    await beside(n, say)
    return round((n * 1000) / (performance.now() - started), 0)
  } finally {
    await base.bell.close()
    base.metrics.close()
    await db.close()
  }
}

async function overHttp(dir: string, env: Readonly<Record<string, string>>, n: number): Promise<number> {
  const desk = await startDesk(dir, env, 'intake')
  try {
    const api = new ApiClient(desk)
    const say = async (i: number) => {
      const { status } = await api.say(`http-${Math.floor(i / EACH)}`, `m${i}`, says(i))
      if (status !== 202) throw new Error(`message ${i} was answered ${status}`)
    }
    await beside(500, (i) => say(n + i))
    const started = performance.now()
    await beside(n, say)
    return round((n * 1000) / (performance.now() - started), 0)
  } finally {
    await desk.stop()
  }
}

async function beside(n: number, work: (i: number) => Promise<unknown>): Promise<void> {
  let next = 0
  const one = async () => {
    for (let i = next++; i < n; i = next++) await work(i)
  }
  await Promise.all(Array.from({ length: BESIDE }, one))
}

/** One intake and one worker, both behind proxies that can fall silent. */
async function acknowledgements(dir: string, env: Readonly<Record<string, string>>): Promise<unknown> {
  const [database, redis] = [new URL(env['DATABASE_URL'] ?? ''), new URL(env['REDIS_URL'] ?? '')]
  const toDatabase = await startTcpProxy({ port: Number(database.port) })
  const toRedis = await startTcpProxy({ port: Number(redis.port) })
  database.port = String(toDatabase.port)
  redis.port = String(toRedis.port)
  const hangs = createServer(() => undefined)
  await new Promise<void>((resolve) => hangs.listen(0, '127.0.0.1', resolve))
  const model = { OPENAI_BASE_URL: `http://127.0.0.1:${(hangs.address() as AddressInfo).port}/v1`, OPENAI_API_KEY: 'none' }
  const far = { ...env, DATABASE_URL: database.href, REDIS_URL: redis.href }
  const desks: DeskProcess[] = []
  try {
    const intake = await startDesk(dir, far, 'intake')
    const worker = await startDesk(dir, env, 'worker')
    desks.push(intake, worker)
    await steady(intake, 'warm', 3)
    const calm = await steady(intake, 'calm')
    toRedis.set({ is: 'blackhole' })
    const withoutRedis = await steady(intake, 'redis')
    toRedis.set({ is: 'pass' })
    await worker.stop()
    const hanging = await startDesk(dir, { ...env, ...model }, 'worker')
    desks.push(hanging)
    const modelHangs = await steady(intake, 'model')
    hanging.kill('SIGKILL')
    await hanging.exited
    const workerDead = await steady(intake, 'dead')
    toDatabase.set({ is: 'reset' })
    const withoutDatabase = await steady(intake, 'down', DOWN_SECONDS)
    toDatabase.set({ is: 'pass' })
    await new Promise((resolve) => setTimeout(resolve, 2_000))
    const back = await steady(intake, 'back', 3)
    return { calm, withoutRedis, modelHangs, workerDead, withoutDatabase, back }
  } finally {
    for (const desk of desks) await desk.stop().catch(() => undefined)
    await toDatabase.close()
    await toRedis.close()
    hangs.closeAllConnections()
    await new Promise((resolve) => hangs.close(resolve))
  }
}

/** At a fixed pace whatever the answers do, as the outside world sends. */
async function steady(desk: DeskProcess, tag: string, seconds = STEADY_SECONDS) {
  const api = new ApiClient(desk)
  const acks: number[] = []
  const answers: Record<string, number> = {}
  const sending: Promise<void>[] = []
  const started = performance.now()
  for (let i = 0; i < seconds * PER_SECOND; i++) {
    const wait = started + (i * 1000) / PER_SECOND - performance.now()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    const since = performance.now()
    const counted = (status: number) => {
      acks.push(performance.now() - since)
      answers[status] = (answers[status] ?? 0) + 1
    }
    sending.push(
      api.say(`${tag}-${Math.floor(i / EACH)}`, `m${i}`, says(i)).then(
        ({ status }) => counted(status),
        () => counted(0),
      ),
    )
  }
  await Promise.all(sending)
  process.stderr.write(`${tag}: ${JSON.stringify(answers)}\n`)
  return { p50: round(quantile(acks, 0.5)), p99: round(quantile(acks, 0.99)), max: round(Math.max(...acks)), answers }
}
