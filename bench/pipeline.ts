/**
 * From `POST /v1/messages` to the card drawn in the web room, on the embedded default with debounce 0: one
 * message each of N customers as fast as they are taken, then acknowledgement times at a steady 100 events a
 * second, with the classifier retraining half of the time. Side by side with the bare pipeline: the same number of
 * tickets through four transactions each on a bare PGlite with the same settings.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ApiClient } from '../testing/api-client.ts'
import { cpuSeconds, startDesk } from '../testing/desk-process.ts'
import { withQuickTalk } from '../testing/quick-talk.ts'
import { followCards, settledCards } from '../testing/shown-cards.ts'
import { barePipeline } from './bare-pipeline.ts'
import { quantile, round } from './quantile.ts'
import { BESIDE, STEADY_SECONDS, says } from './says.ts'

const STEADY_PER_SECOND = 100

/** `pipeline [tickets]`; where DATABASE_URL and REDIS_URL are set, `pipeline [tickets] [--workers K] [--at PER_SECOND]` on those. */
export async function run(args: readonly string[]): Promise<unknown> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { workers: { type: 'string' }, at: { type: 'string' } },
  })
  const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl } = process.env
  if (databaseUrl && redisUrl) {
    const { serverPipeline } = await import('./server-pipeline.ts')
    return serverPipeline({
      n: Number(positionals[0] ?? 5_000),
      perSecond: Number(values.at ?? 150),
      workers: Number(values.workers ?? 0),
      databaseUrl,
      redisUrl,
    })
  }
  const n = Number(positionals[0] ?? 2_000)
  const dir = await mkdtemp(join(tmpdir(), 'relaydesk-bench-'))
  const config = join(dir, 'desk.yaml')
  const shipped = await readFile(new URL('../config/desk.yaml', import.meta.url), 'utf8')
  await writeFile(config, withQuickTalk(shipped))
  const desk = await startDesk(dir, { DESK_CONFIG: config })
  try {
    const api = new ApiClient(desk)
    await flood(api, 50, 'warm')
    const lagBefore = await lag(api)
    const cpuBefore = await cpuSeconds(desk.pid)
    const flooded = await flood(api, n, 'flood')
    const cpu = (await cpuSeconds(desk.pid)) - cpuBefore
    const floodLag = await lag(api)
    const calm = await steady(api, 'calm', STEADY_SECONDS)
    const calmLag = await lag(api)
    void api.post('/v1/settings/retrain', {})
    const training = await steady(api, 'training', STEADY_SECONDS)
    const trainingLag = await lag(api)
    const bare = await barePipeline(Math.min(n, 1_000))
    return {
      tickets: n,
      ...flooded,
      cpuMsPerTicket: round((cpu * 1000) / n, 2),
      bareTicketsPerSecond: bare.ticketsPerSecond,
      ratio: round(flooded.ticketsPerSecond / bare.ticketsPerSecond, 2),
      loopLagMs: { p99: floodLag, p99Steady: calmLag, p99Training: trainingLag, before: lagBefore },
      ackMsAt100PerSecond: calm,
      ackMsAt100PerSecondWhileTraining: training,
      firstReadyMs: round(desk.readyMs, 0),
    }
  } finally {
    await desk.stop()
    await rm(dir, { recursive: true, force: true })
  }
}

async function flood(
  api: ApiClient,
  n: number,
  tag: string,
): Promise<{ ticketsPerSecond: number; seconds: number; lost: number; cardMs: { p50: number; p99: number } }> {
  const cards = await followCards(api)
  const before = new Set((await api.tickets()).map((t) => t.number))
  const said = new Map<string, number>()
  const started = Date.now()
  let next = 0
  const customer = async () => {
    for (let i = next++; i < n; i = next++) {
      const name = `${tag}-${i}`
      said.set(name, Date.now())
      const { status } = await api.say(name, 'm', says(i), name)
      if (status !== 202) throw new Error(`message ${i} was answered ${status}`)
      if (i % 500 === 0) process.stderr.write(`\r${tag}: ${i}/${n}`)
    }
  }
  await Promise.all(Array.from({ length: BESIDE }, customer))
  process.stderr.write('\n')
  const made = await settledCards(api, cards, before, 120_000)
  const times = made.flatMap((t) => (t.shownAt === null ? [] : [t.shownAt]))
  const seconds = (Math.max(...times) - started) / 1000
  const delays = made.flatMap((t) => (t.shownAt === null ? [] : [t.shownAt - (said.get(t.customer) ?? t.shownAt)]))
  return {
    ticketsPerSecond: round(times.length / seconds),
    seconds: round(seconds, 2),
    lost: n - times.length,
    cardMs: { p50: round(quantile(delays, 0.5)), p99: round(quantile(delays, 0.99)) },
  }
}

/** Sends at a fixed pace whatever the answers do, as the outside world does. */
async function steady(api: ApiClient, tag: string, seconds: number): Promise<{ p50: number; p99: number; max: number; failed: number }> {
  const acks: number[] = []
  let failed = 0
  const sending: Promise<void>[] = []
  const started = performance.now()
  for (let i = 0; i < seconds * STEADY_PER_SECOND; i++) {
    const wait = started + (i * 1000) / STEADY_PER_SECOND - performance.now()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    const at = performance.now()
    sending.push(
      api.say(`${tag}-${i}`, 'm', says(i), `${tag}-${i}`).then(
        (answer) => {
          acks.push(performance.now() - at)
          if (answer.status !== 202) failed++
        },
        () => {
          failed++
        },
      ),
    )
  }
  await Promise.all(sending)
  return { p50: round(quantile(acks, 0.5)), p99: round(quantile(acks, 0.99)), max: round(Math.max(...acks)), failed }
}

/** Event loop lag since the last look, p99 in milliseconds, as the desk's own metrics say. */
async function lag(api: ApiClient): Promise<number> {
  const response = await fetch(`${api.url}/metrics`, { headers: { authorization: `Bearer ${api.token}` } })
  const seconds = /^relaydesk_event_loop_lag_p99_seconds (\S+)/m.exec(await response.text())?.[1]
  return round(Number(seconds ?? Number.NaN) * 1000)
}
