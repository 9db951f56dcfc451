/** The port every chat platform joins through. */
import type { Card } from '../cards/card.ts'
import type { Home } from '../cards/home.ts'
import type { QuestionOption, Room } from '../domain/conversation.ts'
import type { Lang } from '../domain/lang.ts'
import type { Id } from '../domain/ticket.ts'
import type { ErrorCode } from '../errors.ts'

export type ChannelName = 'slack' | 'dingtalk' | 'wecom' | 'wechat' | 'web' | 'api' | 'wechaty' | 'memory' | (string & {})

/** How a platform measures the length of a text. */
export type TextUnit = 'utf8-bytes' | 'utf16' | 'chars'

/** What a platform can do, as flags and numbers; callers never probe for methods. */
export interface ChannelAbilities {
  readonly text: { readonly max: number; readonly unit: TextUnit }
  readonly threads: boolean
  readonly buttons: boolean
  readonly forms: boolean
  /** What was sent can be changed where it stands: words as well as cards. */
  readonly edit: boolean
  /** What was sent can be taken back, words as well as files; absent: no. */
  readonly recall?: boolean
  readonly files: boolean
  readonly whisper: boolean
  /** The platform takes our delivery id and never posts the same id twice. */
  readonly idempotent: boolean
  /** Nobody is called: the other side reads what is said from us. It counts as sent when it is committed. */
  readonly pulled: boolean
  /** Sends handed over together arrive in the order given, so that a lane need not wait for each. */
  readonly keepsOrder: boolean
  /** `find` can tell whether an in-doubt send arrived. */
  readonly find: boolean
  /** A viewer chooses the language of a card, so cards come worded in all of them. */
  readonly viewerLang: boolean
  /** Each person has a page of their own there, which can be drawn; absent: no. */
  readonly home?: boolean
  /** A card shows its files themselves, not only their names. */
  readonly cardFiles?: boolean
  /** Milliseconds between two sends into one room; 0: no pace. */
  readonly paceMs: number
  /** Sends a quiet room may have at once before the pace holds; 1 where nothing is said. */
  readonly burst?: number
}

/** Where a file can be fetched: whatever `Channel.file` understands, or a stored blob's hash. */
export interface FileRef {
  readonly ref: string
  /** The bytes are here already and `ref` is their hash; nothing is fetched. */
  readonly stored?: true
  readonly name: string
  readonly mime: string
  readonly size: number
}

/** Deduplication is ours: the first event with a key wins for good (design §4 lists the keys). */
export interface InboundEvent {
  readonly channel: ChannelName
  readonly account: string
  readonly key: string
  /** Platform time, milliseconds since 1970. */
  readonly at: number
  /** Platform order within `at`, where the platform gives one. */
  readonly order?: string
  /** Room id on the platform; `thread` is the platform's thread id, `root` the id of the thread that would begin with this message. */
  readonly room: { readonly id: string; readonly thread?: string; readonly root?: string }
  readonly from: { readonly id: string; readonly name?: string; readonly lang?: Lang }
  readonly what: 'message' | 'edit' | 'recall' | 'reaction' | 'action' | 'form' | 'command' | 'enter' | 'send-failed' | 'unparsed'
  readonly text?: string
  readonly files: readonly FileRef[]
  readonly mentions: readonly string[]
  /** enter: `home` when the person looks at their own page; action: the verified button, and `waits` where its sender is shown what came of it; form/command: its values; edit/recall: the message's key, or `post`, the ref of what we posted and somebody took away; send-failed: delivery. */
  readonly value?: Readonly<Record<string, unknown>>
  /** Who did it can be told something at once, where they did it. */
  readonly instant?: true
  readonly handles?: readonly { readonly kind: string; readonly value: string; readonly until: number }[]
  readonly raw: unknown
}

/** Where a pull channel continues. */
export interface Cursor {
  readonly channel: ChannelName
  readonly account: string
  readonly value: string
}

/** What intake did with an event, and what the platform may be told at once. */
export interface InstantAnswer {
  readonly event: Id
  /** new: stored now; again: the key was known and the text is the same; conflict: known with other text. */
  readonly taken: 'new' | 'again' | 'conflict'
  readonly message: Id | null
  readonly conversation: Id | null
  /** A courtesy, never the decision: a text to show the person at once, who is not told it again. Only of `instant` events. */
  readonly say?: { readonly code: string; readonly facts: Readonly<Record<string, string | number>> }
}

/**
 * Commits a batch (and, for pull channels, the cursor) in one transaction, then answers what the platform
 * wants answered at once. Never waits for a model or a queue. Rejects when nothing was committed.
 */
export type Intake = (batch: { readonly events: readonly InboundEvent[]; readonly cursor?: Cursor }) => Promise<readonly InstantAnswer[]>

export interface OutgoingFile {
  readonly name: string
  readonly mime: string
  readonly size: number
  readonly blob: string
}

/** One platform call. `id` is the delivery's id, `room.thread` the thread it goes into. */
export type Outgoing = { readonly id: Id; readonly room: Room } & (
  | {
      readonly kind: 'text' | 'ping'
      readonly text: string
      readonly speaker?: string
      readonly notice?: boolean
      readonly mention?: readonly string[]
    }
  | { readonly kind: 'menu'; readonly text: string; readonly options: readonly QuestionOption[] }
  | { readonly kind: 'media'; readonly file: OutgoingFile; readonly speaker?: string }
  | {
      readonly kind: 'card' | 'redraw'
      readonly card: Card
      readonly worded: Readonly<Partial<Record<Lang, Card>>>
      readonly ref: string | null
    }
  /** Other words in the place of those that stand under `ref`; sent again it changes nothing more. Only where `can.edit`. */
  | { readonly kind: 'edit'; readonly text: string; readonly speaker?: string; readonly ref: string }
  /** What stands under `ref` is taken away for everybody; sent again it changes nothing more. Only where `can.recall`. */
  | { readonly kind: 'recall'; readonly ref: string }
  | { readonly kind: 'whisper'; readonly text: string; readonly to: string }
  /** A person's page; `room.external` is the person. Only where `can.home`. */
  | { readonly kind: 'home'; readonly home: Home }
)

/** Where a sent thing now stands on the platform. */
export interface SentRef {
  readonly ref: string
}

/**
 * `later` (milliseconds): the platform said so, or the connection was never made. `unknown`: it may have arrived. A
 * redraw of what is no longer there is refused with MESSAGE_NOT_FOUND.
 */
export type Outcome = { readonly sent: SentRef } | { readonly refused: ErrorCode } | { readonly later: number } | { readonly unknown: true }

/**
 * A place people talk: one chat platform, seen from the desk.
 *
 * A channel moves messages and nothing else. It never reads a ticket, picks a team or words a reply. Events
 * come at least once; its own messages never come back as events. Every implementation passes
 * `channelContract` (testing/contracts/channel.contract.ts).
 */
export interface Channel {
  readonly name: ChannelName
  readonly can: ChannelAbilities
  /** Starts to hear. Not called in a worker. */
  open(intake: Intake): Promise<void>
  send(out: Outgoing): Promise<Outcome>
  /** Which of these in-doubt sends into one room or thread arrived? One look at its history tells of all of them. Only where `can.find`. */
  find?(ids: readonly Id[], room: Room): Promise<readonly { readonly id: Id; readonly ref: string }[]>
  /** The bytes of a file of an inbound event. Rejects with a DeskError whose `retry` says whether asking again may help. */
  file(ref: FileRef): Promise<ReadableStream<Uint8Array>>
  close(): Promise<void>
}
