/**
 * Slack on PostgreSQL and Redis, all in one run. First: a reply in a thread, signed, until it is sent to the customer on
 * the web channel, beside the bare pipeline and the echo of Vercel's Chat SDK where that is installed. Then: a signed event, committed, answered with 200, by a process `intake`
 * alone beside Bolt with its own receiver, once as an echo and once with a listener that does nothing, in turns.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type pg from 'pg'
import { ApiClient } from '../testing/api-client.ts'
import type { DeskProcess } from '../testing/desk-process.ts'
import { withQuickTalk } from '../testing/quick-talk.ts'
import { bareServer } from './bare-server.ts'
import { besideChatSdk } from './beside-chat-sdk.ts'
import { quantile, round } from './quantile.ts'
import { says } from './says.ts'
import { onServer } from './server-desk.ts'
import { latency, messageEvent, SIGNING_SECRET, SlackLoad } from './slack-load.ts'
import type { StubSlack } from './stub-slack.ts'

const ROUNDS = 5
/** Before the first round, at each: a platform seldom talks to a process that was started a moment ago. */
const WARM_UP = 2_000
const TICKETS = 64
const CHANNELS = 200
const STEADY_SECONDS = 6
const STEADY_PER_SECOND = 100
const LATEST_MS = 120_000

/** `slack [events]`: with DATABASE_URL and REDIS_URL, as `bash testing/services/with.sh npm run bench -- slack` sets them. */
export async function run(args: readonly string[]): Promise<unknown> {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true })
  const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl } = process.env
  if (!databaseUrl || !redisUrl) throw new Error('Run it on services: bash testing/services/with.sh npm run bench -- slack')
  const n = Number(positionals[0] ?? 2_000)
  return onServer({ databaseUrl, redisUrl }, inSlack, async ({ start, watch, slack, bareUrl }) => {
    const all = await start()
    const replied = await replies(all, watch, n)
    await all.stop()
    const intake = await start('intake')
    const acked = await acknowledgements(intake.url, slack, watch, n)
    await intake.stop()
    const peer = await bareServer(n, bareUrl, redisUrl)
    const chatSdk = await besideChatSdk(n)
    if ('absent' in chatSdk) process.stderr.write(`the peer Chat SDK is ${chatSdk.absent}\n`)
    return {
      backend: 'postgres+redis',
      events: n,
      acknowledged: acked,
      replies: {
        ...replied,
        barePipelinePerSecond: peer.ticketsPerSecond,
        ratio: round(replied.perSecond / peer.ticketsPerSecond, 2),
        floor: 0.7,
        chatSdk,
        ...('absent' in chatSdk ? {} : { chatSdkRatio: round(replied.perSecond / chatSdk.perSecond, 2), chatSdkFloor: 0.5 }),
      },
    }
  })
}

/** The shipped configuration with after-sales in Slack, found by a word of the message, and no debounce. */
function inSlack(shipped: string): string {
  return withQuickTalk(shipped)
    .replace(/\nrouting:\n/, '\nrouting:\n  - name: bench\n    when: { contains: ["口红"] }\n    team: after-sales\n')
    .replace('{ channel: web, account: desk, room: after-sales }', '{ channel: slack, account: T1, room: C1000 }')
    .replace('{ channel: web, account: desk, id: lin }', '{ channel: slack, account: T1, id: ULIN }')
}

/** From the thread message to the row `sent` of the customer's delivery, on tickets that have an owner. */
async function replies(desk: DeskProcess, watch: pg.Pool, n: number): Promise<{ readonly perSecond: number; readonly lost: number }> {
  const api = new ApiClient(desk)
  for (let i = 0; i < TICKETS; i++) {
    const room = `bench-${i}`
    await api.post(`/web/rooms/${room}/messages`, { id: `say-${i}`, as: room, text: `我上周买的口红断了，订单号 ${20260112000 + i}` })
  }
  const threads = await until(async () => {
    const { rows } = await watch.query<{ number: string; ref: string; channel: string }>(
      'select t.number, c.ref, r.channel from card c join ticket t on t.id = c.ticket_id join room r on r.id = c.room_id where c.message_id is null and c.ref is not null',
    )
    // Some are another team's, whose rooms are not in Slack.
    return rows.length >= TICKETS ? rows.filter(({ channel }) => channel === 'slack') : null
  })
  for (const { number } of threads) await api.post(`/v1/tickets/T-${number}/commands`, { as: 'lin', command: 'take', args: {} })
  const load = new SlackLoad(desk.url)
  const reply = (i: number) =>
    messageEvent({
      channel: 'C1000',
      user: 'ULIN',
      thread_ts: threads[i % threads.length]?.ref ?? '',
      text: `reply 您好，第 ${i} 步已经办好`,
    })
  const sent = async () => {
    const { rows } = await watch.query<{ n: string; last: string }>(
      "select count(*) as n, extract(epoch from max(d.sent_at)) * 1000 as last from delivery d join message m on m.id = d.message_id where m.kind = 'reply' and d.state = 'sent'",
    )
    return { n: Number(rows[0]?.n ?? 0), last: Number(rows[0]?.last ?? 0) }
  }
  try {
    await load.flood(100, reply)
    const before = await until(async () => ((await sent()).n >= 100 ? sent() : null))
    const started = Date.now()
    await load.flood(n, reply)
    const after = await until(async () => ((await sent()).n >= before.n + n ? sent() : null)).catch(sent)
    const done = after.n - before.n
    return { perSecond: round((done * 1000) / (after.last - started)), lost: n - done }
  } finally {
    await load.close()
  }
}

