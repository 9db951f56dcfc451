/**
 * Reads with the better model while it answers in time, and with the local one when it does not. A reading
 * never rejects as long as the local model works, so a message always becomes a ticket.
 */
import type { Turn } from '../bot/domain/conversation.ts'
import type { DeskConfig } from '../bot/domain/desk-config.ts'
import { DeskError, type ErrorCode } from '../bot/errors.ts'
import type { ReadingCost, TurnView, Understand } from '../bot/ports/understand.ts'

export interface ResilientOptions {
  /** For a whole turn, whether or not the better model listens to its signal. */
  readonly budgetMs?: number
  /** Whether the better model would be turned away now. */
  readonly shut?: () => boolean
  /** Told each time the local model answers in place of the better one. */
  readonly onFallback?: (why: ErrorCode, error: unknown) => void
}

export class ResilientUnderstanding implements Understand {
  private readonly better: Understand
  private readonly local: Understand
  private readonly options: Required<ResilientOptions>

  constructor(
    better: Understand,
    local: Understand,
    { budgetMs = 30_500, shut = () => false, onFallback = () => undefined }: ResilientOptions = {},
  ) {
    this.better = better
    this.local = local
    this.options = { budgetMs, shut, onFallback }
  }

  version(): string {
    return (this.options.shut() ? this.local : this.better).version()
  }

  async read(turn: Turn, view: TurnView, config: DeskConfig, signal: AbortSignal): ReturnType<Understand['read']> {
    let paid: ReadingCost | null = null
    if (!signal.aborted) {
      try {
        return await this.withinBudget((within) => this.better.read(turn, view, config, within), signal)
      } catch (error) {
        paid = paidFor(error)
        // The desk no longer wants this reading: that is nobody's failure.
        if (!signal.aborted) this.options.onFallback(error instanceof DeskError ? error.code : 'UNEXPECTED', error)
      }
    }
    const read = await this.local.read(turn, view, config, signal)
    return paid ? { ...read, cost: paid } : read
  }

  /** Ends the wait even when a model does not listen to its signal. */
  private async withinBudget<T>(read: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
    const ended = new AbortController()
    const { promise, reject } = Promise.withResolvers<never>()
    const end = (why: string): void => {
      reject(new DeskError('MODEL_UNREACHABLE', { why }))
      ended.abort()
    }
    const timer = setTimeout(end, this.options.budgetMs, 'budget spent')
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

/** Answers that came to nothing were paid for as well. */
function paidFor(error: unknown): ReadingCost | null {
  const { tokensIn, tokensOut, calls } = error instanceof DeskError ? error.facts : {}
  return Number(calls) > 0 ? { tokensIn: Number(tokensIn), tokensOut: Number(tokensOut), calls: Number(calls) } : null
}
