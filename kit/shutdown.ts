/** Stops the process in order: what was started last stops first, and nothing can hold it up for ever. */
import type { Log } from './log.ts'

export interface Shutdown {
  /** Registers how to stop a thing, and how many milliseconds that may take. */
  onStop(name: string, ms: number, stop: () => Promise<void> | void): void
  /** Lets SIGTERM and SIGINT stop the process. */
  listen(): void
  /** Runs the steps, once however often it is called, and then ends the process with `code`. */
  stop(why: string, code?: number): Promise<void>
}

export interface ShutdownOptions {
  readonly log: Log
  /** What all steps together may take. */
  readonly ms?: number
  readonly exit?: (code: number) => void
  readonly now?: () => number
}

/** Ctrl-C reaches a child twice, from the terminal and from whoever forwards it: that is one press. */
const SAME_PRESS_MS = 500

/**
 * Steps run in reverse order, each until done, failed or late; a failure or a late step is logged and the next
 * one runs, so an orderly end is code 0 whatever a step did. A second signal ends the process at once.
 */
export function createShutdown({ log, ms = 10_000, exit = process.exit, now = () => performance.now() }: ShutdownOptions): Shutdown {
  const steps: { name: string; ms: number; stop: () => Promise<void> | void }[] = []
  let stopping: Promise<void> | null = null
  let since = 0

  const run = async (why: string, code: number) => {
    log.info('stopping', { why })
    for (const step of steps.toReversed()) {
      const left = Math.max(0, since + ms - now())
      const end = await within(Math.min(step.ms, left), step.stop)
      if (end.state === 'done') log.info('stopped', { step: step.name })
      else log.warn('not stopped', { step: step.name, state: end.state, error: end.error })
    }
    exit(code)
  }
  const stop = (why: string, code = 0) => {
    if (stopping === null) {
      since = now()
      stopping = run(why, code)
    }
    return stopping
  }
  const onSignal = (signal: NodeJS.Signals) => {
    if (stopping === null) void stop(signal)
    else if (now() - since > SAME_PRESS_MS) {
      log.warn('stopped at once', { why: `second ${signal}` })
      exit(0)
    }
  }
  return {
    onStop: (name, deadline, act) => void steps.push({ name, ms: deadline, stop: act }),
    listen: () => {
      process.on('SIGTERM', onSignal)
      process.on('SIGINT', onSignal)
    },
    stop,
  }
}

type End = { readonly state: 'done' | 'late'; readonly error?: undefined } | { readonly state: 'failed'; readonly error: unknown }

async function within(ms: number, act: () => Promise<void> | void): Promise<End> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<End>((resolve) => {
    timer = setTimeout(resolve, ms, { state: 'late' })
  })
  const done = (async (): Promise<End> => {
    try {
      await act()
      return { state: 'done' }
    } catch (error) {
      return { state: 'failed', error }
    }
  })()
  const end = await Promise.race([done, late])
  clearTimeout(timer)
  return end
}
