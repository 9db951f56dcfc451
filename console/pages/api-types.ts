/** What the desk's HTTP answers look like to a browser. */
import type { Lang } from '../../bot/domain/lang.ts'
import type { PromiseKind, PromiseState } from '../../bot/domain/promise.ts'
import type { Mood, Priority, TicketState } from '../../bot/domain/ticket.ts'
import type { Post } from '../../kit/ports/board.ts'

export type { Card, CardAction, CardChip, CardForm, CardInput, CardLine, CardMore, Tone } from '../../bot/cards/card.ts'
export type { Form, FormField } from '../../bot/cards/form.ts'
export type { ReplyPreview } from '../../bot/cards/reply-preview.ts'
export type { Lang, Mood, Post, Priority, PromiseKind, PromiseState, TicketState }

/** Milliseconds since 1970 or an ISO date; `toMs` reads both. */
export type When = number | string
export type Labels = Partial<Record<string, string>>

export interface FileRef {
  readonly name: string
  readonly mime: string
  readonly size: number
  readonly blob: string
}

export interface Team {
  readonly key: string
  readonly labels: Labels
  readonly room: string
}

export interface Person {
  readonly id: string
  readonly key: string
  readonly name: string
  readonly role: 'agent' | 'lead' | 'manager' | 'admin'
  readonly lang: Lang
  readonly teams: readonly string[]
}

export interface PlaygroundCustomer {
  readonly id: string
  readonly name: string
  readonly lang: Lang
}

/** A ticket made on purpose, by the agent `as`. With its id a repeat makes no second one. */
export interface NewTicket {
  readonly as: string
  readonly id: string
  readonly text: string
  readonly customer?: { readonly name: string }
  readonly category?: string
  readonly team?: string
  readonly priority?: string
  readonly fields?: Readonly<Record<string, string>>
}

export interface Readiness {
  readonly ready: boolean
  /** What does not work, or works only in part. */
  readonly degraded: readonly string[]
}

export interface Desk {
  readonly open: boolean
  /** Key of the agent who signed in; null for whoever may be anybody. */
  readonly me: string | null
  readonly name: Labels
  readonly config: number
  readonly model: string
  readonly teams: readonly Team[]
  readonly managerRoom: string
  readonly agents: readonly Person[]
  readonly customers: readonly PlaygroundCustomer[]
  readonly seeded: boolean
}

export interface PostsAnswer {
  readonly posts: readonly Post[]
  readonly rev: number
}

export interface NewMessage {
  readonly id: string
  readonly as: string
  readonly text: string
  readonly files?: readonly FileRef[]
  readonly thread?: string
  readonly choice?: string
  /** A reply on purpose: goes to the customer. */
  readonly reply?: true
  /** What a new visitor wants to be called, and their language. */
  readonly name?: string
  readonly lang?: Lang
}

/** A form as it would be sent, to be looked at. */
export interface Look {
  readonly as: string
  readonly input: Readonly<Record<string, string>>
  /** The reply on its way whose card the action is on. */
  readonly message?: string
}

export interface NewAction {
  readonly id: string
  readonly as: string
  readonly token: string
  readonly input?: Readonly<Record<string, string>>
  /** Answered with what came of it. */
  readonly wait?: boolean
}

export interface TicketField {
  readonly name: string
  /** Null once erased. */
  readonly value: string | null
  /** Where the customer said it; null when an agent typed it. */
  readonly evidence: { readonly message: string; readonly start: number; readonly end: number; readonly words: string | null } | null
}

export interface TicketPromise {
  readonly kind: PromiseKind
  readonly state: PromiseState
  readonly due: When
}

export interface TicketRow {
  /** As people write it: `T-1024`. */
  readonly number: string
  readonly state: TicketState
  readonly title: string | null
  readonly summary: string | null
  readonly category: string
  readonly priority: Priority
  readonly mood: Mood
  readonly team: string
  readonly owner: { readonly id: string; readonly key: string; readonly name: string } | null
  readonly customer: { readonly id: string; readonly name: string | null }
  readonly fields: readonly TicketField[]
  readonly missing: readonly string[]
  readonly promises: readonly TicketPromise[]
  readonly tags: readonly { readonly key: string; readonly labels: Labels }[]
  readonly createdAt: When
}

export interface TicketDetail extends TicketRow {
  readonly conversation: string
  /** Where its customer talks. */
  readonly room: { readonly channel: string; readonly id: string }
  readonly confidence: number
  readonly priorityWhy: { readonly code: string; readonly text: string }
  /** Names of its category, of its fields by key, and of values that are one of a list by field. */
  readonly labels: {
    readonly category: Labels
    readonly fields: Readonly<Record<string, Labels>>
    readonly values: Readonly<Record<string, Labels>>
  }
}

export interface TicketEventRow {
  readonly seq: number
  readonly at: When
  readonly by: { readonly kind: 'customer' | 'agent' | 'desk'; readonly name: string }
  readonly type: string
  readonly text: string
}

export interface WhyClaim {
  readonly about: string
  readonly text: string
  readonly confidence: number
  readonly kept: boolean
  readonly message: string
  readonly start: number
  readonly end: number
}

export interface Spent {
  readonly tokensIn: number
  readonly tokensOut: number
  readonly calls: number
  /** Null where a price is not set. */
  readonly cost: number | null
  readonly currency: string | null
}

export interface WhyTurn {
  readonly id: string
  readonly at: When
  readonly model: string
  readonly spent: Spent
  readonly messages: readonly { readonly id: string; readonly text: string; readonly at: When }[]
  readonly claims: readonly WhyClaim[]
}

export interface Why {
  readonly ticket: string
  readonly turns: readonly WhyTurn[]
  readonly rule: { readonly name: string; readonly text: string }
  readonly spent: Spent
  readonly config: number
  readonly model: string
}

export interface MessageRow {
  readonly id: string
  readonly kind: string
  readonly text: string
  readonly at: When
  /** A name; null for the desk. */
  readonly author: string | null
  readonly state?: string
  /** Without a blob: on its way here, or given up. */
  readonly files?: readonly (Omit<FileRef, 'blob'> & { readonly blob?: string; readonly state?: 'waiting' | 'failed' })[]
}

export interface PersonItem {
  readonly id: string
  readonly kind: 'unparsed' | 'delivery' | 'turn' | 'event'
  readonly at: When
  readonly what: string
  readonly why: string
  readonly ticket?: string
  readonly state: string
}

export interface Category {
  readonly key: string
  readonly labels: Labels
}

/** Who a visitor of the chat page is, and the only room they may use. */
export interface Visit {
  readonly room: string
  readonly as: string
  /** The desk's name. */
  readonly name: Labels
}

export interface Settings {
  readonly config: { readonly version: number; readonly appliedAt: When | null }
  readonly model: {
    readonly version: string
    readonly accuracy: number | null
    readonly examples: number
    readonly trainedAt: When | null
    /** The last training beside the model it found in use. */
    readonly training: {
      readonly at: When
      readonly accuracy: number
      readonly inUse: number | null
      readonly learned: number
      readonly used: boolean
    } | null
  }
  readonly teams: number
  readonly agents: number
  readonly categories: number
  readonly corrections: number
}
