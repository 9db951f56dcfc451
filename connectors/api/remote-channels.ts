/**
 * Channels in other processes and languages, which join over /v1/channels: they post what they hear, ask for
 * what is to be sent, and tell what came of it, to whichever process of the desk. A delivery is lent for a while;
 * one whose outcome does not come is handed out again under the same id.
 */
import { DeskError } from '../../bot/errors.ts'
import type { InstantAnswer, Intake, Outcome, Outgoing } from '../../bot/ports/channel.ts'
import type { LendStore } from '../../bot/ports/lend.ts'
import type { Rings } from '../../bot/ports/stores.ts'
import type { Bell } from '../../kit/ports/bell.ts'
import type { Blobs } from '../../kit/ports/blobs.ts'
import { decodeRemoteEvent, type RemoteEvent } from './decode.ts'
import { storedFiles } from './stored-files.ts'

export interface RemoteOptions {
  readonly intake: Intake
  readonly lends: LendStore
  readonly bell: Pick<Bell, 'ring'>
  readonly blobs: Pick<Blobs, 'get'>
  /** Names a remote channel may not have. */
  readonly builtIn: readonly string[]
  readonly now?: () => number
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
  /** Repeats are harmless. MESSAGE_NOT_FOUND for a delivery that was not lent to this channel. */
  settle(channel: string, id: string, outcome: Outcome): Promise<void>
  /** Ends the polls that wait. */
  close(): Promise<void>
}

const LOOK_MS = 500

export function createRemoteChannels(options: RemoteOptions): RemoteChannels {
  const { intake, lends, bell, blobs, builtIn, now = Date.now, lookMs = LOOK_MS } = options
  const closing = new AbortController()

  const named = (channel: string) => {
    if (!/^[a-z][a-z0-9-]{1,30}$/.test(channel) || builtIn.includes(channel))
      throw new DeskError('CHANNEL_UNKNOWN', { channel: channel.slice(0, 40) })
  }

  const ringAll = (rings: Rings) => {
    for (const work of rings) bell.ring(work)
  }

  const look = async (channel: string, limit: number): Promise<readonly Outgoing[]> => {
    const { lent, rings } = await lends.lend(channel, limit)
    ringAll(rings)
    return lent
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
      const { known, rings } = await lends.settle(channel, id, outcome)
      if (!known) throw new DeskError('MESSAGE_NOT_FOUND', { delivery: id.slice(0, 60) })
      ringAll(rings)
    },
    close: async () => {
      closing.abort()
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
