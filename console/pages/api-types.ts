/** What the desk's HTTP answers look like to a browser. */
import type { Lang } from '../../bot/domain/lang.ts'
import type { PromiseKind, PromiseState } from '../../bot/domain/promise.ts'
import type { Mood, Priority, TicketState } from '../../bot/domain/ticket.ts'
import type { Post } from '../../kit/ports/board.ts'

export type { Card, CardAction, CardChip, CardLine, Tone } from '../../bot/cards/card.ts'
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

export interface Desk {
  readonly open: boolean
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
}

export interface NewAction {
  readonly id: string
  readonly as: string
  readonly token: string
  readonly input?: Readonly<Record<string, string>>
}

/** Where a value was said. Offsets, the words themselves, or both, depending on who asks. */
export type FieldEvidence =
  | string
  | {
      readonly message?: string
      readonly start?: number
      readonly end?: number
      readonly words?: string | null
      readonly text?: string | null
    }
  | null

export interface TicketField {
  readonly name: string
  readonly label?: string
  readonly value: string | null
  readonly evidence?: FieldEvidence
}

export interface TicketPromise {
  readonly kind: PromiseKind
  readonly state: PromiseState
  readonly due: When
}

export interface TicketRow {
  readonly number: number
  readonly state: TicketState
  readonly title: string | null
  readonly summary: string | null
  readonly category: string
  readonly priority: Priority
  readonly mood: Mood
  readonly team: string
  readonly owner: string | null
  readonly customer: { readonly id: string; readonly name: string | null }
  readonly conversation?: string
  readonly fields: readonly TicketField[]
  readonly missing: readonly string[]
  readonly promises: readonly TicketPromise[]
  readonly createdAt: When
}

export interface TicketDetail extends TicketRow {
  readonly confidence: number
  readonly priorityWhy: string | null
  readonly labels?: { readonly category?: Labels }
}

export interface TicketEventRow {
  readonly seq: number
  readonly at: When
  readonly by: string | null
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

export interface WhyTurn {
  readonly id: string
  readonly at: When
  readonly model: string
  readonly messages: readonly { readonly id: string; readonly text: string; readonly at: When }[]
  readonly claims: readonly WhyClaim[]
}

export interface Why {
  readonly ticket: number | string | Readonly<Record<string, unknown>>
  readonly turns: readonly WhyTurn[]
  readonly rule: { readonly name: string; readonly text: string }
  readonly config: number
  readonly model: string
}

export interface MessageRow {
  readonly id: string
  readonly kind: string
  readonly text: string
  readonly at: When
  readonly author: string | null
  readonly state?: string
}

export interface PersonItem {
  readonly id: string
  readonly kind: 'unparsed' | 'delivery' | 'turn' | 'event'
  readonly at: When
  readonly what: string
  readonly why: string
  readonly ticket?: number
  readonly state: string
}

export interface Settings {
  readonly config: { readonly version: number; readonly appliedAt: When | null }
  readonly model: { readonly version: string; readonly accuracy: number | null; readonly examples: number; readonly trainedAt: When | null }
  readonly teams: number
  readonly agents: number
  readonly categories: number
  readonly corrections: number
}