/** Throughput and waits of the desk and both peers, in turns, so that a busy machine is busy for all. */
async function acknowledgements(url: string, slack: StubSlack, watch: pg.Pool, n: number) {
  const bolts = [await startBolt({ SLACK_API_URL: slack.url }), await startBolt({ SLACK_API_URL: '' })] as const
  const side = (name: string, base: string) => ({
    name,
    load: new SlackLoad(base),
    perSecond: [] as number[],
    ms: [] as number[],
    paced: [] as number[],
  })
  const [echo, idle, desk] = [side('bolt echoing', bolts[0].url), side('bolt idle', bolts[1].url), side('desk', url)]
  const all = [echo, idle, desk]
  const said = (i: number) => messageEvent({ channel: `C2${i % CHANNELS}`, user: `U2${i % CHANNELS}`, text: says(i) })
  try {
    const posted = sum(slack.posted)
    for (const { load } of all) await load.flood(WARM_UP, said)
    // An echo acknowledges first and speaks later: nobody else is measured while it does.
    const echoed = (events: number) => until(async () => (sum(slack.posted) >= posted + events ? true : null))
    await echoed(WARM_UP)
    const before = await customerMessages(watch)
    for (let round = 1; round <= ROUNDS; round++)
      for (const each of all) {
        const { perSecond, ms } = await each.load.flood(n, said)
        each.perSecond.push(perSecond)
        each.ms.push(...ms)
        if (each === echo) await echoed(WARM_UP + (round - 1) * (n + STEADY_SECONDS * STEADY_PER_SECOND) + n)
        each.paced.push(...(await each.load.steady(STEADY_SECONDS, STEADY_PER_SECOND, said)))
        if (each === echo) await echoed(WARM_UP + round * (n + STEADY_SECONDS * STEADY_PER_SECOND))
        process.stderr.write(`round ${round}: ${each.name} ${perSecond.toFixed(0)}/s\n`)
      }
    const wanted = ROUNDS * (n + STEADY_SECONDS * STEADY_PER_SECOND)
    const of = ({ perSecond, ms, paced }: typeof desk) => ({
      perSecond: round(quantile(perSecond, 0.5)),
      ackMs: latency(ms),
      ackMsAt100PerSecond: latency(paced),
    })
    const [ours, echoing, nothing] = [of(desk), of(echo), of(idle)]
    return {
      desk: ours,
      boltEcho: echoing,
      boltIdle: nothing,
      ratio: round(ours.perSecond / echoing.perSecond, 2),
      floor: 0.6,
      ratioToIdle: round(ours.perSecond / nothing.perSecond, 2),
      p99MoreMsAt100PerSecond: round(ours.ackMsAt100PerSecond.p99 - echoing.ackMsAt100PerSecond.p99),
      most: 30,
      p99MoreMsThanIdle: round(ours.ackMsAt100PerSecond.p99 - nothing.ackMsAt100PerSecond.p99),
      lost: wanted - ((await customerMessages(watch)) - before),
    }
  } finally {
    for (const { load } of all) await load.close()
    for (const { child } of bolts) child.kill('SIGTERM')
  }
}

const sum = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((all, n) => all + n, 0)

async function customerMessages(watch: pg.Pool): Promise<number> {
  const { rows } = await watch.query<{ n: string }>("select count(*) as n from message where kind = 'customer'")
  return Number(rows[0]?.n ?? 0)
}

async function startBolt(more: Readonly<Record<string, string>>): Promise<{ readonly url: string; readonly child: ChildProcess }> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./bare-bolt.ts', import.meta.url))], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, SLACK_SIGNING_SECRET: SIGNING_SECRET, ...more },
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk
  })
  const url = await until(async () => /READY (http:\/\/\S+)/.exec(output)?.[1] ?? null)
  return { url, child }
}

async function until<T>(look: () => Promise<T | null>): Promise<T> {
  for (const end = Date.now() + LATEST_MS; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 50))) {
    const found = await look()
    if (found !== null) return found
  }
  throw new Error('it did not come')
}
