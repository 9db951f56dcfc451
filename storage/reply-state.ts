import type { DeliveryState } from '../bot/domain/view.ts'

const WORST: readonly DeliveryState[] = ['failed', 'in_doubt', 'sending', 'queued', 'held', 'sent', 'delivered', 'cancelled']

/** A reply's state is its worst delivery's: one failed part makes the reply failed. */
export function worstState(states: readonly string[]): DeliveryState {
  return WORST.find((each) => states.includes(each)) ?? 'cancelled'
}
