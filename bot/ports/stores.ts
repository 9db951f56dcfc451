/**
 * The stores behind intake and the four loops. Each method is one transaction of its own: it commits before it
 * answers, or changes nothing. Both databases implement them with the same SQL and pass the same contracts.
 */

import type { Card } from '../cards/card.ts'
import type { Claim, Understanding } from '../domain/claim.ts'
import type { Attachment, StoredFile, Turn } from '../domain/conversation.ts'
import type { Decision } from '../domain/effect.ts'
import type { Lang } from '../domain/lang.ts'
import type { LookedUp } from '../domain/lookup.ts'
import type { Id, Ticket } from '../domain/ticket.ts'
import type { DeskEvent, Timer, View } from '../domain/view.ts'
import type { ErrorCode } from '../errors.ts'
import type { ChannelName, Cursor, InboundEvent, InstantAnswer, Outcome, Outgoing } from './channel.ts'
import type { ReadingCost } from './understand.ts'

/** The loops, by the work that wakes them; `read` is the half of converse that asks a model. */
export type Loop = 'converse' | 'read' | 'send' | 'redraw' | 'keep-time' | 'look-up' | 'translate' | 'fetch'

/** Kinds of work that a commit made due: which bells to ring afterwards. */
export type Rings = ReadonlySet<Loop>

export interface IntakeStore {
  /**
   * Commits every event of the batch (design §3.1) and the cursor; the answers stand in the order of the events. A
   * function is asked for them when the transaction begins, so that what comes while it waits for its turn goes with it.
   * `written` is told when only the commit is still to come: the next transaction may begin beside it.
   */
  take(
    events: readonly InboundEvent[] | (() => readonly InboundEvent[]),
    cursor?: Cursor,
    written?: () => void,
  ): Promise<{ answers: readonly InstantAnswer[]; rings: Rings }>
}

/**
 * An item of a claimed line. Of a conversation there is one at a time; of a team line several events may come
 * together, oldest first. Every commit holds only while the fence is ours.
 */
export interface LineWork {
  readonly line: string
  readonly fence: number
  readonly tries: number
  readonly item: { readonly is: 'turn'; readonly turn: Turn } | { readonly is: 'event'; readonly event: DeskEvent }
  readonly view: View
  /** A reading stored by an earlier try of the same words and model. */
  readonly reading: Understanding | null
}

export interface StoredReading {
  readonly turn: Id
  readonly lastMessage: Id
  readonly version: string
  readonly understanding: Understanding
  readonly claims: readonly Claim[]
  readonly cost: ReadingCost
}

/**
 * done: committed. again: newer messages had come and the turn will be read again, or an event is about a reply that is
 * just being sent and will be claimed again; nothing was applied.
 * lost: the line has another owner by now; nothing was applied.
 */
export type Commit = 'done' | 'again' | 'lost'

/**
 * Whose fault it is that an item came to no end: its own, as when it cannot be decided; the desk's, whose database was
 * away or gave a lock to somebody else; nobody's, the process is told to end.
 */
export type Blame = 'item' | 'desk' | 'nobody'

export interface ConverseStore {
  /**
   * Claims up to `most` due lines of the kind for 15 s; one that came to no end before, by itself and later. Items that
   * failed five times, or were stopped ten times by something else, are quarantined on the way.
   * `version` is the model version whose stored readings count.
   */
  claim(kind: 'quick' | 'model', most: number, version: string): Promise<readonly LineWork[]>
  /** Keeps the lines ours for another 15 s. */
  renew(lines: readonly { readonly line: string; readonly fence: number }[]): Promise<void>
  saveReadings(readings: readonly StoredReading[]): Promise<void>
  /**
   * Locks the conversations in id order, loads each view afresh, decides and applies, all in one transaction, in
   * which `readings` that nobody pays for a second time are kept as well.
   * When anything fails nothing is applied and it rejects; the caller then commits one by one.
   * `grown`: newer messages that joined turns which had been read.
   */
  commit(
    works: readonly LineWork[],
    decide: (work: LineWork, view: View) => Decision,
    readings?: readonly StoredReading[],
  ): Promise<{ results: readonly Commit[]; rings: Rings; outcomes: readonly { event: Id; code: string }[]; grown: number }>
  /** Gives a line back whose item came to no end, due again in `ms`. */
  release(line: string, fence: number, ms: number, why: string, blame: Blame): Promise<void>
}

