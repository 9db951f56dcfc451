/**
 * The converse loop: turns and team events become decisions. Two claimers: what needs no model is decided and
 * committed at once, whatever a model does meanwhile; turns that need one are handed to `Readings`.
 */
import { answersQuestion } from '../bot/decide/answer-choice.ts'
import type { LineWork } from '../bot/ports/stores.ts'
import { fault } from '../kit/failpoint.ts'
import { BatchSize } from './batch-size.ts'
import { type CommitOptions, commitAll } from './commit-works.ts'
import { type Loop, runLoop } from './loop.ts'
import { Readings, type ReadingsOptions } from './readings.ts'

export interface ConverseOptions extends CommitOptions, ReadingsOptions {
  /** Milliseconds until the next burst ends; what needs no model is due when it comes. */
  readonly nextDueMs: () => Promise<number | null>
}

const POLL_MS = 1_000

export function startConverse(options: ConverseOptions): readonly Loop[] {
  const { store, understand, bell, log } = options
  const readings = new Readings(options)
  const quickSize = new BatchSize(options)
  const modelSize = new BatchSize(options)
  const loop = (kind: 'quick' | 'model', step: () => Promise<boolean>) =>
    runLoop({
      work: kind === 'quick' ? 'converse' : 'read',
      bell,
      pollMs: POLL_MS,
      ...(kind === 'model' ? { nextDueMs: options.nextDueMs } : {}),
      step,
      failed: (error) => log.error('converse failed', { kind, error }),
    })
  const quick = loop('quick', async () => {
    const most = quickSize.now
    const works = await store.claim('quick', most, understand.version())
    if (works.length > 0) fault('after_claim')
    quickSize.had(works.length)
    await readings.begin(works.filter(needsReading))
    await commitAll(
      options,
      works.filter((work) => !needsReading(work)),
      new Map(),
    )
    return mayBeMore(works, most)
  })
  const model = loop('model', async () => {
    const room = Math.min(readings.room, modelSize.now)
    if (room <= 0) return false
    const works = await store.claim('model', room, understand.version())
    if (works.length > 0) fault('after_claim')
    modelSize.had(works.length)
    await readings.begin(works)
    // What was read at once is committed before more is claimed; nobody waits for what is still being read.
    if (works.length > 0) await readings.committed()
    return mayBeMore(works, room)
  })
  const stop = async () => {
    await Promise.all([quick.stop(), model.stop()])
    await readings.stop()
  }
  return [{ stop }]
}

/** What comes from now on is rung for. A line that was given up before is claimed alone: others may be due beside it. */
function mayBeMore(works: readonly LineWork[], most: number): boolean {
  return works.length >= most || works.some(({ tries }) => tries > 1)
}

/** A bare number or an old menu that the open question does not take is read as any other words. */
function needsReading({ item, view }: LineWork): boolean {
  return item.is === 'turn' && item.turn.kind === 'choice' && !answersQuestion(view, item.turn)
}
