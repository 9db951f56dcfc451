import type { CardInput } from '../../bot/cards/card.ts'
import type { ReplyPreview } from '../../bot/cards/reply-preview.ts'
import type { FileRef, InboundEvent } from '../../bot/ports/channel.ts'
import type { Pressed } from '../../bot/ports/forms.ts'
import type { Tokens } from '../../kit/tokens.ts'

export interface Deciphering {
  readonly tokens: Pick<Tokens, 'openAction'>
  readonly now: number
}

/** What a request of Slack is to the desk. */
export type Decoded =
  /** To be committed; none: nothing the desk cares for. */
  | { readonly is: 'events'; readonly events: readonly InboundEvent[] }
  /** A button that first asks for something: nothing has happened yet. */
  | { readonly is: 'ask'; readonly ask: Ask }
  /** An action whose form only the desk knows: it is asked for. Where there is none, the press is all and `event` is to be committed. */
  | { readonly is: 'wish'; readonly ask: Omit<Ask, 'inputs'>; readonly press: Pressed; readonly event: InboundEvent }
  /** A form that may have words for the customer: they are shown before `event` is committed, unless exactly they were `shown`. */
  | { readonly is: 'said'; readonly account: string; readonly user: string; readonly said: Said; readonly event: InboundEvent }
  /** The words of such a form are to be shown; nothing has happened. */
  | { readonly is: 'preview'; readonly account: string; readonly user: string; readonly said: Said; readonly preview: ReplyPreview }
  /** A form whose input cannot be taken; nothing has happened. `wrong` is the label of what is none of its kind; null: nothing was said. */
  | { readonly is: 'incomplete'; readonly block: string; readonly wrong: string | null; readonly account: string; readonly user: string }
  /** The form of a new ticket is to be opened, or drawn anew. `event` is committed instead where the person may not have it. */
  | {
      readonly is: 'form'
      readonly account: string
      readonly user: string
      readonly open: { readonly trigger: string } | { readonly view: string; readonly hash: string }
      readonly place: FormPlace
      readonly values: Values
      readonly event: InboundEvent | null
    }
  /** That form was sent: committed if nothing is wrong in it. */
  | {
      readonly is: 'filled'
      readonly account: string
      readonly user: string
      readonly values: Values
      readonly event: InboundEvent
    }
  /** What is wrong in a form, by the name of its input; nothing has happened. */
  | { readonly is: 'wrong'; readonly errors: Values }
  | { readonly is: 'challenge'; readonly challenge: string }

type Values = Readonly<Record<string, string>>

/** The Slack channel and thread in which a form was asked for. */
export interface FormPlace {
  readonly room: string
  readonly thread: string | null
}

export interface Ask {
  readonly account: string
  readonly user: string
  readonly trigger: string
  readonly label: string
  readonly form: Form
  readonly inputs: readonly CardInput[]
}

/** What a form carries with it, so that its answer is the press of the button. */
export interface Form {
  readonly token: string
  /** What was chosen in the menu whose token it is. */
  readonly action: string | null
  readonly room: string
  readonly thread: string | null
  /** A digest of the words that were shown as the customer will read them; the same words are then sent. */
  readonly shown?: string
}

/** A form with what was filled into it. */
export interface Said {
  readonly press: Pressed
  readonly form: Form
  /** The inputs as they stand in the form, to be drawn again. */
  readonly blocks: readonly Readonly<Record<string, unknown>>[]
  readonly values: Values
}

export const nothing: Decoded = { is: 'events', events: [] }

export function one(event: InboundEvent): Decoded {
  return { is: 'events', events: [event] }
}

type Given = Pick<InboundEvent, 'account' | 'key' | 'at' | 'room' | 'from' | 'what' | 'raw'> &
  Partial<Pick<InboundEvent, 'text' | 'value' | 'files' | 'mentions' | 'order'>>

export function eventOf(given: Given): InboundEvent {
  return { channel: 'slack', files: [], mentions: [], ...given, raw: withoutSecrets(given.raw) }
}

/** The key of a message, however it came; edits, deletions and reactions name it. */
export function messageKey(room: string, ts: string): string {
  return `msg:${room}:${ts}`
}

export function millis(ts: string): number {
  return Math.floor(Number(ts) * 1000)
}

export function filesOf(
  files:
    | readonly {
        readonly id: string
        readonly name?: string | null | undefined
        readonly title?: string | null | undefined
        readonly mimetype?: string | null | undefined
        readonly size?: number | null | undefined
      }[]
    | null
    | undefined,
): readonly FileRef[] {
  return (files ?? []).map((file) => ({
    ref: file.id,
    name: file.name || file.title || file.id,
    mime: file.mimetype || 'application/octet-stream',
    size: file.size ?? 0,
  }))
}

/** What lets its reader act as us or as the person is not kept. */
const SECRETS = new Set(['token', 'response_url', 'response_urls', 'trigger_id', 'authorizations', 'url_private', 'url_private_download'])

/** What holds no secret is kept as it is: of most events that is all but the envelope. */
function withoutSecrets(raw: unknown): unknown {
  if (!holdsSecrets(raw)) return raw
  if (Array.isArray(raw)) return raw.map(withoutSecrets)
  const kept: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(raw as object)) if (!SECRETS.has(key)) kept[key] = withoutSecrets(value)
  return kept
}

function holdsSecrets(raw: unknown): boolean {
  if (typeof raw !== 'object' || raw === null) return false
  if (Array.isArray(raw)) return raw.some(holdsSecrets)
  for (const key in raw) if (SECRETS.has(key) || holdsSecrets((raw as Readonly<Record<string, unknown>>)[key])) return true
  return false
}
