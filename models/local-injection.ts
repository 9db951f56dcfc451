/**
 * Tells when a text talks to the machine rather than to the desk: orders to forget its orders, to play somebody
 * else, to show its prompt or a secret, to shape its answer. It only raises caution (no automatic answer, a person
 * looks); it decides nothing, so a false alarm costs a glance. Rules, not a trained model: what they say can be read.
 */
import { foldWithMap, originalSpan } from '../bot/domain/fold.ts'
import { type InjectionKind, SIGNS, TASK, TASK_NOUN } from './injection-signs.ts'
import type { Span } from './said.ts'

/** Where in the stored text the surest sign stands. */
export interface InjectionFound extends Span {
  readonly kind: InjectionKind
  /** 0…1. */
  readonly confidence: number
}

const LONGEST = 20_000
const FLAG = 1
/** A text this long may carry an order planted among other words. */
const CARRIER = 200

/** Null when nothing speaks for it. */
export function findInjection(text: string): InjectionFound | null {
  const folded = foldWithMap(text.slice(0, LONGEST))
  let sum = 0
  let surest: { readonly kind: InjectionKind; readonly weight: number; readonly at: Span } | null = null
  const add = (kind: InjectionKind, weight: number, at: Span): void => {
    sum += weight
    if (!surest || weight > surest.weight) surest = { kind, weight, at }
  }
  for (const { kind, weight, pattern } of SIGNS) {
    const match = pattern.exec(folded.text)
    if (match) add(kind, weight, { start: match.index, end: match.index + match[0].length })
  }
  if (text.length >= CARRIER) {
    const task = TASK.exec(folded.text)
    if (task && TASK_NOUN.test(task[0])) add('planted-order', 1, { start: task.index, end: task.index + task[0].length })
  }
  const found = surest as { readonly kind: InjectionKind; readonly at: Span } | null
  if (!found || sum < FLAG) return null
  return { kind: found.kind, confidence: Math.min(0.95, 0.6 + 0.12 * sum), ...originalSpan(folded, found.at.start, found.at.end) }
}
