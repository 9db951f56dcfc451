/** The shape of every loop: claim a batch, work on it, sleep until the bell rings or something is due. */
import type { Bell, Work } from '../kit/ports/bell.ts'

export interface LoopOptions {
  readonly work: Work
  readonly bell: Bell
  /** Does one batch; answers whether more may be due by now, of which no bell will tell. */
  readonly step: () => Promise<boolean>
  /** Longest sleep: what a lost bell costs, milliseconds. */
  readonly pollMs: number
  /** Milliseconds until the next thing is due, if known; shortens the sleep. */
  readonly nextDueMs?: () => Promise<number | null>
  readonly failed: (error: unknown) => void
}

export interface Loop {
  /** Resolves when the batch in hand is done. */
  stop(): Promise<void>
}

/** After an error the loop waits this long, doubling, before it tries again. */
const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 5_000

export function runLoop(options: LoopOptions): Loop {
  const stopping = new AbortController()
  const running = run(options, stopping.signal)
  return {
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}

async function run(options: LoopOptions, signal: AbortSignal): Promise<void> {
  const { bell, work, pollMs } = options
  let pause = FIRST_PAUSE_MS
  while (!signal.aborted) {
    try {
      const more = await options.step()
      pause = FIRST_PAUSE_MS
      if (more) continue
      const due = options.nextDueMs ? await options.nextDueMs() : null
      await bell.wait(work, Math.max(1, Math.min(pollMs, due ?? pollMs)), signal)
    } catch (error) {
      options.failed(error)
      await bell.wait(work, pause, signal)
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
    }
  }
}
