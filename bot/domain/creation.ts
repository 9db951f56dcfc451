/** Whether an event asks for a new ticket, read from the event alone: the same for a button, a form, an emoji, typed words and REST. */
import { createWords } from './create-words.ts'
import { meant } from './meant.ts'
import { reactionCommand } from './reactions.ts'
import type { DeskEvent } from './view.ts'

type Asked = Pick<DeskEvent, 'what' | 'text' | 'value'>

/** The slash command that makes a ticket, whatever follows it. */
export const TICKET_COMMAND = '/ticket'

/** The arguments of the command `create`; null for an event that asks for anything else. */
export function creationArgs({ what, text, value }: Asked): Readonly<Record<string, string>> | null {
  const named = value['action']
  if (typeof named === 'string') return named === 'create' ? stringsOf(value['input']) : null
  if (what === 'reaction') return reactionCommand(value)?.name === 'create' ? {} : null
  if ((what !== 'message' && what !== 'command') || value['reply'] === true) return null
  const slash = value['command']
  if (slash === TICKET_COMMAND) return createWords(text)
  // A slash command of the desk's own can be meant for nobody else.
  const how = meant({ text: typeof slash === 'string' ? `/${text.trim()}` : text })
  return how.is === 'command' && how.command === 'create' ? createWords(how.args['text'] ?? '') : null
}

/** What a ticket is asked to be made of. */
export interface Creation {
  /** The platform's key of the message that was pressed on. */
  readonly message: string | null
  /** A customer's name or id, or the number of one of their tickets. */
  readonly customer: string | null
  /** A client's own id of its customer. */
  readonly identity: string | null
}

/** Null for an event that asks for no new ticket. */
export function creationOf(event: Asked): Creation | null {
  const args = creationArgs(event)
  if (!args) return null
  const pressed = event.value['message']
  return {
    message: typeof pressed === 'string' ? pressed : null,
    customer: args['customer']?.trim() || null,
    identity: args['identity']?.trim() || null,
  }
}

export function stringsOf(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null) return {}
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
}
