/**
 * The Intake handed to connectors: gathers what arrives before a transaction begins into it, and answers each caller
 * when that has committed. An event that spoils a batch is stored alone, or refused alone.
 */

import { DeskError } from '../bot/errors.ts'
import type { InboundEvent, InstantAnswer, Intake } from '../bot/ports/channel.ts'
import type { IntakeStore, Rings } from '../bot/ports/stores.ts'
import { fault } from '../kit/failpoint.ts'
import type { Metrics } from '../kit/metrics.ts'
import type { Bell } from '../kit/ports/bell.ts'
import { IntakeQueue, type Waiting } from './intake-queue.ts'
import { traceIntake } from './trace-work.ts'

/**
 * A transaction that has written waits only for its commit: the next begins beside it, where there is this part of a
 * batch for it. Each costs the database as much as a dozen events, and two that look and write at once would only be in
 * each other's way.
 */
const WORTH_ANOTHER = 0.25
/** One that has not written after so long, ms, waits for somebody else's locks, and keeps nobody else waiting. */
const STUCK_MS = 50

/** `most`: events of one transaction. `beside`: transactions at once. */
export function createIntake(store: IntakeStore, bell: Bell, metrics: Metrics, most: number, beside = 1): Intake {
  const waiting = new IntakeQueue(most)
  /** Rooms of the transactions that are on: who writes to one of them would only wait for its locks. */
  const busy = new Set<string>()
  let gathering = false
  let going = 0
  /** Transactions that still look and write, and those that do it for too long. */
  let writing = 0
  let stuck = 0

  const ring = (rings: Rings) => {
    for (const work of rings) bell.ring(work)
  }
  const flush = async (): Promise<void> => {
    gathering = false
    if (going >= beside || (going > stuck && waiting.length < most * WORTH_ANOTHER)) return
    going++
    while (writing === 0 && waiting.hasBeside(busy)) for (const { room } of await one()) busy.delete(room)
    going--
  }
  const one = async (): Promise<readonly Waiting[]> => {
    writing++
    let told = false
    let waits = 0
    const written = () => {
      if (told) return
      told = true
      writing--
      if (waiting.length > 0) void flush()
    }
    const timer = setTimeout(() => {
      waits = 1
      stuck++
      written()
    }, STUCK_MS)
    const batch = await takeBatch(store, next, ring, written)
    clearTimeout(timer)
    stuck -= waits
    written()
    return batch
  }
  /** The oldest that can be taken in now. What is left waits for a transaction that is on, whose end asks again. */
  const next = (): readonly Waiting[] => {
    const batch = waiting.next(busy)
    for (const { room } of batch) busy.add(room)
    return batch
  }
  const add = (event: InboundEvent): Promise<InstantAnswer> => {
    const answer = waiting.add(event)
    if (waiting.length % most === 0) void flush()
    else if (!gathering) {
      gathering = true
      setImmediate(() => void flush())
    }
    return answer
  }

  return async ({ events, cursor }) => {
    const started = performance.now()
    // A pull channel's cursor must commit with exactly its own events.
    const answers = cursor ? await takeAlone(store, events, cursor, ring) : await Promise.all(events.map(add))
    const channel = events[0]?.channel ?? ''
    metrics.ackSeconds.observe({ channel }, (performance.now() - started) / 1000)
    answers.forEach((answer, i) => {
      if (answer.taken === 'new') metrics.events.inc({ channel, what: events[i]?.what ?? '' })
      else metrics.duplicates.inc({ channel })
      if (answer.taken === 'new') traceIntake(answer, events[i], performance.timeOrigin + started)
    })
    return answers
  }
}

type Ring = (rings: Rings) => void

async function takeAlone(
  store: IntakeStore,
  events: readonly InboundEvent[],
  cursor: Parameters<IntakeStore['take']>[1],
  ring: Ring,
): Promise<readonly InstantAnswer[]> {
  const { answers, rings } = await store.take(events, cursor)
  ring(rings)
  return answers
}

/** `next` is asked for the batch when its transaction begins. Answers the batch, when everybody in it has been answered. */
async function takeBatch(store: IntakeStore, next: () => readonly Waiting[], ring: Ring, written: () => void): Promise<readonly Waiting[]> {
  let taken: readonly Waiting[] | null = null
  const batch = () => {
    taken ??= next()
    return taken
  }
  try {
    fault('after_receive_before_commit')
    const { answers, rings } = await store.take(() => batch().map((w) => w.event), undefined, written)
    fault('after_commit_before_ack')
    batch().forEach((w, i) => {
      const answer = answers[i]
      if (answer) w.resolve(answer)
      else w.reject(new Error('intake answered too little'))
    })
    ring(rings)
  } catch (error) {
    // Without a database nothing fares better alone: all are told at once, and their platforms send them again.
    if (batch().length === 1 || isUnavailable(error)) for (const each of batch()) each.reject(error)
    else for (const one of batch()) await takeBatch(store, () => [one], ring, written)
  }
  return batch()
}

function isUnavailable(error: unknown): boolean {
  return error instanceof DeskError && error.code === 'UNAVAILABLE'
}
