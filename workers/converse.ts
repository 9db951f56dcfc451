/**
 * The converse loop: turns and team events become decisions. Two claimers: what needs no model is decided and
 * committed at once; turns with a model are read side by side and committed as they become ready.
 */
import { decide } from '../bot/desk.ts'
import type { Mint } from '../bot/ports/mint.ts'
import type { Understanding } from '../bot/domain/claim.ts'
import type { Turn } from '../bot/domain/conversation.ts'
import type { View } from '../bot/domain/view.ts'
import type { ConverseStore, LineWork, StoredReading } from '../bot/ports/stores.ts'
import type { Understand } from '../bot/ports/understand.ts'
import { verifyClaims } from '../bot/understanding/verify-claims.ts'
import type { Log } from '../kit/log.ts'
import type { Metrics } from '../kit/metrics.ts'
import type { Bell } from '../kit/ports/bell.ts'
import { type Loop, runLoop } from './loop.ts'

export interface ConverseOptions {
  readonly store: ConverseStore
  readonly understand: Understand
  readonly mint: Mint
  readonly bell: Bell
  readonly log: Log
  readonly metrics: Metrics
  readonly nextDueMs: (kind: 'quick' | 'model') => Promise<number | null>
}

const MOST_QUICK = 64
const MOST_MODEL = 64
const POLL_MS = 1_000
const READ_MS = 31_000
const RENEW_MS = 5_000
/** A line that failed is tried again after this long times its tries. */
const RETRY_MS = 500

export function startConverse(options: ConverseOptions): readonly Loop[] {
  const loop = (kind: 'quick' | 'model', most: number) =>
    runLoop({
      work: kind === 'quick' ? 'converse' : 'read',
      bell: options.bell,
      pollMs: POLL_MS,
      nextDueMs: () => options.nextDueMs(kind),
      step: () => step(options, kind, most),
      failed: (error) => options.log.error('converse failed', { kind, error }),
    })
  return [loop('quick', MOST_QUICK), loop('model', MOST_MODEL)]
}

async function step(options: ConverseOptions, kind: 'quick' | 'model', most: number): Promise<number> {
  const works = await options.store.claim(kind, most, options.understand.version())
  if (works.length === 0) return 0
  const readings = new Map<string, Understanding>()
  for (const work of works) if (work.reading) readings.set(work.line, work.reading)
  await readAll(options, works.filter((w) => w.item.is === 'turn' && w.item.turn.kind !== 'command' && !readings.has(w.line)), readings)
  await commitAll(options, works, readings)
  return works.length
}

/** Reads turns side by side, keeps the claims, and keeps the lines ours meanwhile. */
async function readAll(options: ConverseOptions, works: readonly LineWork[], readings: Map<string, Understanding>): Promise<void> {
  if (works.length === 0) return
  const renewing = setInterval(() => void options.store.renew(works.map(({ line, fence }) => ({ line, fence }))).catch(() => options.metrics.errors.inc({ code: 'UNAVAILABLE' })), RENEW_MS)
  try {
    const stored: StoredReading[] = []
    await Promise.all(
      works.map(async (work) => {
        if (work.item.is !== 'turn') return
        const reading = await read(options, work.item.turn, work.view)
        if (!reading) return
        readings.set(work.line, reading.understanding)
        stored.push(reading)
      }),
    )
    await options.store.saveReadings(stored)
  } finally {
    clearInterval(renewing)
  }
}

/** Null when no model could read it: the desk then decides without, so that the words still reach a person. */
async function read(options: ConverseOptions, turn: Turn, view: View): Promise<StoredReading | null> {
  const last = turn.messages.at(-1)
  if (!view.conversation || !view.customer || !last) return null
  const question = view.questions.find((q) => q.conversation === view.conversation?.id && q.state === 'open') ?? null
  const turnView = { conversation: view.conversation, customer: view.customer, tickets: view.tickets, question, now: view.now }
  try {
    const version = options.understand.version()
    const { claims, model, cost } = await options.understand.read(turn, turnView, view.config.config, AbortSignal.timeout(READ_MS))
    const understanding = { ...verifyClaims(turn, claims, view.config.config, turnView), model }
    options.metrics.readings.inc({ model: model.split('-')[0] ?? model })
    options.metrics.droppedClaims.inc({ reason: 'unfounded' }, understanding.dropped)
    return { turn: turn.id, lastMessage: last.id, version, understanding, claims, cost }
  } catch (error) {
    options.log.warn('a turn could not be read', { turn: turn.id, error })
    return null
  }
}

async function commitAll(options: ConverseOptions, works: readonly LineWork[], readings: ReadonlyMap<string, Understanding>): Promise<void> {
  const { store, bell, metrics, log } = options
  try {
    await options.mint.ready(works.length)
    const { rings, outcomes } = await store.commit(works, (work, view) => decide(view, inputOf(work, readings), options.mint))
    for (const work of rings) bell.ring(work)
    for (const { event } of outcomes) bell.tell('outcome', event)
  } catch (error) {
    const only = works.length === 1 ? works[0] : undefined
    if (!only) {
      for (const work of works) await commitAll(options, [work], readings)
      return
    }
    log.error('an item could not be committed', { line: only.line, tries: only.tries, error })
    metrics.errors.inc({ code: 'UNEXPECTED' })
    await store.release(only.line, only.fence, RETRY_MS * only.tries, error instanceof Error ? error.name : 'error')
  }
}

function inputOf(work: LineWork, readings: ReadonlyMap<string, Understanding>) {
  if (work.item.is === 'event') return { is: 'event' as const, event: work.item.event }
  return { is: 'turn' as const, turn: work.item.turn, understanding: readings.get(work.line) ?? null }
}
