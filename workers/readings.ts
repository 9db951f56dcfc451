/**
 * Turns that a model reads. Each asks on its own, so a reading that hangs holds up nobody else's; what is ready
 * at the same moment, or while a commit is under way, is committed together. Its line stays ours meanwhile.
 */
import type { Turn } from '../bot/domain/conversation.ts'
import type { PriceList } from '../bot/domain/desk-config.ts'
import { heardMarks, turnHeard } from '../bot/domain/heard.ts'
import { priceMicros } from '../bot/domain/price.ts'
import type { View } from '../bot/domain/view.ts'
import type { Blame, LineWork, StoredReading } from '../bot/ports/stores.ts'
import type { ReadingCost, Understand } from '../bot/ports/understand.ts'
import { verifyClaims } from '../bot/understanding/verify-claims.ts'
import { BREATH, breathe } from '../kit/breathe.ts'
import { fault } from '../kit/failpoint.ts'
import { clock } from '../kit/tracing.ts'
import { unlessAborted } from '../kit/unless-aborted.ts'
import type { BatchBounds } from './batch-size.ts'
import { blameFor, type CommitOptions, commitAll, isFree } from './commit-works.ts'
import { type Heard, type HearingOptions, hearTurn, NOTHING_HEARD } from './hear.ts'
import { traceBegin, traceModel } from './trace-work.ts'

/** The bounds are of the items of one transaction. */
export interface ReadingsOptions extends CommitOptions, BatchBounds {
  readonly understand: Understand
  /** A reading that takes longer is given up, whether or not the model listens to its signal; milliseconds. */
  readonly readMs?: number
  /** Absent: pictures, films and voice messages are not turned into words. */
  readonly hearing?: HearingOptions
}

const READ_MS = 31_000
const RENEW_MS = 5_000
const MOST_IN_FLIGHT = 256

interface Ready {
  readonly work: LineWork
  /** Null when no model could read it: the desk then decides without, so that the words still reach a person. */
  readonly reading: StoredReading | null
}

export class Readings {
  readonly #options: ReadingsOptions
  readonly #stopping = new AbortController()
  readonly #inFlight = new Set<LineWork>()
  readonly #reads = new Set<Promise<void>>()
  #ready: Ready[] = []
  #committing: Promise<void> | null = null
  #renewing: NodeJS.Timeout | null = null
  #beginning: Promise<void> = Promise.resolve()

  constructor(options: ReadingsOptions) {
    this.#options = options
  }

  /** How many more turns may be begun. */
  get room(): number {
    return MOST_IN_FLIGHT - this.#inFlight.size
  }

  /** Resolves when all are begun: what is read by computing is by then read, a few at a time, and committed together. */
  async begin(works: readonly LineWork[]): Promise<void> {
    for (const work of works) this.#inFlight.add(work)
    const beginning = this.#beginEach(works)
    this.#beginning = beginning
    await beginning
    if (this.#inFlight.size > 0) this.#renewing ??= setInterval(() => void this.#renew(), RENEW_MS)
  }

  async #beginEach(works: readonly LineWork[]): Promise<void> {
    for (const [i, work] of works.entries()) {
      if (i % BREATH === BREATH - 1) await breathe()
      traceBegin(work)
      const reading = this.#read(work).finally(() => this.#reads.delete(reading))
      this.#reads.add(reading)
    }
  }

  /** Resolves when what is ready by now has been committed. */
  async committed(): Promise<void> {
    await breathe()
    await this.#committing
  }

  /** Turns not read yet are given back unread; what is read is committed. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await Promise.all(this.#reads)
    await this.#committing
    this.#rest()
  }

  async #read(given: LineWork): Promise<void> {
    const started = clock()
    const { work, heard } = await this.#hear(given)
    const asks = !work.reading && work.item.is === 'turn'
    const reading =
      work.reading || work.item.is !== 'turn' ? null : await read(this.#options, work.item.turn, work.view, this.#stopping.signal, heard)
    if (reading === 'stopped') return this.#giveBack([work], 0, 'stopped', 'nobody')
    if (asks) traceModel(work, started, reading?.understanding.model ?? null, reading?.cost ?? null)
    this.#ready.push({ work, reading })
    this.#committing ??= this.#commit()
  }

  /** The work with the words of its turn's files in it. */
  async #hear(work: LineWork): Promise<{ readonly work: LineWork; readonly heard: Heard }> {
    const { hearing } = this.#options
    if (!hearing || work.reading || work.item.is !== 'turn') return { work, heard: NOTHING_HEARD }
    const heard = await hearTurn(hearing, work.item.turn, this.#stopping.signal, work.view.conversation?.lang)
    if (heard.words.size === 0) return { work, heard }
    const known: LineWork = { ...work, item: { is: 'turn', turn: turnHeard(work.item.turn, heard.words) } }
    this.#inFlight.delete(work)
    this.#inFlight.add(known)
    return { work: known, heard }
  }

