import { DeskError } from '../bot/errors.ts'

export interface TurnTimes {
  /** The whole reading of a turn. */
  readonly turnMs: number
  /** After the first failure everything else, whatever it is, has this long. */
  readonly afterFailureMs: number
}

/**
 * The time one turn may take to be read. Its signal is aborted when the time is up, or with the caller's; the
 * reason is a MODEL_UNREACHABLE (why: `budget spent` | `aborted`).
 */
export class TurnTime {
  readonly #times: TurnTimes
  readonly #ended = new AbortController()
  readonly #outer: AbortSignal
  readonly #onAbort = (): void => this.#end('aborted')
  readonly #whole: NodeJS.Timeout
  #after: NodeJS.Timeout | null = null
  #until: number

  constructor(times: TurnTimes, outer: AbortSignal) {
    this.#times = times
    this.#outer = outer
    this.#until = performance.now() + times.turnMs
    this.#whole = setTimeout(() => this.#end('budget spent'), times.turnMs)
    outer.addEventListener('abort', this.#onAbort, { once: true })
    if (outer.aborted) this.#onAbort()
  }

  get signal(): AbortSignal {
    return this.#ended.signal
  }

  /** Milliseconds left. */
  get left(): number {
    return Math.max(0, this.#until - performance.now())
  }

  /** Something failed; only the first time counts. */
  failed(): void {
    if (this.#after) return
    const ms = Math.min(this.left, this.#times.afterFailureMs)
    this.#until = performance.now() + ms
    this.#after = setTimeout(() => this.#end('budget spent'), ms)
  }

  /** Resolves after the time, or rejects as soon as there is none left. */
  async wait(ms: number): Promise<void> {
    this.signal.throwIfAborted()
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, ms)
    const onAbort = (): void => reject(this.signal.reason)
    this.signal.addEventListener('abort', onAbort, { once: true })
    try {
      await promise
    } finally {
      clearTimeout(timer)
      this.signal.removeEventListener('abort', onAbort)
    }
  }

  close(): void {
    clearTimeout(this.#whole)
    if (this.#after) clearTimeout(this.#after)
    this.#outer.removeEventListener('abort', this.#onAbort)
  }

  #end(why: string): void {
    this.#ended.abort(new DeskError('MODEL_UNREACHABLE', { why }))
  }
}
