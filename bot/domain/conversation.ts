/** Rooms, customers, messages, turns, questions: what the desk sees of a dialogue. */

import type { Lang } from './lang.ts'
import type { Id } from './ticket.ts'

/** One concrete place. `thread` is null for the room itself. */
export interface Room {
  readonly id: Id
  readonly channel: string
  readonly account: string
  readonly external: string
  readonly thread: string | null
}

/** The channel of rooms that are nowhere: for matters of customers who never wrote to us. Nothing can be sent there. */
export const OFFLINE = 'offline'

/** Who may speak to the customer now: the desk, nobody (a person was asked for), or an agent's id. */
export type Speaker = 'desk' | 'nobody' | { readonly agent: Id }

export interface Conversation {
  readonly id: Id
  readonly room: Room
  readonly speaker: Speaker
  /** Rises whenever the speaker changes; what the desk says of its own accord dies when it is stale. */
  readonly epoch: number
  readonly lang: Lang
}

export interface Customer {
  readonly id: Id
  readonly name: string | null
  /** Key of a level of the config; null or absent: none. */
  readonly level?: string | null
}

/** A file whose bytes are stored. */
export interface StoredFile {
  readonly name: string
  readonly mime: string
  readonly size: number
  /** SHA-256 of the stored bytes, 64 hex digits. */
  readonly blob: string
}

/** Where a platform has a file that is not stored here. */
export interface FileSource {
  readonly channel: string
  readonly account: string
  /** Whatever the channel's `file` understands. */
  readonly ref: string
}

/** A file somebody gave: its bytes are stored, or `blob` is empty and they are still to be fetched. */
export interface GivenFile extends StoredFile {
  readonly source?: FileSource
}

/** waiting: to be fetched. failed: given up; somebody may ask for it again. */
export type FileState = 'stored' | 'waiting' | 'failed'

/** A file of a message. `blob` is empty unless it is stored. */
export interface Attachment extends StoredFile {
  readonly id: Id
  readonly state: FileState
}

export type MessageKind = 'customer' | 'ack' | 'question' | 'answer' | 'reply' | 'result' | 'rating' | 'notice'

export interface Message {
  readonly id: Id
  readonly conversation: Id
  readonly kind: MessageKind
  /** The customer's or agent's id; null for the desk. */
  readonly author: Id | null
  /** Empty when the customer took it back. */
  readonly text: string
  /** The key of the option clicked, when it is a click on a question's menu. */
  readonly choice: string | null
  readonly at: number
  readonly attachments: readonly Attachment[]
  /** What a model suggests to do about what films of it show: for the team. */
  readonly steps?: readonly string[]
}

/** How a turn is read: by a model, or at once as a command, a menu click or an answer by number. */
export type TurnKind = 'words' | 'command' | 'choice'

export interface Turn {
  readonly id: Id
  readonly conversation: Id
  readonly author: Id
  readonly kind: TurnKind
  readonly messages: readonly Message[]
  /** How often it was read already; after the second it commits as read. */
  readonly reads: number
}

export type QuestionKind = 'choose' | 'field' | 'solved' | 'rating'

/** What the desk asked the customer. Unique by (ticket, kind, about), for good. */
export interface Question {
  readonly id: Id
  readonly conversation: Id
  readonly ticket: Id
  readonly kind: QuestionKind
  /** For `field`: the field names joined by a comma, as asked in one message. */
  readonly about: string
  readonly options: readonly QuestionOption[]
  /** open: asked and waited for; queued: will be asked when the open one ends. */
  readonly state: 'queued' | 'open' | 'answered' | 'ended'
  readonly until: number
}

/** One thing to click; `key` is what it means, `label` what stood on it. */
export interface QuestionOption {
  readonly key: string
  readonly label: string
}

export interface Agent {
  readonly id: Id
  readonly key: string
  readonly name: string
  readonly role: 'agent' | 'lead' | 'manager' | 'admin'
  readonly lang: Lang
  readonly teams: readonly string[]
}
