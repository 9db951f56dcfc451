/**
 * The ticket: one matter to be settled.
 *
 * Words of the desk, used exactly so in names, tables, log keys and texts:
 *
 *   channel       one kind of place people talk, behind one port (slack, dingtalk, web, api, …)
 *   room          one concrete place: channel + account + room id (+ thread); for customers or for a team
 *   customer      a person we serve; has one or more identities (channel + account + external id)
 *   conversation  the endless dialogue in one customer room
 *   message       one thing said in a customer room; note: something said inside a team, kept apart
 *   turn          a burst of inbound messages of one author taken as one; turns of a conversation are serial
 *   line          what a worker claims: one conversation's turns (conv:…) or one team thread's events (team:…)
 *   claim         one unverified statement of a model about a turn, pointing at the words it rests on
 *   understanding the claims that survived verification
 *   question      what the desk asked the customer and waits for; at most one open per conversation
 *   ticket        number T-1024, a state, at most one owner; opened by (turn, n)
 *   category      a key of the taxonomy (after-sales/quality) with labels and the template of fields it needs
 *   team          people who share a queue and a team room; roles: agent, lead, manager, admin
 *   card          the redrawable view of a ticket in a team room; its thread is where agents work
 *   take          an agent becomes owner; exactly one winner
 *   reply         what is sent to the customer on purpose; talk in a thread is a note
 *   delivery      exactly one platform call that will be, was, or may have been made
 *   promise       a deadline given to a customer (first response, resolution)
 *   bell          a hint that there is work; losing one costs a short poll
 *
 * Also: mood (not sentiment), priority P1–P4, state (not status).
 */
import type { Lang } from './lang.ts'
import type { MarkCode } from './mark.ts'
import type { PromiseKind, TicketPromise } from './promise.ts'

/** UUIDv7 as 32 hex digits. */
export type Id = string

export const TICKET_STATES = ['new', 'open', 'waiting', 'snoozed', 'resolved', 'closed', 'merged', 'rejected'] as const
export type TicketState = (typeof TICKET_STATES)[number]

export const PRIORITIES = ['P1', 'P2', 'P3', 'P4'] as const
export type Priority = (typeof PRIORITIES)[number]

export const MOODS = ['angry', 'unhappy', 'neutral', 'happy'] as const
export type Mood = (typeof MOODS)[number]

/**
 * Words about a person. They live in the table `fact`; an event carries only the fact's id and hash.
 * `value` is null once the fact was erased.
 */
export interface Personal {
  readonly fact: Id
  readonly value: string | null
}

/** Where a value was said: UTF-16 offsets into the stored text of a message. */
export interface Evidence {
  readonly message: Id
  readonly start: number
  readonly end: number
}

export interface TicketField {
  readonly name: string
  readonly value: Personal
  /** The customer's own words the value rests on; null when an agent typed it. */
  readonly words: Personal | null
  readonly evidence: Evidence | null
}

/** Who did something: a customer, an agent, or the desk itself. */
export type Actor = { readonly kind: 'customer' | 'agent'; readonly id: Id } | { readonly kind: 'desk' }

/** A code of bot/texts `reasons` with its facts, so that a reason can be worded in any language. */
export interface Reason {
  readonly code: string
  readonly facts?: Readonly<Record<string, string | number>>
}

/** Why a reply was stopped; worded by its code in bot/texts `gate`. */
export interface GateReason {
  readonly code: GateCode
  readonly colour: 'amber' | 'red'
  /** The rule's name, the kind of private word, a number. Never words about a person. */
  readonly facts: Readonly<Record<string, string | number>>
  /** The piece of the reply it is about; a private word only in part. */
  readonly said: Personal | null
}

export type GateCode = 'internal' | 'forbidden' | 'other-customer' | 'other-ticket' | 'mention' | 'amount' | 'order'

/** A reply that waits: amber until a time, red until a second person has approved it. */
export interface HeldReply {
  readonly message: Id
  readonly author: Id
  readonly colour: 'amber' | 'red'
  /** Milliseconds since 1970; null: a person must decide. */
  readonly until: number | null
  /** The ticket waits for the customer once it is sent. */
  readonly waiting: boolean
  readonly why: readonly GateReason[]
  /** Its author's macro resolves the ticket once the customer has it. */
  readonly resolves?: true
}

export interface Ticket {
  readonly id: Id
  readonly number: number
  readonly seq: number
  readonly conversation: Id
  readonly customer: Id
  readonly lang: Lang
  readonly state: TicketState
  readonly owner: Id | null
  readonly team: string
  readonly title: Personal
  readonly summary: Personal
  readonly category: string
  /** 0…1, calibrated; 1 when a person chose it. */
  readonly confidence: number
  readonly priority: Priority
  readonly priorityWhy: Reason
  readonly mood: Mood
  readonly fields: readonly TicketField[]
  readonly promises: readonly TicketPromise[]
  readonly opener: { readonly turn: Id; readonly n: number } | null
  readonly rule: string
  readonly configVersion: number
  readonly modelVersion: string
  readonly openedAt: number
  readonly resolvedAt: number | null
  readonly closedAt: number | null
  readonly snoozedUntil: number | null
  readonly rating: number | null
  readonly reopens: number
  readonly transfers: number
  /** The ticket this one follows, or was merged into. */
  readonly linked: Id | null
  /** How its words were read, as its team should know; absent: nothing special. */
  readonly marks?: readonly MarkCode[]
  /** Replies that wait at the gate; absent when there is none. */
  readonly held?: readonly HeldReply[]
  // What follows is absent until it first happens: histories written before it could happen fold to the same ticket as ever.
  /** Keys of the config's tags. */
  readonly tags?: readonly string[]
  /** Agents who are told of what becomes of it. */
  readonly watchers?: readonly Id[]
  readonly related?: readonly Id[]
  /** Tickets merged into this one. */
  readonly absorbed?: readonly Id[]
  readonly followUp?: { readonly at: number; readonly note: Personal | null; readonly agent: Id }
  /** While it waits for the customer: when the customer is reminded, and once `sent`, when it is resolved without an answer. */
  readonly nudge?: { readonly at: number; readonly closeAfter: number; readonly sent: boolean }
}

