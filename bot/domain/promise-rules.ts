/** Which deadlines a customer is given: the promise rules in order, the first that fits wins. */
import type { DeskConfig, PromiseRule } from './desk-config.ts'
import { PROMISE_KINDS, type PromiseKind, type TicketPromise } from './promise.ts'
import { categoryFits } from './routing.ts'
import type { Mood, Priority } from './ticket.ts'

export interface PromiseFacts {
  readonly category: string
  readonly priority: Priority
  /** Absent: calm. */
  readonly mood?: Mood
  /** The customer's; null or absent: none. */
  readonly level?: string | null
}

/** What is promised when a ticket opens; `next-response` starts only once the customer writes again. */
const AT_OPENING: readonly PromiseKind[] = ['first-response', 'resolution']

/** The promises that start running now, in the order of `PROMISE_KINDS`; none if no rule fits. */
export function promisesFor(
  facts: PromiseFacts,
  now: number,
  config: Pick<DeskConfig, 'promises'>,
  kinds: readonly PromiseKind[] = AT_OPENING,
): readonly TicketPromise[] {
  const minutes = config.promises.find((rule) => promiseRuleFits(rule, facts))?.minutes ?? {}
  return PROMISE_KINDS.filter((kind) => kinds.includes(kind)).flatMap((kind): TicketPromise[] => {
    const allowed = minutes[kind]
    return allowed === undefined ? [] : [{ kind, state: 'running', due: now + Math.round(allowed * 60_000), left: null }]
  })
}

/** The promises of a matter taken up again: a fresh one to resolve it, the others as they were. */
export function promisesAgain(
  ticket: PromiseFacts & { readonly promises: readonly TicketPromise[] },
  now: number,
  config: Pick<DeskConfig, 'promises'>,
): readonly TicketPromise[] {
  return [...ticket.promises.filter((p) => p.kind !== 'resolution'), ...promisesFor(ticket, now, config, ['resolution'])]
}

export function promiseRuleFits(rule: PromiseRule, facts: PromiseFacts): boolean {
  return (
    (rule.category?.some((pattern) => categoryFits(pattern, facts.category)) ?? true) &&
    (rule.priority?.includes(facts.priority) ?? true) &&
    (rule.mood?.includes(facts.mood ?? 'neutral') ?? true) &&
    (rule.level?.includes(facts.level ?? '') ?? true)
  )
}
