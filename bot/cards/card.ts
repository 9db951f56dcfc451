/**
 * A card as data, with its labels already worded: what a team sees of a ticket (or of a reply on its way).
 * An encoder per channel turns it into blocks, card data or HTML; nothing in a card is markup.
 */
import type { FieldKind } from '../domain/desk-config.ts'
import type { Id, Mood, Priority, TicketState } from '../domain/ticket.ts'

export interface CardLine {
  readonly label: string
  readonly value: string
  /** The customer's words the value rests on. */
  readonly words?: string
  readonly tone?: Tone
  /** The moment a running promise breaks, milliseconds since 1970: a channel that can count down shows that instead of `value`. */
  readonly due?: number
}

export type Tone = 'plain' | 'good' | 'warn' | 'bad' | 'info'

/** One colour for a state, on cards and in lists: what waits for somebody to take it stands out. */
export const STATE_TONE: Readonly<Record<TicketState, Tone>> = {
  new: 'warn',
  open: 'info',
  waiting: 'plain',
  snoozed: 'plain',
  resolved: 'good',
  closed: 'plain',
  merged: 'plain',
  rejected: 'plain',
}

/** A list too long to travel with every card. `categories`: GET /v1/categories, or the config's own. */
export type CardList = 'categories'

/** One thing a button asks for before it is sent: words of one line or of several, or one of the options. */
export interface CardInput {
  readonly name: string
  readonly label: string
  readonly kind: 'text' | 'line' | 'choice'
  readonly value?: string
  /** May stay empty. */
  readonly optional?: boolean
  /** What the words must look like: the kind of a field of the desk. */
  readonly looks?: FieldKind
  readonly options?: readonly { readonly key: string; readonly label: string }[]
  /**
   * Instead of `options`: the options are this list of the desk, in the reader's language. A page fetches it
   * when the button is pressed; an encoder whose platform wants all options beforehand resolves it itself.
   */
  readonly list?: CardList
  /** Words to the customer: where it can be, they are shown as the customer will read them before they are sent (`Forms.preview`). */
  readonly preview?: true
}

export interface CardAction {
  readonly action: string
  readonly label: string
  readonly style: 'primary' | 'default' | 'danger'
  /** It stands in the card's menu “More”, in this part of it, rather than as a button. */
  readonly more?: CardMore
  /** Asked before anything happens. */
  readonly confirm?: string
  /** `asked`: the form is made of what holds at the moment of the press, so whoever shows the card asks the desk for it then (`Forms`). */
  readonly needs?: readonly CardInput[] | 'asked'
}

/** What an action asks for, as a form of its own. */
export interface CardForm {
  readonly label: string
  /** None: nothing is asked, the press is all. */
  readonly inputs: readonly CardInput[]
}

/** Parts of the menu, in the order they stand there. */
export const CARD_MORE = ['work', 'know', 'macro'] as const
export type CardMore = (typeof CARD_MORE)[number]

export interface CardChip {
  readonly text: string
  readonly tone: Tone
}

export interface Card {
  readonly kind: 'ticket' | 'reply'
  /** The ticket, and its `seq` the card shows: what a button's token signs. */
  readonly ticket: Id
  readonly number: number
  readonly version: number
  /** For kind `reply`: the message on its way. */
  readonly message?: Id
  readonly state: TicketState
  readonly priority: Priority
  readonly mood: Mood
  readonly title: string
  readonly text: string
  readonly chips: readonly CardChip[]
  readonly lines: readonly CardLine[]
  /** How far it is: steps worded, and the index reached. */
  readonly progress?: { readonly steps: readonly string[]; readonly at: number }
  readonly files: readonly { readonly name: string; readonly mime: string; readonly blob: string }[]
  /** Buttons, and what stands in the menu. */
  readonly actions: readonly CardAction[]
  /** What the menu and its parts are called; absent where no action stands in it. */
  readonly menu?: { readonly label: string; readonly parts: Readonly<Record<CardMore, string>> }
}