  async #commit(): Promise<void> {
    await breathe()
    while (this.#ready.length > 0) {
      await this.#beginning
      const batch = this.#ready.slice(0, this.#options.most)
      this.#ready = this.#ready.slice(this.#options.most)
      await this.#commitBatch(batch)
    }
    this.#committing = null
    this.#rest()
  }

  async #commitBatch(batch: readonly Ready[]): Promise<void> {
    const works = batch.map(({ work }) => work)
    const full = this.room <= 0
    const readings = new Map<LineWork, StoredReading>()
    for (const { work, reading } of batch) if (reading) readings.set(work, reading)
    try {
      await this.#options.store.saveReadings([...readings.values()].filter((reading) => !isFree(reading)))
      fault('after_store_reading')
      await commitAll(this.#options, works, readings)
    } catch (error) {
      this.#options.log.error('readings could not be committed', { turns: works.length, error })
      await this.#giveBack(works, RENEW_MS, 'not committed', blameFor(error))
    }
    for (const work of works) this.#inFlight.delete(work)
    // The loop sleeps for want of room, which nobody else rings for.
    if (full) this.#options.bell.ring('read')
  }

  /** If even this fails the lease ends by itself. */
  async #giveBack(works: readonly LineWork[], ms: number, why: string, blame: Blame): Promise<void> {
    for (const { line, fence } of works) await this.#options.store.release(line, fence, ms, why, blame).catch(() => undefined)
    for (const work of works) this.#inFlight.delete(work)
  }

  async #renew(): Promise<void> {
    const lines = [...this.#inFlight].map(({ line, fence }) => ({ line, fence }))
    await this.#options.store.renew(lines).catch(() => this.#options.metrics.errors.inc({ code: 'UNAVAILABLE' }))
  }

  #rest(): void {
    if (this.#inFlight.size > 0 || this.#renewing === null) return
    clearInterval(this.#renewing)
    this.#renewing = null
  }
}

async function read(
  options: ReadingsOptions,
  turn: Turn,
  view: View,
  stopping: AbortSignal,
  heard: Heard,
): Promise<StoredReading | 'stopped' | null> {
  const last = turn.messages.at(-1)
  if (!view.conversation || !view.customer || !last) return null
  const { understand, metrics, log, readMs = READ_MS } = options
  // In a group the open question may be another person's: what it asks about is none of this author's matters.
  const question =
    view.questions.find(
      (q) => q.conversation === view.conversation?.id && q.state === 'open' && view.tickets.some((t) => t.id === q.ticket),
    ) ?? null
  const turnView = { conversation: view.conversation, customer: view.customer, tickets: view.tickets, question, now: view.now }
  const ended = new AbortController()
  const timer = setTimeout(() => ended.abort(new Error('no answer in time')), readMs)
  const stop = () => ended.abort(stopping.reason)
  if (stopping.aborted) stop()
  else stopping.addEventListener('abort', stop, { once: true })
  try {
    const version = understand.version()
    fault('mid_reading')
    const reading = understand.read(turn, turnView, view.config.config, ended.signal)
    const { claims, model, cost } = await unlessAborted(reading, ended.signal)
    const marks = heardMarks(turn, heard.unread)
    const understanding = verifyClaims(turn, [...claims, ...marks], view.config.config, turnView, model)
    metrics.readings.inc({ model: model.split('-')[0] ?? model })
    metrics.droppedClaims.inc({ reason: 'unfounded' }, understanding.dropped)
    metrics.modelTokens.inc({ direction: 'in' }, cost.tokensIn)
    metrics.modelTokens.inc({ direction: 'out' }, cost.tokensOut)
    const micros = cost.calls > 0 ? priceMicros(view.config.config.prices, version, cost) : null
    const whole = withHeardCost({ ...cost, micros }, heard, view.config.config.prices)
    return { turn: turn.id, lastMessage: last.id, version, understanding, claims: [...claims, ...marks], cost: whole }
  } catch (error) {
    if (stopping.aborted) return 'stopped'
    log.warn('a turn could not be read', { turn: turn.id, error })
    return null
  } finally {
    clearTimeout(timer)
    stopping.removeEventListener('abort', stop)
  }
}

/** What its files cost is part of what a turn costs. */
function withHeardCost(own: ReadingCost, { costs }: Heard, prices: PriceList | undefined): ReadingCost {
  return costs.reduce((sum, { cost, version }): ReadingCost => {
    const micros = priceMicros(prices, version, cost)
    return {
      tokensIn: sum.tokensIn + cost.tokensIn,
      tokensOut: sum.tokensOut + cost.tokensOut,
      calls: sum.calls + cost.calls,
      micros: micros === null || (sum.calls > 0 && sum.micros == null) ? null : (sum.micros ?? 0) + micros,
    }
  }, own)
}
