/**
 * What a decision does, as data. Storage applies all effects of a decision in one transaction, in order, or
 * none of them.
 */
import type { Attachment, GivenFile, MessageKind, QuestionKind, QuestionOption, Speaker } from './conversation.ts'
import type { RoomRef } from './desk-config.ts'
import type { Lang } from './lang.ts'
import type { Actor, Id, TicketChange } from './ticket.ts'
import type { TimerKind } from './view.ts'

export type Effect =
  /** One event in a ticket's history; `opened` creates the ticket. Cards of the ticket are redrawn. */
  | { readonly do: 'change'; readonly ticket: Id; readonly by: Actor; readonly change: TicketChange }
  /** Words to the customer. With `guarded` they die when the speaker has changed before they are sent. */
  | {
      readonly do: 'say'
      readonly message: Id
      readonly conversation: Id
      readonly kind: Exclude<MessageKind, 'customer'>
      readonly author: Id | null
      readonly speaker?: string
      readonly text: string
      readonly parts: readonly string[]
      readonly options?: readonly QuestionOption[]
      /** What is not stored yet is sent once it was fetched; the words do not wait for it. */
      readonly files?: readonly GivenFile[]
      readonly ticket: Id | null
      readonly guarded: boolean
      /** It waits: gate: for a `release`; approval: the same, but only a person causes that. */
      readonly hold?: 'gate' | 'approval'
    }
  /** A ticket's card in a team room; nothing happens where it has one already. */
  | { readonly do: 'card'; readonly ticket: Id; readonly room: RoomRef }
  /** How a reply stands, as a small card in the thread of every card of the ticket. */
  | { readonly do: 'reply-card'; readonly ticket: Id; readonly message: Id }
  /** Words into the threads of a ticket's cards; `mention` names agents whose attention they call. */
  | {
      readonly do: 'thread'
      readonly ticket: Id
      readonly text: string
      readonly speaker?: string
      readonly files?: readonly Attachment[]
      readonly mention?: readonly Id[]
      /** The card has these files: they are shown beside it only where a card cannot show them. */
      readonly onCard?: boolean
    }
  /** Words into a room itself, such as the manager's. A ping asks for attention and goes first. */
  | { readonly do: 'post'; readonly room: RoomRef; readonly text: string; readonly ping: boolean; readonly ticket: Id | null }
  /** For one person's eyes, where the event came from. */
  | { readonly do: 'whisper'; readonly room: Id; readonly to: string; readonly ticket: Id | null; readonly text: string }
  | { readonly do: 'note'; readonly ticket: Id; readonly author: Id; readonly text: string; readonly event: Id }
  /** The note that an earlier event became says this since `at`, or is taken away (null); nothing where there is none, or a newer change was. */
  | { readonly do: 'rewrite-note'; readonly event: Id; readonly text: string | null; readonly at: number }
  /** Puts messages of the turn with the ticket. */
  | { readonly do: 'link'; readonly ticket: Id; readonly messages: readonly Id[] }
  /** Puts all messages of a ticket with another as well. */
  | { readonly do: 'relink'; readonly from: Id; readonly to: Id }
  /** A question: open at once when `open`, else queued until the open one ends. Asked once, for good. */
  | {
      readonly do: 'ask'
      readonly question: Id
      readonly conversation: Id
      readonly ticket: Id
      readonly kind: QuestionKind
      readonly about: string
      readonly options: readonly QuestionOption[]
      readonly until: number
      readonly open: boolean
    }
  | { readonly do: 'settle'; readonly question: Id; readonly state: 'open' | 'answered' | 'ended'; readonly until?: number }
  /** Changes who speaks; the epoch rises. */
  | { readonly do: 'speaker'; readonly conversation: Id; readonly speaker: Speaker }
  /** What a customer is to the shop from now on; null: nothing in particular. */
  | { readonly do: 'level'; readonly customer: Id; readonly level: string | null }
  | { readonly do: 'lang'; readonly conversation: Id; readonly lang: Lang }
  /** Sets or moves when a question ends; `due` null takes the timer away. All other times follow from the ticket (timers.ts). */
  | { readonly do: 'timer'; readonly ticket: Id; readonly kind: TimerKind; readonly subject: string; readonly due: number | null }
  /** A correction by a person becomes a labelled example. */
  | { readonly do: 'example'; readonly ticket: Id; readonly text: string; readonly lang: Lang; readonly category: string }
  /** Asks another system about the ticket, outside this transaction (see domain/lookup.ts); again where it was asked before. */
  | { readonly do: 'lookup'; readonly ticket: Id; readonly key: string }
  /** Tries again to fetch what could not be fetched of a ticket's files. */
  | { readonly do: 'fetch'; readonly ticket: Id }
  /** Makes a conversation, in a room of its own, and its customer where `fresh`; comes before the ticket that needs them. */
  | {
      readonly do: 'meet'
      readonly conversation: Id
      readonly room: Id
      readonly customer: Id
      readonly fresh: boolean
      readonly name: string | null
      readonly lang: Lang
      readonly place: { readonly channel: string; readonly account: string; readonly external: string; readonly identity: string | null }
    }
  /** Keeps what a ticket was made of (`Source.key`), so that it is made of it once. */
  | { readonly do: 'made-of'; readonly ticket: Id; readonly key: string }
  /** A message that was sent says this from now on, where it stands: a part for each of its deliveries. Null: it is taken back. */
  | {
      readonly do: 'amend'
      readonly message: Id
      readonly text: string | null
      readonly parts: readonly { readonly delivery: Id; readonly text: string | null }[]
      readonly speaker: string
      readonly ticket: Id
    }
  /** Sends a failed reply again, or takes a waiting or failed one away. */
  | { readonly do: 'deliveries'; readonly message: Id; readonly ids: readonly Id[]; readonly to: 'queued' | 'cancelled' }
  /** A held reply goes out, as a message `as` of its own time, or is taken away. */
  | { readonly do: 'release'; readonly message: Id; readonly as: Id | null; readonly ticket: Id }

/** What came of an event: done, or a refusal's code with its facts. */
export interface OutcomeOf {
  readonly code: string
  readonly facts: Readonly<Record<string, string | number>>
}

export interface Decision {
  readonly effects: readonly Effect[]
  /** For events: told to whoever waits for the outcome. */
  readonly outcome: OutcomeOf
  /** Words of the log: which rule of the desk decided. */
  readonly why: string
  /** The model whose reading it rests on; empty where none was asked. */
  readonly model: string
  /** How much the desk kept to itself, because it had said enough within a minute. */
  readonly unsaid: number
}
