/** The send loop: one platform call per delivery, in the order of its lane; what came of it is kept. */
import type { Channel, ChannelName, Outcome } from '../bot/ports/channel.ts'
import type { Loop as Loops, Rings, SendStore, SendWork } from '../bot/ports/stores.ts'
import { BREATH, breathe } from '../kit/breathe.ts'
import { fault } from '../kit/failpoint.ts'
import type { Log } from '../kit/log.ts'
import type { Metrics } from '../kit/metrics.ts'
import type { Bell } from '../kit/ports/bell.ts'
import { clock } from '../kit/tracing.ts'
import { type BatchBounds, BatchSize } from './batch-size.ts'
import { LateLanes } from './late-lanes.ts'
import { lookFor, placeOf, type SendResult as Result } from './look-for.ts'
import { type Loop, runLoop } from './loop.ts'
import { traceSend } from './trace-work.ts'

/** The bounds are of the lanes of one batch. */
export interface SendOptions extends BatchBounds {
  readonly store: SendStore
  readonly channels: ReadonlyMap<ChannelName, Channel>
  readonly bell: Bell
  readonly log: Log
  readonly metrics: Metrics
  /** Milliseconds until one of these channels takes what it put off; null: nothing waits for that. */
  readonly nextDueMs: (channels: readonly ChannelName[]) => Promise<number | null>
}

const POLL_MS = 1_000
/** A platform that does not answer within this time may have done it: the send is in doubt, or simply repeated where a repeat is harmless. */
const SEND_MS = 10_000
const REPEAT_MS = 1_000

/** Lanes that have not answered by then are waited for apart: one platform that hangs holds up no other, and no ping. */
const PROMPT_MS = 100
/** So many lanes are waited for apart at most; their leases outlast their calls. */
const MOST_LATE = 256

export function startSend(options: SendOptions): Loop {
  const size = new BatchSize(options)
  const late = new LateLanes<Result>(MOST_LATE, (results) => settleAll(options, results, true))
  const paced = [...options.channels.values()].flatMap(({ name, can }) => (can.paceMs > 0 || can.find ? [name] : []))
  const loop = runLoop({
    work: 'send',
    bell: options.bell,
    pollMs: POLL_MS,
    // Nobody rings when a pace ends.
    ...(paced.length > 0 ? { nextDueMs: () => options.nextDueMs(paced) } : {}),
    step: () => step(options, size, late),
    failed: (error) => options.log.error('send failed', { error }),
  })
  return {
    stop: async () => {
      await loop.stop()
      await late.over()
    },
  }
}

async function step(options: SendOptions, size: BatchSize, late: LateLanes<Result>): Promise<boolean> {
  const works = await options.store.claim([...options.channels.keys()], Math.min(size.now, await late.room()))
  size.had(works.length)
  if (works.length === 0) return false
  fault('after_send_claim')
  // What is looked for in one place is looked for together, whichever lanes it came by.
  const groups = [...Map.groupBy(works, (work) => (work.doubtMs === undefined ? work.lane : placeOf(work))).values()]
  await settleAll(options, await promptOnes(options, groups, late))
  return true
}

/** The results of those that answer at once. */
async function promptOnes(options: SendOptions, groups: readonly SendWork[][], late: LateLanes<Result>): Promise<readonly Result[]> {
  const prompt: Result[] = []
  let over = false
  const begin = async (group: readonly SendWork[]) => {
    const results = group[0]?.doubtMs === undefined ? await sendInOrder(options, group) : await looked(options, group)
    if (over) await late.keep(results)
    else prompt.push(...results)
  }
  const running: Promise<void>[] = []
  for (const [i, group] of groups.entries()) {
    if (i % BREATH === BREATH - 1) await breathe()
    running.push(begin(group))
  }
  let timer: NodeJS.Timeout | undefined
  const enough = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, PROMPT_MS)
  })
  const pending = new Set(running)
  for (const each of running) void each.finally(() => pending.delete(each))
  await Promise.race([Promise.all(running), enough])
  clearTimeout(timer)
  over = true
  for (const each of pending) late.add(each)
  return prompt
}

/** The loop looks for more after its own step; for what it did not wait for it is rung. */
async function settleAll(options: SendOptions, results: readonly Result[], late = false): Promise<void> {
  if (results.length === 0) return
  fault('after_send_before_settle')
  const rings = await settle(options, results)
  for (const work of rings) if (late || work !== 'send') options.bell.ring(work)
  fault('after_settle')
}

/** What cannot be kept of one lane must not take the others with it: their sends have happened. */
async function settle(options: SendOptions, results: readonly Result[]): Promise<Rings> {
  const lanes = [...Map.groupBy(results, ({ work }) => work.lane).values()]
  try {
    return (await options.store.settle(results)).rings
  } catch (error) {
    if (lanes.length === 1) options.log.error('outcomes could not be kept', { lane: lanes[0]?.[0]?.work.lane ?? '', error })
    const rings = new Set<Loops>()
    if (lanes.length > 1) for (const lane of lanes) for (const work of await settle(options, lane)) rings.add(work)
    return rings
  }
}

async function sendInOrder(options: SendOptions, lane: readonly SendWork[]): Promise<readonly Result[]> {
  if (lane[0] && options.channels.get(lane[0].channel)?.can.keepsOrder)
    return Promise.all(lane.map(async (work) => counted(options, work, await send(options, work))))
  const results: Result[] = []
  let stopped: Outcome | null = null
  for (const work of lane) {
    // After a “later” the rest of the lane waits too: order is kept.
    const outcome: Outcome = stopped ?? (await send(options, work))
    if ('later' in outcome) stopped = outcome
    results.push(counted(options, work, outcome))
  }
  return results
}

async function looked(options: SendOptions, works: readonly SendWork[]): Promise<readonly Result[]> {
  const channel = options.channels.get(works[0]?.channel ?? '')
  const results = channel
    ? await lookFor(channel, works, SEND_MS, options.log)
    : works.map((work): Result => ({ work, outcome: { unknown: true } }))
  return results.map(({ work, outcome }) => counted(options, work, outcome))
}

function counted(options: SendOptions, work: SendWork, outcome: Outcome): Result {
  options.metrics.deliveries.inc({ channel: work.channel, outcome: Object.keys(outcome)[0] ?? '' })
  return { work, outcome }
}

async function send(options: SendOptions, work: SendWork): Promise<Outcome> {
  const channel = options.channels.get(work.channel)
  if (!channel) return { refused: 'CHANNEL_UNKNOWN' }
  const done = options.metrics.deliverySeconds.startTimer({ channel: work.channel })
  const started = clock()
  const unanswered: Outcome = channel.can.idempotent ? { later: REPEAT_MS } : { unknown: true }
  let outcome: Outcome = unanswered
  let timer: NodeJS.Timeout | undefined
  try {
    const late = new Promise<Outcome>((resolve) => {
      timer = setTimeout(() => resolve(unanswered), SEND_MS)
    })
    outcome = await Promise.race([channel.send(work.outgoing), late])
  } catch (error) {
    options.log.warn('a channel threw', { channel: work.channel, delivery: work.outgoing.id, error })
  } finally {
    clearTimeout(timer)
    done()
    traceSend(work, outcome, started)
  }
  return outcome
}
