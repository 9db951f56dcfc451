/**
 * Channels in other processes and languages, which join over /v1/channels: they post what they hear, ask for
 * what is to be sent, and tell what came of it. A delivery is lent for a while; one whose outcome does not
 * come is handed out again under the same id.
 */
import { DeskError } from '../../bot/errors.ts'
import type { InstantAnswer, Intake, Outcome, Outgoing } from '../../bot/ports/channel.ts'
import type { CardStore, CardWork, Rings, SendStore } from '../../bot/ports/stores.ts'
import type { Bell } from '../../kit/ports/bell.ts'
import type { Blobs } from '../../kit/ports/blobs.ts'
import { decodeRemoteEvent, type RemoteEvent } from './decode.ts'
import { LaneBatch } from './lane-batch.ts'
import { storedFiles } from './stored-files.ts'

export interface RemoteOptions {
  readonly intake: Intake
  readonly sends: SendStore
  readonly cards: CardStore
  readonly bell: Pick<Bell, 'ring'>
  readonly blobs: Pick<Blobs, 'get'>
  /** Names a remote channel may not have. */
  readonly builtIn: readonly string[]
  readonly now?: () => number
  /** After this long a batch reported in part is settled: a little before its lane's lease of 15 s ends. */
  readonly settleMs?: number
  /** How often a waiting poll looks. */
  readonly lookMs?: number
}

export interface RemoteChannels {
  take(channel: string, events: readonly RemoteEvent[]): Promise<readonly InstantAnswer[]>
  /** Lends what is due, from at most `limit` rooms; waits up to `waitMs` while nothing is. */
  deliveries(
    channel: string,
    options: { readonly waitMs: number; readonly limit: number; readonly signal: AbortSignal },
  ): Promise<readonly Outgoing[]>
  /** Repeats are harmless. MESSAGE_NOT_FOUND for a delivery that was not lent to this channel by this process. */
  settle(channel: string, id: string, outcome: Outcome): Promise<void>
  /** Ends the polls that wait. */
  close(): Promise<void>
}

const SETTLE_MS = 12_000
const LOOK_MS = 500
/** Deliveries remembered after they were settled, so that a late or repeated outcome is understood. */
const REMEMBERED = 5_000

type Lent =
  | { readonly is: 'batch'; readonly batch: LaneBatch }
  | { readonly is: 'card'; readonly work: CardWork }
  /** Queued again without an outcome; one that comes late is kept for when it is lent again. */
  | { readonly is: 'returned'; readonly late: Outcome | null }
  | { readonly is: 'settled' }

export function createRemoteChannels(options: RemoteOptions): RemoteChannels {
  const { intake, sends, cards, bell, blobs, builtIn, now = Date.now, settleMs = SETTLE_MS, lookMs = LOOK_MS } = options
  const lent = new Map<string, Lent>()
  const timers = new Map<LaneBatch, NodeJS.Timeout>()
  const closing = new AbortController()
  const keyOf = (channel: string, id: string) => `${channel}/${id}`

  const named = (channel: string) => {
    if (!/^[a-z][a-z0-9-]{1,30}$/.test(channel) || builtIn.includes(channel))
      throw new DeskError('CHANNEL_UNKNOWN', { channel: channel.slice(0, 40) })
  }

  const remember = (key: string, what: Lent) => {
    lent.delete(key)
    lent.set(key, what)
    if (lent.size <= REMEMBERED) return
    for (const [old, { is }] of lent) {
      if (is === 'batch' || is === 'card') continue
      lent.delete(old)
      return
    }
  }

  const ringAll = (rings: Rings) => {
    for (const work of rings) bell.ring(work)
  }

  const settleBatch = async (channel: string, batch: LaneBatch) => {
    clearTimeout(timers.get(batch))
    timers.delete(batch)
    const missing = new Set(batch.missing)
    const { rings } = await sends.settle(batch.results())
    for (const id of batch.ids) {
      const key = keyOf(channel, id)
      const known = lent.get(key)
      // Lent once more meanwhile: then this batch is no longer the one to remember.
      if (known?.is === 'batch' && known.batch !== batch) continue
      remember(key, missing.has(id) ? { is: 'returned', late: null } : { is: 'settled' })
    }
    ringAll(rings)
  }

  const lend = (channel: string, works: Awaited<ReturnType<SendStore['claim']>>): { offered: Outgoing[]; complete: LaneBatch[] } => {
    const lanes = Map.groupBy(works, (work) => work.lane)
    const offered: Outgoing[] = []
    const complete: LaneBatch[] = []
    for (const lane of lanes.values()) {
      const batch = new LaneBatch(lane)
      for (const { outgoing } of lane) {
        const key = keyOf(channel, outgoing.id)
        const known = lent.get(key)
        const late = known?.is === 'returned' ? known.late : known?.is === 'batch' ? known.batch.outcomeOf(outgoing.id) : null
        if (late) batch.report(outgoing.id, late)
        else offered.push(outgoing)
        remember(key, { is: 'batch', batch })
      }
      if (batch.complete) complete.push(batch)
      else {
        // What cannot be settled now is lent again when the lease ends, and its outcome is still known then.
        const settleLate = () => (batch.begun ? settleBatch(channel, batch).catch(() => undefined) : timers.delete(batch))
        timers.set(batch, setTimeout(settleLate, settleMs).unref())
      }
    }
    return { offered, complete }
  }

  const look = async (channel: string, limit: number): Promise<readonly Outgoing[]> => {
    const { offered, complete } = lend(channel, await sends.claim([channel], limit))
    for (const batch of complete) await settleBatch(channel, batch)
    const drawn = await cards.claim([channel], limit)
    for (const work of drawn) remember(keyOf(channel, work.outgoing.id), { is: 'card', work })
    return [...offered, ...drawn.map((work) => work.outgoing)]
  }

  return {
    take: async (channel, events) => {
      named(channel)
      const at = now()
      const decoded = await Promise.all(
        events.map(async (event) => decodeRemoteEvent(channel, { ...event, files: [...(await storedFiles(blobs, event.files))] }, at)),
      )
      return intake({ events: decoded })
    },
    deliveries: async (channel, { waitMs, limit, signal: asked }) => {
      named(channel)
      const signal = AbortSignal.any([asked, closing.signal])
      const end = performance.now() + waitMs
      for (;;) {
        const found = await look(channel, limit)
        const left = end - performance.now()
        if (found.length > 0 || left <= 0 || signal.aborted) return found
        await pause(Math.min(lookMs, left), signal)
        if (signal.aborted) return []
      }
    },
    settle: async (channel, id, outcome) => {
      named(channel)
      const key = keyOf(channel, id)
      const known = lent.get(key)
      switch (known?.is) {
        case undefined:
          throw new DeskError('MESSAGE_NOT_FOUND', { delivery: id.slice(0, 60) })
        case 'settled':
          return
        case 'returned':
          remember(key, { is: 'returned', late: outcome })
          return
        case 'card':
          remember(key, { is: 'settled' })
          return cards.settle([{ work: known.work, outcome }])
        case 'batch':
          known.batch.report(id, outcome)
          if (known.batch.complete) await settleBatch(channel, known.batch)
      }
    },
    close: async () => {
      closing.abort()
      for (const timer of timers.values()) clearTimeout(timer)
      timers.clear()
    },
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done)
  })
}
