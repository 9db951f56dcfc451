/** The keep-time loop: promises that break, questions that end, tickets that close or wake. */
import { decide } from '../bot/desk.ts'
import type { Timer } from '../bot/domain/view.ts'
import type { Mint } from '../bot/ports/mint.ts'
import type { TimeStore } from '../bot/ports/stores.ts'
import { fault } from '../kit/failpoint.ts'
import type { Log } from '../kit/log.ts'
import type { Bell } from '../kit/ports/bell.ts'
import { blameFor } from './commit-works.ts'
import { type Loop, runLoop } from './loop.ts'

export interface KeepTimeOptions {
  readonly store: TimeStore
  readonly mint: Mint
  readonly bell: Bell
  readonly log: Log
  readonly most: number
  readonly nextDueMs: () => Promise<number | null>
}

const POLL_MS = 1_000

export function startKeepTime(options: KeepTimeOptions): Loop {
  return runLoop({
    work: 'keep-time',
    bell: options.bell,
    pollMs: POLL_MS,
    nextDueMs: options.nextDueMs,
    step: async () => {
      const claimed = await options.store.claim(options.most)
      if (claimed.length > 0) fault('after_timer_claim')
      await commitAll(
        options,
        claimed.map((c) => c.timer),
      )
      return claimed.length > 0
    },
    failed: (error) => options.log.error('keep-time failed', { error }),
  })
}

async function commitAll(options: KeepTimeOptions, timers: readonly Timer[]): Promise<void> {
  if (timers.length === 0) return
  try {
    await options.mint.ready(timers.length)
    const { rings } = await options.store.commit(timers, (timer, view) => decide(view, { is: 'timer', timer }, options.mint))
    fault('after_timer_commit')
    for (const work of rings) options.bell.ring(work)
  } catch (error) {
    if (timers.length > 1) {
      for (const timer of timers) await commitAll(options, [timer])
      return
    }
    const [timer] = timers
    if (!timer) return
    const blame = blameFor(error)
    options.log.error('a timer could not be kept', { ticket: timer.ticket, kind: timer.kind, blame, error })
    await options.store.putOff(timer, blame)
  }
}
