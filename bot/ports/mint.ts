import type { Id } from '../domain/ticket.ts'

/** Where a decision gets new ids and ticket numbers from. */
export interface Mint {
  id(): Id
  number(): number
  /** Makes sure that numbers for `n` decisions are at hand; called before the deciding transaction, never in it. */
  ready(n: number): Promise<void>
}
