import type { LookedUp, LookupDef, LookupFailure, LookupState } from '../domain/lookup.ts'
import type { Id } from '../domain/ticket.ts'

export type LookupAnswer =
  | { readonly found: Readonly<Record<string, string>> }
  | { readonly absent: true }
  | { readonly failed: LookupFailure }

/**
 * Asks another system about one value, such as an order number.
 *
 * Never rejects, never takes longer than the lookup's `timeoutMs`, reads no more than it needs, and speaks to no
 * host but the one the configuration names. What it answers is data of others: it is shown, never obeyed.
 */
export interface Lookup {
  find(lookup: LookupDef, value: string): Promise<LookupAnswer>
}

/** A lookup that is due, with the value to be looked up now; null: the ticket no longer has one. */
export interface LookupWork {
  readonly ticket: Id
  readonly key: string
  readonly gen: number
  /** Counts this one; a process that died with it in hand is none. */
  readonly tries: number
  /** It was in hand too often when a process died: it is to be given up, not asked. */
  readonly worn: boolean
  readonly value: string | null
}

export interface LookupStore {
  /** Claims due lookups for 15 s; a claim whose worker died is due again then, alone, and later each time. */
  claim(most: number): Promise<readonly LookupWork[]>
  /**
   * Keeps what came of them and has the tickets' cards drawn again. An answer to a question that was asked anew
   * meanwhile is thrown away. What failed is tried again later, twice.
   */
  settle(results: readonly { readonly work: LookupWork; readonly answer: LookupAnswer }[]): Promise<{ readonly drawn: boolean }>
  /** What is known of the lookups of a ticket. */
  of(ticket: Id): Promise<readonly LookedUp[]>
}

export function stateOf(answer: LookupAnswer): LookupState {
  return 'found' in answer ? 'found' : 'absent' in answer ? 'absent' : 'failed'
}
