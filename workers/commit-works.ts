import { decide } from '../bot/desk.ts'
import type { Input, View } from '../bot/domain/view.ts'
import { DeskError } from '../bot/errors.ts'
import type { Mint } from '../bot/ports/mint.ts'
import type { Blame, ConverseStore, LineWork, StoredReading } from '../bot/ports/stores.ts'
import { fault } from '../kit/failpoint.ts'
import type { Log } from '../kit/log.ts'
import type { Metrics } from '../kit/metrics.ts'
import type { Bell } from '../kit/ports/bell.ts'
import { clock } from '../kit/tracing.ts'
import { traceCommits } from './trace-work.ts'

export interface CommitOptions {
  readonly store: ConverseStore
  readonly mint: Mint
  readonly bell: Bell
  readonly log: Log
  readonly metrics: Metrics
}

/** A line that came to no end is tried again after this long times its tries, milliseconds. */
const RETRY_MS = 250

/**
 * Decides and commits, all in one transaction. When it fails each is tried alone, so that one that cannot be
 * decided holds up nobody else; that one is given back and due again a little later, and what follows on its
 * line waits for it. Answers whether all are done with.
 */
export async function commitAll(
  options: CommitOptions,
  works: readonly LineWork[],
  readings: ReadonlyMap<LineWork, StoredReading>,
): Promise<boolean> {
  if (works.length === 0) return true
  const { store, bell, metrics, log } = options
  try {
    await options.mint.ready(works.length)
    // A transaction that is tried again decides again.
    const unsaid = new Map<LineWork, number>()
    const decideOne = (work: LineWork, view: View) => {
      fault('in_decision')
      const decision = decide(view, inputOf(work, readings), options.mint)
      unsaid.set(work, decision.unsaid)
      return decision
    }
    const free = works.flatMap((work) => readings.get(work) ?? []).filter(isFree)
    const started = clock()
    const { results, rings, outcomes, grown } = await store.commit(works, decideOne, free)
    fault('after_commit_before_ring')
    for (const work of rings) bell.ring(work)
    for (const { event } of outcomes) bell.tell('outcome', event)
    metrics.turnGrowth.inc(grown)
    works.forEach((work, i) => {
      if (results[i] === 'done') metrics.unsaid.inc(unsaid.get(work) ?? 0)
    })
    traceCommits(works, results, started)
    return true
  } catch (error) {
    const only = works.length === 1 ? works[0] : undefined
    if (!only) {
      const stuck = new Set<string>()
      for (const work of works) if (!stuck.has(work.line) && !(await commitAll(options, [work], readings))) stuck.add(work.line)
      return stuck.size === 0
    }
    const blame = blameFor(error)
    log.error('an item could not be committed', { line: only.line, tries: only.tries, blame, error })
    metrics.errors.inc({ code: blame === 'desk' ? 'UNAVAILABLE' : 'UNEXPECTED' })
    await store.release(only.line, only.fence, RETRY_MS * only.tries, error instanceof Error ? error.name : 'error', blame)
    return false
  }
}

/** A database that is away, or lets another transaction win again and again, says nothing against the item. */
export function blameFor(error: unknown): Blame {
  return error instanceof DeskError && error.code === 'UNAVAILABLE' ? 'desk' : 'item'
}

/** Nobody was paid for it: after a crash it is simply read again. A paid one is stored before anything is decided. */
export function isFree(reading: StoredReading): boolean {
  return reading.cost.calls === 0
}

function inputOf(work: LineWork, readings: ReadonlyMap<LineWork, StoredReading>): Input {
  if (work.item.is === 'event') return { is: 'event', event: work.item.event }
  return { is: 'turn', turn: work.item.turn, understanding: readings.get(work)?.understanding ?? work.reading }
}
