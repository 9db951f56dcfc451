/** All there is to tell of a ticket: its history, what it rests on, what else its customer had. */
import type { Claim, Understanding } from './claim.ts'
import type { RoutingRule } from './desk-config.ts'
import type { Id, Ticket, TicketEvent } from './ticket.ts'

export interface EventRow {
  readonly event: TicketEvent
  /** Name of who did it; null for the desk and for people without a name. */
  readonly name: string | null
}

/** What the ids in a history stand for. */
export interface EventNames {
  readonly agents: ReadonlyMap<Id, string>
  /** Numbers of other tickets it names. */
  readonly numbers: ReadonlyMap<Id, number>
}

/** What a ticket rests on: the turns put with it, as they were read, and the versions that decided. */
export interface WhyFacts {
  readonly turns: readonly WhyTurn[]
  /** The rule as it was when the ticket was opened; null when that version of the config does not have it. */
  readonly rule: RoutingRule | null
  readonly config: number
  readonly model: string
}

export interface WhyTurn {
  readonly id: Id
  readonly at: number
  readonly messages: readonly { readonly id: Id; readonly text: string; readonly at: number }[]
  /** The newest reading; null for commands and clicks, which no model reads. */
  readonly reading: { readonly model: string; readonly claims: readonly Claim[]; readonly understanding: Understanding } | null
  readonly spent: Spent
}

/** What all readings of a turn have cost, those that newer messages made old included. */
export interface Spent {
  readonly tokensIn: number
  readonly tokensOut: number
  /** Calls to a paid endpoint. */
  readonly calls: number
  /** Millionths of the currency of the price list; null: some were paid at a price nobody set. */
  readonly micros: number | null
}

export interface Dossier extends EventNames {
  /** The newest events, oldest first. */
  readonly events: readonly EventRow[]
  readonly why: WhyFacts
  /** The customer's other tickets, newest first. */
  readonly past: readonly Ticket[]
}
