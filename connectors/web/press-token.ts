import type { Action, Tokens } from '../../kit/tokens.ts'

/** What a button of a card in one of our rooms does, and the room it stands in. */
export interface Press extends Action {
  readonly room: string
}

/** All that can be done with a card as it was drawn. */
export interface Offer extends Omit<Press, 'action'> {
  readonly actions: readonly string[]
}

/**
 * Signs a card once for all its buttons, and the room with it: who presses names only the token, so the token must
 * say where, and a button of another channel must not pass here. Actions are the desk's own words and hold no `@`,
 * no `~` and no space.
 */
export function sealOffer(tokens: Pick<Tokens, 'signAction'>, { room, actions, ...card }: Offer): string {
  return tokens.signAction({ ...card, action: `${actions.join(' ')}@${room}` })
}

/** The token of one button: its action beside the seal that lists it. */
export function pressOf(action: string, seal: string): string {
  return `${action}~${seal}`
}

/** Null for whatever is not exactly such a token, or names what its card did not offer. */
export function openPress(tokens: Pick<Tokens, 'openAction'>, token: unknown): Press | null {
  const [action = '', ...rest] = typeof token === 'string' ? token.split('~') : []
  const opened = tokens.openAction(rest.join('~'))
  const at = opened?.action.indexOf('@') ?? -1
  if (opened === null || at < 1 || !opened.action.slice(0, at).split(' ').includes(action)) return null
  return { ...opened, action, room: opened.action.slice(at + 1) }
}
