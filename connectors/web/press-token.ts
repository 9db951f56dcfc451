import type { Action, Tokens } from '../../kit/tokens.ts'

/** What a button of a card in one of our rooms does, and the room it stands in. */
export interface Press extends Action {
  readonly room: string
}

/**
 * Signs the room together with the action: who presses names only the token, so the token must say where, and
 * a button of another channel must not pass here. Actions are the desk's own words and hold no `@`.
 */
export function signPress(tokens: Pick<Tokens, 'signAction'>, { room, ...action }: Press): string {
  return tokens.signAction({ ...action, action: `${action.action}@${room}` })
}

/** Null for whatever is not exactly such a token. */
export function openPress(tokens: Pick<Tokens, 'openAction'>, token: unknown): Press | null {
  const opened = tokens.openAction(token)
  const at = opened?.action.indexOf('@') ?? -1
  if (opened === null || at < 1) return null
  return { ...opened, action: opened.action.slice(0, at), room: opened.action.slice(at + 1) }
}