export interface TimeStore {
  claim(most: number): Promise<readonly { readonly timer: Timer }[]>
  commit(timers: readonly Timer[], decide: (timer: Timer, view: View) => Decision): Promise<{ rings: Rings }>
  /** A claimed one could not be committed: it comes again later, ever more seldom where it is to blame itself. */
  putOff(timer: Timer, blame: Blame): Promise<void>
}

/** What a send loop needs to make the platform call of one delivery. */
export interface SendWork {
  readonly lane: string
  readonly fence: number
  readonly outgoing: Outgoing
  readonly channel: ChannelName
  readonly tries: number
  /**
   * It was sent so many milliseconds ago and not answered: it is to be looked for, not sent. The outcome then is
   * `sent` when it arrived, `later` when it surely did not (it is sent again), `unknown` when that is still open.
   */
  readonly doubtMs?: number
  /** It was sent before, was not answered and not found: this is its repeat. */
  readonly again?: true
}

export interface SendStore {
  /** Claims due lanes of these channels, checks each guarded delivery's epoch, and sets `sending`. */
  claim(channels: readonly ChannelName[], most: number): Promise<readonly SendWork[]>
  settle(results: readonly { readonly work: SendWork; readonly outcome: Outcome }[]): Promise<{ rings: Rings }>
}

/** A file that a platform has and we do not. `tries` counts this one; a process that died with it in hand is none. */
export interface FileWork {
  readonly id: Id
  readonly channel: ChannelName
  readonly account: string
  readonly ref: string
  readonly name: string
  /** What the platform says of it. */
  readonly mime: string
  readonly size: number
  readonly tries: number
  /** It was in hand too often when a process died: it is to be given up, not fetched. */
  readonly worn: boolean
}

/** failed: why; `again` when trying again may help, not before `afterMs`. stopped: its process ends; that is no try. */
export type FetchOutcome =
  | { readonly stored: Omit<StoredFile, 'name'> }
  | { readonly failed: ErrorCode; readonly again: boolean; readonly afterMs?: number }
  | { readonly stopped: true }

export interface FileStore {
  /** Claims up to `most` files of these channels that are due, for 15 s; one whose worker died is due again then, alone, and later each time. */
  claim(channels: readonly ChannelName[], most: number): Promise<readonly FileWork[]>
  /** Claims what is still ours for another 15 s. */
  renew(works: readonly FileWork[]): Promise<void>
  /** Keeps what became of a file. What waited for it goes on, or the desk is told that it will not come. */
  settle(work: FileWork, outcome: FetchOutcome): Promise<{ rings: Rings }>
}

export interface CardStore {
  claim(channels: readonly ChannelName[], most: number): Promise<readonly CardWork[]>
  /** A card that is no longer there (`MESSAGE_NOT_FOUND`) is posted anew, once, while it is still worked with. */
  settle(results: readonly { readonly work: CardWork; readonly outcome: Outcome }[]): Promise<{ rings: Rings }>
}

export interface CardWork {
  readonly card: Id
  readonly wanted: number
  readonly channel: ChannelName
  readonly outgoing: Outgoing
}

export interface HomeStore {
  /** Homes that no longer look as drawn, of people who looked lately; the newest state only. */
  claim(channels: readonly ChannelName[], most: number): Promise<readonly HomeWork[]>
  settle(results: readonly { readonly work: HomeWork; readonly outcome: Outcome }[]): Promise<void>
}

export interface HomeWork {
  readonly channel: ChannelName
  readonly account: string
  readonly external: string
  /** Of what is drawn, in hex. */
  readonly hash: string
  /** Milliseconds until it will look different of itself; null: it will not. */
  readonly nextMs: number | null
  readonly outgoing: Outgoing
}

/** Words a card from what is stored; given to the stores by whoever wires them, since cards are the desk's words. */
export type DrawCard = (facts: CardFacts, lang: Lang) => Card

export interface CardFacts {
  readonly ticket: Ticket
  readonly now: number
  readonly customer: string | null
  /** Of the customer; null or absent: none. */
  readonly level?: string | null
  readonly owner: string | null
  readonly config: View['config']
  readonly reply: View['reply']
  readonly files: readonly Pick<Attachment, 'name' | 'mime' | 'blob' | 'state'>[]
  /** Numbers of the other tickets it names. */
  readonly numbers?: ReadonlyMap<Id, number>
  /** What other systems say about the ticket. */
  readonly lookups?: readonly LookedUp[]
  /** The matter in the team's language; absent where it was not translated. */
  readonly translation?: string
}
