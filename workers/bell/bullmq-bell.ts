/**
 * The bell of several processes: rings are BullMQ jobs, tellings are messages of Redis. Both are hints. While
 * Redis does not answer, hints are dropped and counted, everybody's own polling carries on, and nobody waits.
 */
import { randomUUID } from 'node:crypto'
import { Queue, Worker } from 'bullmq'
import type { Bell, Work } from '../../kit/ports/bell.ts'
import { createInProcessBell } from './in-process-bell.ts'
import { openRedisLinks, type RedisLinks } from './redis-links.ts'

export interface BullmqBell extends Bell {
  /** Whether Redis answers. */
  ok(): boolean
  /** Its connections, for who else in this process asks Redis: both know of it alike whether it answers. */
  readonly links: RedisLinks
}

export interface BullmqBellOptions {
  readonly url: string
  /** Processes with the same prefix hear each other: one per desk. */
  readonly prefix: string
  /** A ring or a telling that was lost, or a listener that threw. */
  readonly onDropped?: (what: string, error: unknown) => void
  readonly onState?: (ok: boolean) => void
  readonly onEviction?: (policy: string) => void
}

/**
 * All rings of a kind are one job: while it waits in Redis a further ring adds nothing, so nothing piles up when
 * nobody works. It is gone before the sleeper wakes, so a ring that comes after the sleeper looked is a new job.
 */
const JOB = { jobId: 'ring', removeOnComplete: true, removeOnFail: true } as const
/** A process that dies with the job in hand holds up rings of that kind for so long at most; polling fills the gap. */
const LOCK_MS = 5_000
const MOST_STALLS = 10
const RETRY_MS = 1_000
const CLOSE_MS = 1_000

export async function createBullmqBell({ url, prefix, onDropped = () => {}, ...heard }: BullmqBellOptions): Promise<BullmqBell> {
  const self = randomUUID()
  const local = createInProcessBell(onDropped)
  const links = await openRedisLinks({ url, ...heard })
  const queues = new Map<Work, Queue>()
  const workers = new Map<Work, Worker>()
  /** Kinds with a ring on its way to Redis; true: rung again meanwhile. */
  const ringing = new Map<Work, boolean>()
  let closed = false

  const drop = (what: string, error: unknown) => {
    if (closed) return
    links.doubt()
    onDropped(what, error)
  }
  const queueOf = (work: Work): Queue => {
    const known = queues.get(work)
    if (known) return known
    const queue = new Queue(`ring-${work}`, { connection: links.quick, prefix, streams: { events: { maxLen: 10 } } })
    queue.on('error', () => undefined)
    queues.set(work, queue)
    return queue
  }
  /** At most one ring of a kind is on its way; whoever rang since then is served by one more. */
  const send = async (work: Work): Promise<void> => {
    ringing.set(work, false)
    try {
      do {
        // Rings of one moment are one: a second job, should the first be gone by then, would wake a sleeper for nothing.
        await Promise.resolve()
        ringing.set(work, false)
        await queueOf(work).add('ring', null, JOB)
      } while (ringing.get(work) && links.ok())
    } catch (error) {
      drop(work, error)
      // What it was asked to prepare while Redis was away may never be ready.
      queues.delete(work)
    } finally {
      ringing.delete(work)
    }
  }
  const hearRings = (work: Work): void => {
    if (workers.has(work) || closed) return
    const worker = new Worker(`ring-${work}`, async () => undefined, {
      connection: links.patient,
      prefix,
      lockDuration: LOCK_MS,
      stalledInterval: LOCK_MS,
      maxStalledCount: MOST_STALLS,
      runRetryDelay: RETRY_MS,
      removeOnComplete: { count: 0 },
      removeOnFail: { count: 0 },
    })
    worker.on('completed', () => local.ring(work))
    worker.on('error', () => undefined)
    workers.set(work, worker)
  }

  const topic = `${prefix}:tell`
  links.ear.on('message', (_channel: string, text: string) => {
    const told = read(text)
    if (told && told[0] !== self) local.tell(told[1], told[2])
  })
  const subscribed = links.ear.subscribe(topic).catch(() => undefined)
  if (links.ok()) await subscribed

  return {
    ok: links.ok,
    links,
    ring(work) {
      if (closed) return
      if (local.sleeps(work)) return local.ring(work)
      if (!links.ok()) {
        // Whoever works in this very process hears of it all the same.
        if (workers.has(work)) local.ring(work)
        return onDropped(work, 'redis does not answer')
      }
      if (ringing.has(work)) ringing.set(work, true)
      else void send(work)
    },
    wait(work, ms, signal) {
      hearRings(work)
      return local.wait(work, ms, signal)
    },
    tell(what, id) {
      if (closed) return
      local.tell(what, id)
      if (!links.ok()) return onDropped(what, 'redis does not answer')
      links.quick.publish(topic, JSON.stringify([self, what, id])).catch((error: unknown) => drop(what, error))
    },
    listen: local.listen,
    close: async () => {
      closed = true
      await local.close()
      const closing = Promise.allSettled([...workers.values()].map((worker) => worker.close(true)))
      await Promise.race([closing, new Promise((resolve) => setTimeout(resolve, CLOSE_MS).unref())])
      links.close()
    },
  }
}

function read(text: string): readonly [string, string, string] | null {
  try {
    const told: unknown = JSON.parse(text)
    return Array.isArray(told) && told.length === 3 && told.every((part) => typeof part === 'string')
      ? (told as [string, string, string])
      : null
  } catch {
    return null
  }
}
