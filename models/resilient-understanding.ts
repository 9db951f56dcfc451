/**
 * Reads with the better model while it answers in time, and with the local one when it does not. A reading
 * never rejects as long as the local model works, so a message always becomes a ticket.
 *
 * One budget covers the whole turn. Five failures in a row open the breaker: then nobody waits for an endpoint
 * that is down, and one call every half minute tries whether it is back.
 */
import { BrokenCircuitError, CircuitState, ConsecutiveBreaker, circuitBreaker, handleWhen } from 'cockatiel'
import type { Turn } from '../bot/domain/conversation.ts'
import type { DeskConfig } from '../bot/domain/desk-config.ts'
import { DeskError, type ErrorCode } from '../bot/errors.ts'
import type { TurnView, Understand } from '../bot/ports/understand.ts'

export interface ResilientOptions {
  readonly budgetMs?: number
  readonly halfOpenAfterMs?: number
  /** Told each time the local model answers in place of the better one. */
  readonly onFallback?: (why: ErrorCode | 'BREAKER_OPEN', error: unknown) => void
}

const FAILURES = 5

export class ResilientUnderstanding implements Understand {
  private readonly better: Understand
  private readonly local: Understand
  private readonly budgetMs: number
  private readonly onFallback: NonNullable<ResilientOptions['onFallback']>
  private readonly breaker

  constructor(
    better: Understand,
    local: Understand,
    { budgetMs = 40_000, halfOpenAfterMs = 30_000, onFallback = () => undefined }: ResilientOptions = {},
  ) {
    this.better = better
    this.local = local
    this.budgetMs = budgetMs
    this.onFallback = onFallback
    // An answer that makes no sense says nothing about whether the endpoint is up.
    const policy = handleWhen((error) => !(error instanceof DeskError) || error.code === 'MODEL_UNREACHABLE')
    this.breaker = circuitBreaker(policy, { halfOpenAfter: halfOpenAfterMs, breaker: new ConsecutiveBreaker(FAILURES) })
  }

  version(): string {
    return (this.breaker.state === CircuitState.Open ? this.local : this.better).version()
  }

  async read(turn: Turn, view: TurnView, config: DeskConfig, signal: AbortSignal): ReturnType<Understand['read']> {
    if (!signal.aborted) {
      try {
        return await this.breaker.execute(() => this.withinBudget((within) => this.better.read(turn, view, config, within), signal))
      } catch (error) {
        // The desk no longer wants this reading: that is nobody's failure.
        if (!signal.aborted) this.onFallback(codeOf(error), error)
      }
    }
    return this.local.read(turn, view, config, signal)
  }

  /** Ends the wait even when a model does not listen to its signal. */
  private async withinBudget<T>(read: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
    const ended = new AbortController()
    const { promise, reject } = Promise.withResolvers<never>()
    const end = (why: string): void => {
      // First the verdict, so that the model's own complaint about the abort comes too late to be counted.
      reject(new DeskError(why === 'aborted' ? 'MODEL_ANSWER_INVALID' : 'MODEL_UNREACHABLE', { why }))
      ended.abort()
    }
    const timer = setTimeout(end, this.budgetMs, 'budget spent')
    const onAbort = (): void => end('aborted')
    signal.addEventListener('abort', onAbort, { once: true })
    try {
      return await Promise.race([read(ended.signal), promise])
    } finally {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
    }
  }
}

function codeOf(error: unknown): ErrorCode | 'BREAKER_OPEN' {
  if (error instanceof BrokenCircuitError) return 'BREAKER_OPEN'
  return error instanceof DeskError ? error.code : 'UNEXPECTED'
}
