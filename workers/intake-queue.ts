/** Events that wait for a transaction of intake to take them: in their order, so many at most, and not for long. */
import { DeskError } from '../bot/errors.ts'
import type { InboundEvent, InstantAnswer } from '../bot/ports/channel.ts'

export interface Waiting {
  readonly event: InboundEvent
  /** Events of one room are taken in one after another. */
  readonly room: string
  /** Since when, by `performance.now()`. */
  readonly since: number
  readonly resolve: (answer: InstantAnswer) => void
  readonly reject: (error: unknown) => void
}

/**
 * Nobody waits longer than this, ms, for the transaction that takes him to begin, however slow the database and however
 * great the flood: he is refused, and comes again. Slack gives up after three seconds, others a little later.
 */
const LONGEST_WAIT_MS = 3_000
/**
 * As soon as the first has waited so long, ms, whoever comes is refused at once, unless the next transaction has room for
 * him: in a flood the queue grows while it is waited in, and its end waits several times as long as its head.
 */
const BEHIND_MS = 1_000
/** Never more than so many, for the memory of the process. */
const MOST_WAITING = 5_000
/** Told to those who are refused, seconds. */
const AGAIN_SECONDS = 1
/** One for all: in a flood it is the finding of its stack that would cost most. */
const TOO_MUCH = new DeskError('UNAVAILABLE', { why: 'too much at once', retryAfter: AGAIN_SECONDS })

export class IntakeQueue {
  readonly #batch: number
  #waiting: Waiting[] = []
  #timer: NodeJS.Timeout | null = null

  /** `batch`: events of one transaction at most. */
  constructor(batch: number) {
    this.#batch = batch
  }

  get length(): number {
    return this.#waiting.length
  }

  /** Resolves when it has been taken in. Rejects with UNAVAILABLE when it should come again. */
  add(event: InboundEvent): Promise<InstantAnswer> {
    return new Promise((resolve, reject) => {
      const since = performance.now()
      if (this.#isBehind(since)) return reject(TOO_MUCH)
      this.#waiting.push({ event, room: `${event.channel} ${event.account} ${event.room.id}`, since, resolve, reject })
      this.#lookLater(since)
    })
  }

  /** Whether somebody's room is none of these. */
  hasBeside(busy: ReadonlySet<string>): boolean {
    return this.#waiting.some(({ room }) => !busy.has(room))
  }

  /** Takes the oldest out whose rooms are none of these, one batch at most; may be empty. */
  next(busy: ReadonlySet<string>): readonly Waiting[] {
    this.#refuseLate(performance.now())
    const [batch, rest]: [Waiting[], Waiting[]] = [[], []]
    for (const one of this.#waiting) (batch.length < this.#batch && !busy.has(one.room) ? batch : rest).push(one)
    this.#waiting = rest
    return batch
  }

  #isBehind(now: number): boolean {
    if (this.#waiting.length >= MOST_WAITING) return true
    return this.#waiting.length >= this.#batch && this.#age(now) >= BEHIND_MS
  }

  /** How long the first has waited; 0 when nobody waits. */
  #age(now: number): number {
    return now - (this.#waiting[0]?.since ?? now)
  }

  #refuseLate(now: number): void {
    const inTime = this.#waiting.findIndex(({ since }) => now - since < LONGEST_WAIT_MS)
    for (const { reject } of this.#waiting.splice(0, inTime < 0 ? this.#waiting.length : inTime)) reject(TOO_MUCH)
  }

  /** At a database that hangs nobody asks for the next batch: those who wait look for themselves. */
  #lookLater(now: number): void {
    if (this.#timer !== null || this.#waiting.length === 0) return
    this.#timer = setTimeout(
      () => {
        this.#timer = null
        const then = performance.now()
        this.#refuseLate(then)
        this.#lookLater(then)
      },
      // The next millisecond: a timer may be a little early.
      Math.max(0, LONGEST_WAIT_MS - this.#age(now)) + 1,
    )
  }
}
