/**
 * A card as data, with its labels already worded: what a team sees of a ticket (or of a reply on its way).
 * An encoder per channel turns it into blocks, card data or HTML; nothing in a card is markup.
 */
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

/** A list too long to travel with every card. `categories`: GET /v1/categories, or the config's own. */
export type CardList = 'categories'

/** What a button asks for before it is sent: a text, or one of the options. */
export interface CardNeeds {
  readonly name: string
  readonly label: string
  readonly kind: 'text' | 'choice'
  readonly value?: string
  readonly options?: readonly { readonly key: string; readonly label: string }[]
  /**
   * Instead of `options`: the options are this list of the desk, in the reader's language. A page fetches it
   * when the button is pressed; an encoder whose platform wants all options beforehand resolves it itself.
   */
  readonly list?: CardList
}

export interface CardAction {
  readonly action: string
  readonly label: string
  readonly style: 'primary' | 'default' | 'danger'
  /** Asked before anything happens. */
  readonly confirm?: string
  readonly needs?: CardNeeds
}

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
  readonly actions: readonly CardAction[]
}
