/** What an erasure is about, and what it counts. */

/** How many rows of each kind. */
export interface Erased {
  readonly tickets: number
  /** Tickets still being worked on: they stay, without words. */
  readonly activeTickets: number
  readonly facts: number
  readonly messages: number
  readonly notes: number
  readonly events: number
  readonly readings: number
  readonly deliveries: number
  readonly posts: number
  readonly rawEvents: number
  readonly examples: number
  readonly identities: number
  readonly files: number
}

/** What an erasure is about. */
export interface Scope {
  readonly customer: string
  readonly tickets: readonly string[]
  /** Conversations nobody else speaks in, and all of the customer's. */
  readonly alone: readonly string[]
  readonly conversations: readonly string[]
  readonly rooms: readonly string[]
  readonly messages: readonly string[]
}
