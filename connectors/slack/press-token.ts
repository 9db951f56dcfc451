import type { Action, Tokens } from '../../kit/tokens.ts'

/** What a button does, and the Slack channel it stands in. */
export interface Press extends Action {
  readonly room: string
}

const PLACE = '@slack/'

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
