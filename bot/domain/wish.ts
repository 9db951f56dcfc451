/** What an event in a team room asks for: a command by name, with its arguments. */
import { creationArgs, stringsOf } from './creation.ts'
import { givenFiles } from './given-files.ts'
import { meant } from './meant.ts'
import { reactionCommand } from './reactions.ts'
import { isActive } from './ticket.ts'
import type { DeskEvent, View } from './view.ts'

type Asked = Pick<DeskEvent, 'what' | 'text' | 'value' | 'actor'>

export interface Wish {
  readonly name: string
  readonly args: Readonly<Record<string, string>>
  /** It was kept inside although it looked like a reply; why, for its writer. */
  readonly hint?: 'quote' | 'unsure'
}

/** A button and REST name their command; typed words may be one; anything else said is a note. */
export function wishOf(view: Pick<View, 'ticket' | 'config'>, event: Asked): Wish | null {
  const creation = creationArgs(event)
  if (creation) return { name: 'create', args: creation }
  const named = event.value['action']
  if (typeof named === 'string') return { name: named, args: stringsOf(event.value['input']) }
  if (event.what === 'reaction') return reactionCommand(event.value)
  if (event.what !== 'message' && event.what !== 'command') return null
  const how = meant({
    text: event.text,
    onPurpose: event.value['reply'] === true,
    files: givenFiles(event.value['files']).length > 0,
    direct: isDirect(view, event),
  })
  // “edit photos”, “decline the offer”: while no reply waits these can only be talk.
  const talks = how.is === 'command' && (how.command === 'edit' || how.command === 'decline') && !view.ticket?.held
  if (talks) return { name: 'note', args: { text: event.text } }
  if (how.is === 'command') return { name: how.command, args: how.args }
  return { name: 'note', args: { text: how.text }, ...(how.hint ? { hint: how.hint } : {}) }
}

/** In a team of direct mode the owner's talk about an open ticket goes to the customer. */
function isDirect({ ticket, config }: Pick<View, 'ticket' | 'config'>, { actor }: Asked): boolean {
  if (!ticket || !actor || ticket.owner !== actor.id || !isActive(ticket.state)) return false
  return config.config.teams.find((team) => team.key === ticket.team)?.replies === 'direct'
}

/** What must be read for the wish beside the ticket it is about. */
export function readsFor(wish: Wish | null): { readonly number: number | null; readonly dossier: boolean } {
  const named = wish?.name === 'merge' || wish?.name === 'link' ? ticketNumberIn(wish.args['number'] ?? '') : null
  return { number: named, dossier: wish !== null && TELLS.has(wish.name) }
}

const TELLS = new Set(['why', 'timeline', 'history', 'summary'])

/** `T-1024`, `t1024`, `#1024` or `1024`; null for anything else. */
export function ticketNumberIn(text: string): number | null {
  const digits = /^#?(?:t-?)?\s*(\d{1,12})$/i.exec(text.trim())?.[1]
  return digits === undefined ? null : Number(digits)
}
