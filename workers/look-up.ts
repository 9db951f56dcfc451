/**
 * The look-up loop: asks other systems about the fields of tickets, outside any transaction, when the ticket is there
 * already. So a system that is slow or dead holds up no ticket: its answer only comes later, or never, onto the card.
 */
import type { LookupDef } from '../bot/domain/lookup.ts'
import type { Lookup, LookupAnswer, LookupStore, LookupWork } from '../bot/ports/lookup.ts'
import { fault } from '../kit/failpoint.ts'
import type { Log } from '../kit/log.ts'
import type { Metrics } from '../kit/metrics.ts'
import type { Bell } from '../kit/ports/bell.ts'
import { type Loop, runLoop } from './loop.ts'

export interface LookUpOptions {
  readonly store: LookupStore
  readonly lookup: Lookup
  /** The lookups of the configuration in use. */
  readonly lookups: () => readonly LookupDef[]
  readonly bell: Bell
  readonly log: Log
  readonly metrics: Metrics
}

const POLL_MS = 1_000
/** Asked at once: enough for a busy desk, few enough for the other side. */
const MOST = 16

export function startLookUp(options: LookUpOptions): Loop {
  const { store, bell, log } = options
  return runLoop({
    work: 'look-up',
    bell,
    pollMs: POLL_MS,
    step: async () => {
      if (options.lookups().length === 0) return false
      const works = await store.claim(MOST)
      if (works.length === 0) return false
      const results = await Promise.all(works.map(async (work) => ({ work, answer: await find(options, work) })))
      fault('after_look_up_before_settle')
      const { drawn } = await store.settle(results)
      if (drawn) bell.ring('redraw')
      return true
    },
    failed: (error) => log.error('looking up failed', { error }),
  })
}

/** A lookup that is no longer configured, or has nothing to ask about, found nothing. */
async function find({ lookups, lookup, metrics, log }: LookUpOptions, { key, value, worn }: LookupWork): Promise<LookupAnswer> {
  const def = lookups().find((one) => one.key === key)
  if (!def || value === null) return { absent: true }
  const answer: LookupAnswer = worn ? { failed: 'unreachable' } : await lookup.find(def, value)
  metrics.lookups.inc({ outcome: 'found' in answer ? 'found' : 'absent' in answer ? 'absent' : answer.failed })
  if ('failed' in answer) log.warn('a lookup failed', { lookup: key, why: answer.failed })
  return answer
}
