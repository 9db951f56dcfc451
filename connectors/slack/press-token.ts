import type { Action, Tokens } from '../../kit/tokens.ts'

/** What a button does, and the Slack channel it stands in. */
export interface Press extends Action {
  readonly room: string
}

const PLACE = '@slack/'
const HOME = 'home:'

/** The place of a button on a person's home, whose ticket has its card in that channel. */
export function homeRoom(person: string, room: string): string {
  return `${HOME}${person}:${room}`
}

/** The card's channel of a press on this person's own home; null for any other press. */
export function roomOfHome(place: string, person: string): string | null {
  const own = homeRoom(person, '')
  return place.startsWith(own) && place.length > own.length ? place.slice(own.length) : null
}

/** Signs the place together with the action: a button copied into another channel, or from the web, does nothing. */
export function signPress(tokens: Pick<Tokens, 'signAction'>, { room, ...action }: Press): string {
  return tokens.signAction({ ...action, action: `${action.action}${PLACE}${room}` })
}

/** Null for whatever is not exactly such a token. */
export function openPress(tokens: Pick<Tokens, 'openAction'>, token: unknown): Press | null {
  const opened = tokens.openAction(token)
  const at = opened?.action.indexOf(PLACE) ?? -1
  if (opened === null || at < 1) return null
  return { ...opened, action: opened.action.slice(0, at), room: opened.action.slice(at + PLACE.length) }
}
