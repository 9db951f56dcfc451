/**
 * Slack on PostgreSQL and Redis, all in one run. First: a reply in a thread, signed, until it is sent to the customer on
 * the web channel, beside the bare pipeline and the echo of Vercel's Chat SDK where that is installed. Then: a signed event, committed, answered with 200, by a process `intake`
 * alone beside Bolt's own receiver with a listener that does nothing, round after round in turns.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type pg from 'pg'
import { ApiClient } from '../testing/api-client.ts'
import type { DeskProcess } from '../testing/desk-process.ts'
import { bareServer } from './bare-server.ts'
import { besideChatSdk } from './beside-chat-sdk.ts'
import { quantile, round } from './quantile.ts'
import { says } from './says.ts'
import { onServer, withoutPause } from './server-desk.ts'
import { latency, messageEvent, SIGNING_SECRET, SlackLoad } from './slack-load.ts'

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
  return onServer({ databaseUrl, redisUrl }, inSlack, async ({ start, watch, bareUrl }) => {
    const all = await start()
    const replied = await replies(all, watch, n)
    await all.stop()
    const intake = await start('intake')
    const acked = await acknowledgements(intake.url, watch, n)
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
  return withoutPause(shipped)
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

/** Throughput and waits of both, in turns, so that a busy machine is busy for both. */
async function acknowledgements(url: string, watch: pg.Pool, n: number) {
  const bolt = await startBolt()
  const [ours, theirs] = [new SlackLoad(url), new SlackLoad(bolt.url)]
  const said = (i: number) => messageEvent({ channel: `C2${i % CHANNELS}`, user: `U2${i % CHANNELS}`, text: says(i) })
  try {
    for (const load of [ours, theirs]) await load.flood(WARM_UP, said)
    const before = await customerMessages(watch)
    const [mine, peer]: { perSecond: number[]; ms: number[]; paced: number[] }[] = [
      { perSecond: [], ms: [], paced: [] },
      { perSecond: [], ms: [], paced: [] },
    ]
    for (let round = 0; round < ROUNDS; round++)
      for (const [load, told] of [
        [theirs, peer],
        [ours, mine],
      ] as const) {
        const { perSecond, ms } = await load.flood(n, said)
        told?.perSecond.push(perSecond)
        told?.ms.push(...ms)
        told?.paced.push(...(await load.steady(STEADY_SECONDS, STEADY_PER_SECOND, said)))
        process.stderr.write(`round ${round + 1}: ${load === ours ? 'desk' : 'bolt'} ${round2(perSecond)}/s\n`)
      }
    const wanted = ROUNDS * (n + STEADY_SECONDS * STEADY_PER_SECOND)
    const [we, they] = [mine, peer].map((told) => ({
      perSecond: round(quantile(told?.perSecond ?? [], 0.5)),
      ackMs: latency(told?.ms ?? []),
      ackMsAt100PerSecond: latency(told?.paced ?? []),
    }))
    if (!we || !they) throw new Error('nothing was measured')
    return {
      desk: we,
      bolt: they,
      ratio: round(we.perSecond / they.perSecond, 2),
      floor: 0.6,
      p99MoreMsAt100PerSecond: round(we.ackMsAt100PerSecond.p99 - they.ackMsAt100PerSecond.p99),
      p99MoreMsInFlood: round(we.ackMs.p99 - they.ackMs.p99),
      most: 30,
      lost: wanted - ((await customerMessages(watch)) - before),
    }
  } finally {
    for (const load of [ours, theirs]) await load.close()
    bolt.child.kill('SIGTERM')
  }
}

const round2 = (value: number): string => value.toFixed(0)

async function customerMessages(watch: pg.Pool): Promise<number> {
  const { rows } = await watch.query<{ n: string }>("select count(*) as n from message where kind = 'customer'")
  return Number(rows[0]?.n ?? 0)
}

async function startBolt(): Promise<{ readonly url: string; readonly child: ChildProcess }> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./bare-bolt.ts', import.meta.url))], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, SLACK_SIGNING_SECRET: SIGNING_SECRET },
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
