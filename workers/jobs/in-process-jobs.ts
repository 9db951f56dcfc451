/** The jobs of one process: the twin of those on Redis, for a desk that has none. */
import { Fault } from '../../kit/fault.ts'
import { type JobName, type Jobs, TRIES } from '../../kit/ports/jobs.ts'

export interface InProcessJobsOptions {
  /** A job that failed for the last time. */
  readonly onFailed?: (name: string, error: unknown) => void
  /** Before a job that failed is tried again, milliseconds; twice as long each time. */
  readonly retryMs?: number
}

const RETRY_MS = 1_000

export function createInProcessJobs({ onFailed = () => {}, retryMs = RETRY_MS }: InProcessJobsOptions = {}): Jobs {
  const runs = new Map<JobName, () => Promise<void>>()
  /** Asked for and not done; without anybody to work on it, it waits for who comes. */
  const asked = new Set<JobName>()
  const going = new Set<JobName>()
  const timers = new Map<JobName, NodeJS.Timeout>()
  const end = new AbortController()

  const attempt = async (name: JobName, run: () => Promise<void>): Promise<void> => {
    for (let tries = 1; !end.signal.aborted; tries++) {
      try {
        return await run()
      } catch (error) {
        if (tries >= TRIES) return onFailed(name, error)
        await pause(retryMs * 2 ** (tries - 1), end.signal)
      }
    }
  }
  const begin = (name: JobName): void => {
    const run = runs.get(name)
    if (!run || !asked.has(name) || going.has(name) || end.signal.aborted) return
    going.add(name)
    void attempt(name, run).finally(() => {
      going.delete(name)
      asked.delete(name)
    })
  }
  const ask = (name: JobName): void => {
    asked.add(name)
    begin(name)
  }
  return {
    ask: async (name) => {
      if (end.signal.aborted) throw new Fault('UNAVAILABLE', { why: 'the process ends' })
      ask(name)
    },
    work: (name, run) => {
      runs.set(name, run)
      begin(name)
    },
    every: (name, ms) => {
      clearInterval(timers.get(name))
      if (!end.signal.aborted) timers.set(name, setInterval(() => ask(name), ms).unref())
    },
    close: async () => {
      end.abort()
      for (const timer of timers.values()) clearInterval(timer)
    },
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done, { once: true })
  })
}
