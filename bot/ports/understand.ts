import type { Claim } from '../domain/claim.ts'
import type { Conversation, Customer, Question, Turn } from '../domain/conversation.ts'
import type { DeskConfig } from '../domain/desk-config.ts'
import type { Ticket } from '../domain/ticket.ts'

/** What a model may know of a turn: this customer's own matters and the open question, never another's. */
export interface TurnView {
  readonly conversation: Conversation
  readonly customer: Customer
  /** Active tickets of the turn's author, and those resolved within the reopening days; newest first. */
  readonly tickets: readonly Ticket[]
  readonly question: Question | null
  /** Database time, milliseconds since 1970. */
  readonly now: number
}

/** What one reading cost. */
export interface ReadingCost {
  readonly tokensIn: number
  readonly tokensOut: number
  /** Of `tokensIn`, those the endpoint remembered from an earlier call. */
  readonly cachedIn?: number
  /** Calls to a paid endpoint. */
  readonly calls: number
  /** The price in millionths of the currency; null or absent: none is known. */
  readonly micros?: number | null
}

/**
 * Reads a turn. Claims are unverified: the desk checks each against the words it points at, whichever model
 * made it. Offsets are UTF-16 code units of the stored text of the named message.
 *
 * Every implementation passes `understandContract`. A reading never has an effect; it may be thrown away.
 * Errors: rejects with a DeskError MODEL_… ; a resilient implementation answers from another model instead.
 */
export interface Understand {
  /** Name and version now in use, part of the key under which a reading is stored. */
  version(): string
  read(
    turn: Turn,
    view: TurnView,
    config: DeskConfig,
    signal: AbortSignal,
  ): Promise<{ claims: readonly Claim[]; model: string; cost: ReadingCost }>
}
