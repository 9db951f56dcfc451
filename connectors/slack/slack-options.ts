import type { CardForm, CardList } from '../../bot/cards/card.ts'
import type { Form } from '../../bot/cards/form.ts'
import type { ReplyPreview } from '../../bot/cards/reply-preview.ts'
import type { InstantAnswer } from '../../bot/ports/channel.ts'
import type { Pressed } from '../../bot/ports/forms.ts'
import type { Log } from '../../kit/log.ts'
import type { Blobs } from '../../kit/ports/blobs.ts'
import type { Tokens } from '../../kit/tokens.ts'

/** The few words that are Slack's own: everything else is worded by the desk. */
export interface SlackWords {
  readonly cancel: string
  readonly send: string
  /** A form's required text was left empty. */
  readonly empty: string
  /** What was typed for the input of that label is none of its kind. */
  wrong(label: string): string
  /** On the button of a form whose words are shown before they are sent. */
  readonly look: string
}

export interface Choice {
  readonly key: string
  readonly label: string
}

/** How a person is spoken to. */
export interface Reader {
  readonly words: SlackWords
  list(list: CardList): readonly Choice[]
  /** What an action asks for, as things stand now; null: nothing is known of it. */
  form(press: Pressed): Promise<CardForm | null>
  /** What a form would say to the customer; null: nothing that has to be looked at first. */
  preview(press: Pressed, input: Readonly<Record<string, string>>): Promise<ReplyPreview | null>
  say(say: NonNullable<InstantAnswer['say']>): string
  /** Whether somebody of ours: nobody else is shown a form of ours. */
  readonly staff: boolean
  createForm(values: Readonly<Record<string, string>>): Form
  /** What is wrong in that form, by the name of the field. */
  formErrors(values: Readonly<Record<string, string>>): Readonly<Record<string, string>>
}

/** Remembers which of Slack's files a send brings: a message with a file bears no other mark of ours. */
export interface Uploads {
  /** Before it is shown. Rejects when it could not be kept: then the file must not be shown. */
  keep(delivery: string, file: string): Promise<void>
  /** Of sends that may have been made: Slack's file by delivery, also of those that another process made. */
  of(deliveries: readonly string[]): Promise<ReadonlyMap<string, string>>
}

/** What the Slack channel is made of; `app/` hands it in. */
export interface SlackOptions {
  readonly token: string
  /** Null: nothing is heard over HTTP. */
  readonly signingSecret: string | null
  /** Null: no Socket Mode. */
  readonly appToken: string | null
  /** Null: the real Slack. */
  readonly apiUrl: string | null
  /** Milliseconds between two messages in one channel; unset: what Slack asks for. */
  readonly paceMs?: number
  readonly tokens: Pick<Tokens, 'signAction' | 'openAction'>
  readonly blobs: Blobs
  readonly uploads: Uploads
  readonly log: Pick<Log, 'debug' | 'info' | 'warn' | 'error'>
  /** Words of a room's language; `room` is our own id. */
  wordsOf(room: string): Promise<SlackWords>
  readerOf(account: string, user: string): Promise<Reader>
  readonly now?: () => number
}
