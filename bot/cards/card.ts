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
}

export type Tone = 'plain' | 'good' | 'warn' | 'bad' | 'info'

/** A button. `needs` asks for input before it is sent: a text, or one of the options. */
export interface CardAction {
  readonly action: string
  readonly label: string
  readonly style: 'primary' | 'default' | 'danger'
  /** Asked before anything happens. */
  readonly confirm?: string
  readonly needs?: { readonly name: string; readonly label: string; readonly kind: 'text' | 'choice'; readonly value?: string; readonly options?: readonly { readonly key: string; readonly label: string }[] }
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
