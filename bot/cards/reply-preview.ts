/** A reply as its customer will read it, worded for its author, who looks at it before it is sent. */
import type { CardChip, CardLine } from './card.ts'

export interface ReplyPreview {
  readonly title: string
  readonly label: string
  /** Who the customer sees speaking. */
  readonly speaker: string
  /** The words, cut as they will be sent. */
  readonly parts: readonly string[]
  /** Language, number of messages, and what the gate does with them. */
  readonly chips: readonly CardChip[]
  /** Why it waits. */
  readonly lines: readonly CardLine[]
  /** Said where the words can still be changed. */
  readonly again: string
}
