/** All the desk may know when it decides: read afresh inside the deciding transaction. */
import type { Understanding } from './claim.ts'
import type { Agent, Conversation, Customer, Message, Question, Turn } from './conversation.ts'
import type { TextLimit } from './cut-text.ts'
import type { ConfigVersion } from './desk-config.ts'
import type { Dossier } from './dossier.ts'
import type { ForeignWord } from './private-tokens.ts'
import type { Id, Ticket } from './ticket.ts'

export interface View {
  /** Database time, milliseconds since 1970. */
  readonly now: number
  readonly config: ConfigVersion
  /** Null only for what is said in a team room outside any ticket's thread. */
  readonly conversation: Conversation | null
  readonly customer: Customer | null
  /** The author's active tickets, those ended within the reopening days, and those named by number; newest first. */
  readonly tickets: readonly Ticket[]
  /** A further ticket the event names by its number, whoever's it is. */
  readonly other?: Ticket | null
  /** All there is to tell of the ticket; read only for who asks. */
  readonly dossier?: Dossier | null
  /** Questions asked or queued in this conversation; `asked` names all (ticket, kind, about) ever asked. */
  readonly questions: readonly Question[]
  /** How often the desk itself has spoken in this conversation within the last minute; counted no further than it may. */
  readonly said: number
  /** The ticket the event or timer is about. */
  readonly ticket: Ticket | null
  /** Agents named by the view: the actor, owners, speaker; there may be more. */
  readonly agents: readonly Agent[]
  /** Longest text the customer's channel takes. */
  readonly limit: TextLimit
  /** A reply named by the event, and how its deliveries stand. */
  readonly reply: ReplyView | null
  /** Which private words of what was typed stand with other customers, and not in this conversation. */
  readonly foreign?: readonly ForeignWord[]
  /** What a ticket is to be made of; null where none is asked for. */
  readonly source: Source | null
  /** The ticket that a person made of this turn's words before the desk had read them. */
  readonly made: Id | null
}

/** What somebody wants a ticket made of, and for whom. */
export interface Source {
  /** Names what was pressed on; `made-of` keeps it, so that every later press finds the ticket. Null: nothing was pressed on. */
  readonly key: string | null
  /** The customer's message that was pressed on; then the view's conversation and customer are its own. */
  readonly message: Message | null
  /** What somebody of the team said, where that was pressed on. */
  readonly said: string | null
  /** Tickets it belongs to already, newest first. */
  readonly tickets: readonly Ticket[]
  /** Who was named. `several`: more than one customer has that name. Null: nobody was, or nobody is known by it. */
  readonly customer: { readonly customer: Customer; readonly conversation: Id | null } | 'several' | null
  /** Whether somebody was named who is not known: by name, or by a number or id that must be. */
  readonly unknown: 'name' | 'id' | null
  /** Where a client of ours talks with the customer it named, if that is not known yet; null: nowhere. */
  readonly place: { readonly channel: string; readonly account: string; readonly external: string; readonly identity: string | null } | null
  /** The team in whose room it was asked for; null in any other room. */
  readonly team: string | null
}

export interface ReplyView {
  readonly message: Message
  /** sending: some of it is on its way, or has gone and some has not; queued: none of it has been begun. */
  readonly state: DeliveryState
  readonly ticket: Id
  readonly deliveries: readonly Id[]
  /** Those of its words that stand with the customer, where the channel can change them there; one for each part, in their order. */
  readonly standing?: readonly Id[]
  /** All of it that stands with the customer, files too, where the channel can take it back. */
  readonly removable?: readonly Id[]
}

export const DELIVERY_STATES = ['held', 'queued', 'sending', 'sent', 'delivered', 'failed', 'in_doubt', 'cancelled'] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]

/** Something a person in a team room (or over REST) did, or a platform told us. */
export interface DeskEvent {
  readonly id: Id
  /** edit and recall: of an earlier event's words, or of a customer's message with the ticket. */
  readonly what: 'message' | 'action' | 'form' | 'command' | 'reaction' | 'edit' | 'recall' | 'sent' | 'send-failed' | 'file-failed'
  /** Platform room the event came from; whispers go back there. */
  readonly room: Id | null
  readonly actor: Agent | null
  readonly from: string
  readonly text: string
  readonly value: Readonly<Record<string, unknown>>
  readonly at: number
}

export const TIMER_KINDS = ['promise', 'question', 'close', 'wake', 'reply', 'follow-up', 'nudge'] as const
export type TimerKind = (typeof TIMER_KINDS)[number]

/** A time that was set and has come. */
export interface Timer {
  readonly kind: TimerKind
  /** promise: its kind; question: its id; reply: its message. */
  readonly subject: string
  readonly ticket: Id
  readonly due: number
}

/** What the desk decides about. */
export type Input =
  | { readonly is: 'turn'; readonly turn: Turn; readonly understanding: Understanding | null }
  | { readonly is: 'event'; readonly event: DeskEvent }
  | { readonly is: 'timer'; readonly timer: Timer }
