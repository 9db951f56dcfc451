/** Promises: deadlines given to a customer. Counted 24 × 7; a paused promise keeps what was left. */

export const PROMISE_KINDS = ['first-response', 'next-response', 'resolution'] as const
export type PromiseKind = (typeof PROMISE_KINDS)[number]

/** running → kept | broken; running ⇄ paused. A broken promise stays broken. */
export type PromiseState = 'running' | 'paused' | 'kept' | 'broken'

export interface TicketPromise {
  readonly kind: PromiseKind
  readonly state: PromiseState
  /** When it breaks, milliseconds since 1970; meaningless while paused. */
  readonly due: number
  /** What is left, milliseconds; set while paused. */
  readonly left: number | null
}

/** Stops the clock of every running promise of the kinds. */
export function pausePromises(promises: readonly TicketPromise[], at: number): readonly TicketPromise[] {
  return promises.map((p) => (p.state === 'running' ? { ...p, state: 'paused', left: Math.max(0, p.due - at) } : p))
}

/** Lets every paused promise run on with what was left. */
export function resumePromises(promises: readonly TicketPromise[], at: number): readonly TicketPromise[] {
  return promises.map((p) => (p.state === 'paused' ? { ...p, state: 'running', due: at + (p.left ?? 0), left: null } : p))
}

/** Settles one kind; a broken or kept promise does not change again. */
export function settlePromise(promises: readonly TicketPromise[], kind: PromiseKind, state: 'kept' | 'broken'): readonly TicketPromise[] {
  return promises.map((p) => (p.kind === kind && (p.state === 'running' || p.state === 'paused') ? { ...p, state, left: null } : p))
}
