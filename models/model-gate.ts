/**
 * The gate before an endpoint: lets no call through to one that is down, lets one through now and then to see
 * whether it is back, and then a few at a time, so that a crowd that waited does not knock it over again.
 *
 * Only failures of the endpoint count, each call for itself; an answer that makes no sense says that it is up.
 */
import {
  BrokenCircuitError,
  CircuitState,
  circuitBreaker,
  type FailureReason,
  handleWhen,
  type IBackoff,
  type IHalfOpenAfterBackoffContext,
} from 'cockatiel'
import { DeskError } from '../bot/errors.ts'
import { WHY } from './model-error.ts'

export interface GateOptions {
  /** From opening to the next try. */
  readonly probeMs?: number
  /** However late an endpoint asks us back, and however hopeless it looks: after this we try. */
  readonly mostHoldMs?: number
  /** An endpoint that asks for a longer pause than this gets it from everybody, not only from the call that was told. */
  readonly shortHoldMs?: number
  readonly onOpen?: (open: boolean) => void
  /** Told once an outage, of what a person must mend: a wrong key, a wrong name, no credit. */
  readonly onAlert?: (error: DeskError) => void
}

/** Consecutive failures. */
const FAILURES = 5
/** After an outage: so many calls at once until as many have gone well. */
const RAMP = [5, 20] as const

export class ModelGate {
  readonly #breaker
  readonly #options: Required<GateOptions>
  readonly #waiting: (() => void)[] = []
  #failures = 0
  /** How long the failure that was just counted asks everybody to stay away. */
  #hold = 0
  /** Place in RAMP; past its end nobody waits. */
  #stage: number = RAMP.length
  #wellInStage = 0
  #running = 0
  #alerted = false

  constructor({
    probeMs = 30_000,
    mostHoldMs = 60_000,
    shortHoldMs = 8_000,
    onOpen = () => undefined,
    onAlert = () => undefined,
  }: GateOptions = {}) {
    this.#options = { probeMs, mostHoldMs, shortHoldMs, onOpen, onAlert }
    const halfOpenAfter = {
      next: ({ result }: IHalfOpenAfterBackoffContext): IBackoff<IHalfOpenAfterBackoffContext> => ({
        duration: Math.max(probeMs, this.#holdOf(result)),
        next: halfOpenAfter.next,
      }),
    }
    const counted = handleWhen((error) => isOutage(error) || this.#breaker.state === CircuitState.HalfOpen)
    this.#breaker = circuitBreaker(counted, {
      halfOpenAfter,
      breaker: {
        state: 0,
        success: () => {
          this.#failures = 0
        },
        failure: () => ++this.#failures >= FAILURES || this.#hold > 0,
      },
    })
    this.#breaker.onBreak(() => {
      this.#failures = 0
      this.#hold = 0
      this.#stage = 0
      this.#wellInStage = 0
      for (const wake of this.#waiting.splice(0)) wake()
      onOpen(true)
    })
    this.#breaker.onReset(() => onOpen(false))
  }

  /** Whether a call would be turned away now. */
  get shut(): boolean {
    return this.#breaker.state === CircuitState.Open || this.#breaker.state === CircuitState.HalfOpen
  }

  /** Runs the call, or rejects with MODEL_UNREACHABLE (why: `gate shut`) at once. */
  async run<T>(call: () => Promise<T>, signal: AbortSignal): Promise<T> {
    while (this.#full) await this.#place(signal)
    // Who comes while somebody tries does not wait for what comes of it.
    if (this.#breaker.state === CircuitState.HalfOpen) throw shut()
    this.#running++
    try {
      const answer = await this.#breaker.execute(() => this.#watch(call))
      this.#alerted = false
      this.#wentWell()
      return answer
    } catch (error) {
      throw error instanceof BrokenCircuitError ? shut() : error
    } finally {
      this.#running--
      this.#waiting.shift()?.()
    }
  }

  async #watch<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call()
    } catch (error) {
      this.#hold = this.#holdOf({ error: error as Error })
      if (error instanceof DeskError && isForPerson(error) && !this.#alerted) {
        this.#alerted = true
        this.#options.onAlert(error)
      }
      throw error
    }
  }

  /** While the endpoint is coming back, calls wait for one another. */
  get #full(): boolean {
    return this.#breaker.state === CircuitState.Closed && this.#running >= (RAMP[this.#stage] ?? Number.POSITIVE_INFINITY)
  }

  async #place(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#waiting.push(resolve)
    signal.addEventListener('abort', () => resolve(), { once: true })
    await promise
    if (signal.aborted) {
      const at = this.#waiting.indexOf(resolve)
      if (at >= 0) this.#waiting.splice(at, 1)
      // Its turn had come: it is the next one's.
      else this.#waiting.shift()?.()
      throw signal.reason instanceof DeskError ? signal.reason : new DeskError('MODEL_UNREACHABLE', { why: 'aborted' })
    }
    if (this.shut) throw shut()
  }

  #wentWell(): void {
    const room = RAMP[this.#stage]
    if (room === undefined || ++this.#wellInStage < room) return
    this.#stage++
    this.#wellInStage = 0
    for (const wake of this.#waiting.splice(0)) wake()
  }

  #holdOf(result: FailureReason<unknown>): number {
    const error = 'error' in result ? result.error : null
    if (!(error instanceof DeskError)) return 0
    if (isForPerson(error)) return this.#options.mostHoldMs
    const asked = Number(error.facts['retryAfterMs'] ?? 0)
    return asked > this.#options.shortHoldMs ? Math.min(asked, this.#options.mostHoldMs) : 0
  }
}

function isOutage(error: Error): boolean {
  return error instanceof DeskError ? error.code === 'MODEL_UNREACHABLE' && error.facts['why'] !== 'aborted' : true
}

/** No waiting mends these. */
function isForPerson({ facts }: DeskError): boolean {
  return [401, 403, 404].includes(Number(facts['status'])) || facts['why'] === WHY.noQuota
}

function shut(): DeskError {
  return new DeskError('MODEL_UNREACHABLE', { why: GATE_SHUT })
}

export const GATE_SHUT = 'gate shut'
