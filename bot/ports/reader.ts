/**
 * The read side: what the console and REST show. Every answer is one snapshot of committed rows, so no page
 * mixes two moments; lists go by key (`after` a row, never an offset), so rows that come or go meanwhile are
 * neither shown twice nor left out.
 */
import type { Agent, MessageKind, QuestionOption, StoredFile } from '../domain/conversation.ts'
import type { EventNames, EventRow, WhyFacts, WhyTurn } from '../domain/dossier.ts'
import type { OutcomeOf } from '../domain/effect.ts'
import type { Lang } from '../domain/lang.ts'
import type { Id, Ticket, TicketState } from '../domain/ticket.ts'
import type { DeliveryState } from '../domain/view.ts'

/** A part of a list: at most `limit` rows after the one that `after` names. */
export interface PageOf<Key = Id> {
  readonly limit: number
  readonly after: Key | null
}

/** `next` names the last row when there are more. */
export interface Page<Row, Key = Id> {
  readonly rows: readonly Row[]
  readonly next: Key | null
}

/** All given parts must hold. */
export interface TicketFilter {
  readonly states?: readonly TicketState[]
  readonly team?: string
  /** An agent's key or id. */
  readonly owner?: string
  /** A tag's key. */
  readonly tag?: string
  /** Words that must all be in the title, summary or fields; a ticket number finds that ticket too. */
  readonly q?: string
}

export interface TicketRow {
  readonly ticket: Ticket
  readonly customer: string | null
  /** Of the customer; null or absent: none. */
  readonly level?: string | null
  readonly owner: { readonly id: Id; readonly key: string; readonly name: string } | null
}

export type { EventNames, EventRow, WhyFacts, WhyTurn }

/** A page of a history, with what its ids stand for. */
export interface EventPage extends Page<EventRow, number>, EventNames {}

export interface TicketReader {
  list(filter: TicketFilter, page: PageOf): Promise<Page<TicketRow>>
  byNumber(number: number): Promise<TicketRow | null>
  /** Oldest first; keys are `seq`. */
  events(ticket: Id, page: PageOf<number>): Promise<EventPage>
  why(ticket: Ticket): Promise<WhyFacts>
}

export interface MessageRow {
  readonly id: Id
  readonly kind: MessageKind
  readonly text: string
  readonly at: number
  /** Name of the customer or agent; null for the desk. */
  readonly author: string | null
  /** How sending stands; null for what a customer said. */
  readonly state: DeliveryState | null
  /** With a state: not here, its `blob` is empty. */
  readonly files: readonly (StoredFile & { readonly state?: 'waiting' | 'failed' })[]
  /** What a question offers to choose from. */
  readonly options: readonly QuestionOption[]
}

export interface TalkReader {
  /** A conversation by its id, or by the room's name in one channel account; its id and room, or null. */
  conversation(
    ref: string,
    room: { readonly channel: string; readonly account: string },
  ): Promise<{ readonly id: Id; readonly channel: string; readonly account: string; readonly room: string } | null>
  /** Oldest first. Never notes; replies that wait at the gate, or were taken away there, only with `unsent`. */
  messages(conversation: Id, page: PageOf, unsent?: boolean): Promise<Page<MessageRow>>
}

export const PERSON_KINDS = ['unparsed', 'delivery', 'turn', 'event'] as const
export type PersonKind = (typeof PERSON_KINDS)[number]

/** Something the desk gave up on. */
export interface PersonItem {
  readonly id: Id
  readonly kind: PersonKind
  readonly at: number
  readonly state: string
  readonly channel: string
  /** The kind of delivery or event; empty otherwise. */
  readonly what: string
  /** The first of its words. */
  readonly words: string
  /** A code of bot/errors.ts or of the texts `personWhy`, or the words of an error; null when nothing is known. */
  readonly why: string | null
  readonly ticket: number | null
}

/** “Needs a person”: what stands there, and the two ways out. */
export interface NeedsPerson {
  /** Newest first. */
  list(page: PageOf): Promise<Page<PersonItem>>
  /**
   * retry: a delivery is queued again, with the card whose thread it waits for; a turn or event is due again (what could not be read cannot be retried).
   * drop: it is done with, and nothing more happens. False when it no longer stands there.
   */
  settle(kind: PersonKind, id: Id, how: 'retry' | 'drop'): Promise<boolean>
}

export interface SettingsFacts {
  readonly configAppliedAt: number | null
  /** The newest trained model; null when none was trained yet. */
  readonly trained: { readonly version: number; readonly accuracy: number; readonly examples: number; readonly at: number } | null
  readonly corrections: number
  /** The last training: its score beside that of the model it found in use, and whether it took its place. */
  readonly training: {
    readonly at: number
    readonly accuracy: number
    readonly inUse: number | null
    readonly learned: number
    readonly used: boolean
  } | null
}

export interface WebCustomer {
  /** External id in the web channel. */
  readonly id: string
  readonly name: string | null
  readonly lang: Lang | null
}

export interface SettingsReader {
  settings(): Promise<SettingsFacts>
  /** Active agents, by key. */
  agents(): Promise<readonly Agent[]>
  /** By key or id. */
  agent(ref: string): Promise<Agent | null>
  /** Customers of the web channel, oldest first, at most 200. */
  webCustomers(): Promise<readonly WebCustomer[]>
}

export interface Outcomes {
  /** What came of an event; null while it waits. */
  outcome(event: Id): Promise<OutcomeOf | null>
}
