/**
 * Jobs on Redis, for any number of processes. Redis keeps only that a run was asked for and who is at it; a schedule
 * it has lost is written again within a minute.
 */
import { type Job, Queue, Worker } from 'bullmq'
import { Fault } from '../../kit/fault.ts'
import { type JobName, type Jobs, TRIES } from '../../kit/ports/jobs.ts'
import { openRedisLinks, type RedisLinks } from '../bell/redis-links.ts'

export interface BullmqJobsOptions {
  /** An address, or connections that somebody else opened and closes. */
  readonly redis: string | RedisLinks
  /** One per desk. */
  readonly prefix: string
  readonly onFailed?: (name: string, error: unknown) => void
  readonly retryMs?: number
  /** A run whose process is silent so long is begun anew by another. */
  readonly lockMs?: number
}

const RETRY_MS = 1_000
const LOCK_MS = 15_000
/** A process that dies is no fault of the job. */
const MOST_STALLS = 10
const RENEW_MS = 60_000
const CLOSE_MS = 1_000

export async function createBullmqJobs(options: BullmqJobsOptions): Promise<Jobs> {
  const { redis, prefix, onFailed = () => {}, retryMs = RETRY_MS, lockMs = LOCK_MS } = options
  const own = typeof redis === 'string' ? await openRedisLinks({ url: redis }) : null
  const links = own ?? (redis as RedisLinks)
  const queues = new Map<JobName, Queue>()
  const workers = new Map<JobName, Worker>()
  const schedules = new Map<JobName, number>()
  let closed = false

  const queueOf = (name: JobName): Queue => {
    const known = queues.get(name)
    if (known) return known
    const queue = new Queue(`job-${name}`, { connection: links.quick, prefix, streams: { events: { maxLen: 10 } } })
    queue.on('error', () => undefined)
    queues.set(name, queue)
    return queue
  }
  const job = { attempts: TRIES, backoff: { type: 'exponential', delay: retryMs }, removeOnComplete: true, removeOnFail: true } as const
  const schedule = async (name: JobName, every: number): Promise<void> => {
    if (closed || !links.ok()) return
    // What it was asked to prepare while Redis was away may never be ready.
    await queueOf(name)
      .upsertJobScheduler(name, { every, startDate: Date.now() + every }, { name, opts: job })
      .catch(() => void queues.delete(name))
  }
  const renew = setInterval(() => {
    for (const [name, ms] of schedules) void renewed(name, ms)
  }, RENEW_MS).unref()
  /** One that is there keeps its next time. */
  const renewed = async (name: JobName, ms: number) => {
    if (closed || !links.ok()) return
    const there = await queueOf(name)
      .getJobScheduler(name)
      .catch(() => true)
    if (!there) await schedule(name, ms)
  }

  return {
    ask: async (name) => {
      if (closed || !links.ok()) throw new Fault('UNAVAILABLE', { why: 'redis' })
      try {
        await queueOf(name).add(name, null, { ...job, jobId: 'asked' })
      } catch (error) {
        queues.delete(name)
        links.doubt()
        throw new Fault('UNAVAILABLE', { why: 'redis' }, error)
      }
    },
    work: (name, run) => {
      if (workers.has(name) || closed) return
      const worker = new Worker(`job-${name}`, () => run(), {
        connection: links.patient,
        prefix,
        concurrency: 1,
        lockDuration: lockMs,
        stalledInterval: lockMs,
        maxStalledCount: MOST_STALLS,
      })
      worker.on('failed', (failed: Job | undefined, error) => {
        if (!failed || failed.attemptsMade >= TRIES) onFailed(name, error)
      })
      worker.on('error', () => undefined)
      // One run at a time among all processes, whether asked for or scheduled.
      void queueOf(name)
        .setGlobalConcurrency(1)
        .catch(() => undefined)
      workers.set(name, worker)
    },
    every: (name, ms) => {
      schedules.set(name, ms)
      void renewed(name, ms)
    },
    close: async () => {
      closed = true
      clearInterval(renew)
      const closing = Promise.allSettled([...workers.values()].map((worker) => worker.close(true)))
      await Promise.race([closing, new Promise((resolve) => setTimeout(resolve, CLOSE_MS).unref())])
      own?.close()
    },
  }
}
