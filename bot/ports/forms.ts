import type { CardForm } from '../cards/card.ts'
import type { ReplyPreview } from '../cards/reply-preview.ts'
import type { Lang } from '../domain/lang.ts'
import type { Id } from '../domain/ticket.ts'

/** An action of a ticket's card, or of the card of a reply (`message`). */
export interface Pressed {
  readonly ticket: Id
  readonly action: string
  readonly message?: Id
}

/** The forms that cards do not carry: asked for at the moment a button is pressed. */
export interface Forms {
  /** What the action asks for, as things stand now; null when there is no such ticket or the action is not to be had. */
  form(press: Pressed, lang: Lang): Promise<CardForm | null>
  /**
   * What the customer would read, and what the gate says to it, if this agent sent the form now. Null: the action says
   * nothing to the customer, or would be refused, which is then the desk's to say.
   */
  preview(press: Pressed, input: Readonly<Record<string, string>>, agent: Id, lang: Lang): Promise<ReplyPreview | null>
}