/** What was decided when a ticket was opened. */
export interface Opened {
  readonly type: 'opened'
  readonly number: number
  readonly conversation: Id
  readonly customer: Id
  readonly lang: Lang
  readonly team: string
  readonly rule: string
  readonly title: Personal
  readonly summary: Personal
  readonly category: string
  readonly confidence: number
  readonly priority: Priority
  readonly priorityWhy: Reason
  readonly mood: Mood
  readonly fields: readonly TicketField[]
  readonly promises: readonly TicketPromise[]
  readonly opener: { readonly turn: Id; readonly n: number } | null
  readonly linked: Id | null
}

/** Every change of a ticket. What only moves it along the state table is a `TicketMove`. */
export type TicketChange =
  | Opened
  | { readonly type: 'taken'; readonly owner: Id }
  | { readonly type: 'released' }
  | { readonly type: 'transferred'; readonly team: string; readonly why: Personal | null }
  | { readonly type: 'replied'; readonly message: Id; readonly waiting: boolean }
  | ({ readonly type: 'reply-held' } & HeldReply)
  /** It goes out as the message `as`: time: it had waited; approved: by who did this; ended: the ticket ended meanwhile. */
  | { readonly type: 'reply-released'; readonly message: Id; readonly as: Id; readonly how: 'time' | 'approved' | 'ended' }
  | {
      readonly type: 'reply-withdrawn'
      readonly message: Id
      readonly how: 'undone' | 'rewritten' | 'declined' | 'ended'
      readonly why: Personal | null
    }
  | { readonly type: 'customer-wrote'; readonly turn: Id; readonly mood: Mood }
  | { readonly type: 'field-set'; readonly fields: readonly TicketField[] }
  | { readonly type: 'category-set'; readonly category: string; readonly confidence: number }
  | { readonly type: 'priority-set'; readonly priority: Priority; readonly why: Reason }
  | { readonly type: 'summary-set'; readonly title: Personal; readonly summary: Personal }
  | { readonly type: 'marked'; readonly turn: Id; readonly marks: readonly MarkCode[] }
  | { readonly type: 'asked'; readonly question: Id; readonly about: string }
  | { readonly type: 'resolved'; readonly note: Personal | null; readonly why?: Reason }
  | { readonly type: 'reopened'; readonly turn: Id | null; readonly why: Reason; readonly promises: readonly TicketPromise[] }
  | { readonly type: 'closed'; readonly why: Reason }
  | { readonly type: 'rejected'; readonly why: Reason }
  | { readonly type: 'merged'; readonly into: Id }
  | { readonly type: 'snoozed'; readonly until: number }
  | { readonly type: 'woken' }
  | { readonly type: 'rated'; readonly rating: number }
  | { readonly type: 'promise-kept'; readonly kind: PromiseKind }
  | { readonly type: 'promise-broken'; readonly kind: PromiseKind }
  | { readonly type: 'absorbed'; readonly from: Id }
  | { readonly type: 'linked'; readonly to: Id }
  | { readonly type: 'escalated'; readonly priority: Priority; readonly why: Personal | null }
  | { readonly type: 'tagged'; readonly add: readonly string[]; readonly remove: readonly string[] }
  /** Its customer is of this level from now on; null: of none. */
  | { readonly type: 'levelled'; readonly level: string | null }
  | { readonly type: 'watched'; readonly agent: Id; readonly on: boolean }
  | { readonly type: 'follow-up-set'; readonly at: number; readonly note: Personal | null; readonly agent: Id }
  | { readonly type: 'follow-up-due' }
  | { readonly type: 'nudge-set'; readonly at: number; readonly closeAfter: number }
  | { readonly type: 'nudged' }
  | { readonly type: 'erased'; readonly facts: readonly Id[] }

export type TicketChangeType = TicketChange['type']

/** One row of a ticket's history. `seq` starts at 1 and has no gaps. */
export interface TicketEvent {
  readonly ticket: Id
  readonly seq: number
  /** Database time, milliseconds since 1970. */
  readonly at: number
  readonly by: Actor
  readonly config: number
  readonly model: string
  readonly change: TicketChange
}

/** `T-1024` */
export function ticketNumber(number: number): string {
  return `T-${number}`
}

/** Is someone still at work on it? */
export function isActive(state: TicketState): boolean {
  return state === 'new' || state === 'open' || state === 'waiting' || state === 'snoozed'
}
