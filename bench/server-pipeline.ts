/**
 * The pipeline on PostgreSQL and Redis: N customers, one message each over the API channel, until each ticket's card
 * has been posted to a stub of Slack's Web API, in 50 team channels. Then a steady pace, and the bare pipeline in the
 * same run. `--workers K`: one intake and K workers instead of one process that does all.
 */
import { readFile } from 'node:fs/promises'
import type pg from 'pg'
import { ApiClient } from '../testing/api-client.ts'
import type { DeskProcess } from '../testing/desk-process.ts'
import { withQuickTalk } from '../testing/quick-talk.ts'
import { bareServer } from './bare-server.ts'
import { quantile, round } from './quantile.ts'
import { BESIDE, STEADY_SECONDS, says } from './says.ts'
import { onServer, type Services } from './server-desk.ts'

const TEAMS = 50
const LATEST_MS = 120_000

interface Options extends Services {
  readonly n: number
  readonly perSecond: number
  readonly workers: number
}

export async function serverPipeline({ n, perSecond, workers, databaseUrl, redisUrl }: Options): Promise<unknown> {
  return onServer({ databaseUrl, redisUrl }, manyTeams, async ({ start, watch, slack, bareUrl }) => {
    const desks: DeskProcess[] = [await start()]
    if (workers > 0) {
      // `all` has brought the schema up to date and trained the model; from here on each process has one job.
      await desks.pop()?.stop()
      desks.push(await start('intake'))
      for (let i = 0; i < workers; i++) desks.push(await start('worker'))
    }
    const first = desks[0]
    if (!first) throw new Error('no desk')
    const api = new ApiClient(first)
    await flood(api, watch, 200, 'warm')
    const flooded = await flood(api, watch, n, 'flood')
    const steadied = await steady(api, watch, perSecond)
    const doubled = { posts: [...slack.posted.values()].filter((times) => times > 1).length, ...(await doubledRows(watch)) }
    const memoryMb = await Promise.all(desks.map(async (desk) => residentMb(desk.pid)))
    for (const desk of desks) await desk.stop()
    const peer = await bareServer(Math.min(n, 3_000), bareUrl, redisUrl)
    return {
      backend: 'postgres+redis',
      processes: workers === 0 ? 'all' : `intake + ${workers} workers`,
      tickets: n,
      ...flooded,
      doubled,
      bareTicketsPerSecond: peer.ticketsPerSecond,
      ratio: round(flooded.ticketsPerSecond / peer.ticketsPerSecond, 2),
      [`at${perSecond}PerSecond`]: steadied,
      memoryMb,
    }
  })
}

/** The shipped configuration with 50 teams in as many Slack channels, found by a word of the message, and no debounce. */
function manyTeams(shipped: string): string {
  const keys = Array.from({ length: TEAMS }, (_, i) => `team-${i}`)
  const team = (key: string, i: number) => `  - key: ${key}
    labels: { zh-CN: ${key}, zh-TW: ${key}, en: ${key} }
    lang: en
    rooms:
      - { channel: slack, account: T1, room: C${1000 + i} }\n`
  const rule = (key: string, i: number) => `  - name: ${key}\n    when: { contains: ["${word(i)}"] }\n    team: ${key}\n`
  return withQuickTalk(shipped)
    .replace(/\nteams:\n/, `\nteams:\n${keys.map(team).join('')}`)
    .replace(/\nrouting:\n/, `\nrouting:\n${keys.map(rule).join('')}`)
}

const word = (i: number) => `kettle-${String(i).padStart(2, '0')}x`
const text = (i: number) => `${says(i)} ${word(i % TEAMS)}`

async function flood(api: ApiClient, watch: pg.Pool, n: number, tag: string) {
  const before = await cardsSent(watch)
  const started = Date.now()
  let next = 0
  const customer = async () => {
    for (let i = next++; i < n; i = next++) {
      const { status } = await api.say(`${tag}-${i}`, 'm', text(i), `${tag}-${i}`)
      if (status !== 202) throw new Error(`message ${i} was answered ${status}`)
      if (i % 500 === 0) process.stderr.write(`\r${tag}: ${i}/${n}`)
    }
  }
  await Promise.all(Array.from({ length: BESIDE }, customer))
  const intakeSeconds = (Date.now() - started) / 1000
  const sent = await untilSent(watch, before + n)
  process.stderr.write('\n')
  const { rows } = await watch.query<{ last: number }>(
    "select extract(epoch from max(sent_at)) * 1000 as last from delivery where kind = 'card' and state = 'sent'",
  )
  const seconds = (Number(rows[0]?.last ?? started) - started) / 1000
  return {
    ticketsPerSecond: round((sent - before) / seconds),
    seconds: round(seconds, 2),
    intakePerSecond: round(n / intakeSeconds),
    lost: n - (sent - before),
  }
}

/** Sends at a fixed pace whatever the answers do, as the outside world does; times from sending to acknowledgement and to the card's posting. */
async function steady(api: ApiClient, watch: pg.Pool, perSecond: number) {
  const before = await cardsSent(watch)
  const n = STEADY_SECONDS * perSecond
  const acks: number[] = []
  const said = new Map<string, number>()
  const sending: Promise<void>[] = []
  let failed = 0
  const started = performance.now()
  for (let i = 0; i < n; i++) {
    const wait = started + (i * 1000) / perSecond - performance.now()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    const at = performance.now()
    said.set(`steady-${i}`, Date.now())
    const answer = api.say(`steady-${i}`, 'm', text(i), `steady-${i}`)
    sending.push(
      answer.then(
        ({ status }) => {
          acks.push(performance.now() - at)
          if (status !== 202) failed++
        },
        () => {
          failed++
        },
      ),
    )
  }
  await Promise.all(sending)
  const sent = await untilSent(watch, before + n)
  const { rows } = await watch.query<{ name: string; sent: number }>(
    "select c.name, extract(epoch from d.sent_at) * 1000 as sent from delivery d join ticket t on t.id = d.ticket_id join customer c on c.id = t.customer_id where d.kind = 'card' and d.state = 'sent' and c.name like 'steady-%'",
  )
  const delays = rows.map((row) => Number(row.sent) - (said.get(row.name) ?? 0))
  return {
    ackMs: { p50: round(quantile(acks, 0.5)), p99: round(quantile(acks, 0.99)) },
    cardMs: { p50: round(quantile(delays, 0.5)), p99: round(quantile(delays, 0.99)) },
    failed,
    lost: n - (sent - before),
  }
}

async function cardsSent(watch: pg.Pool): Promise<number> {
  const { rows } = await watch.query<{ n: string }>("select count(*) as n from delivery where kind = 'card' and state = 'sent'")
  return Number(rows[0]?.n ?? 0)
}

/** Customers, who each said one thing, with more than one ticket; tickets with more than one card. */
async function doubledRows(watch: pg.Pool): Promise<{ readonly tickets: number; readonly cards: number }> {
  const more = async (column: string, table: string) =>
    (await watch.query(`select ${column} from ${table} group by ${column} having count(*) > 1`)).rows.length
  return { tickets: await more('customer_id', 'ticket'), cards: await more('ticket_id', 'card') }
}

/** Waits for so many cards, or until none has come for ten seconds. */
async function untilSent(watch: pg.Pool, wanted: number): Promise<number> {
  let sent = 0
  let changed = Date.now()
  for (const end = Date.now() + LATEST_MS; Date.now() < end && Date.now() - changed < 10_000; ) {
    const now = await cardsSent(watch)
    if (now !== sent) changed = Date.now()
    sent = now
    if (sent >= wanted) break
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  return sent
}

async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
}
