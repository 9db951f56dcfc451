/** What a card offers under “More”, as a menu of Slack. Its options hold 150 characters, too few for a token: that stands in the menu’s own id. */
import { CARD_MORE, type Card } from '../../bot/cards/card.ts'
import type { Tokens } from '../../kit/tokens.ts'
import { signPress } from './press-token.ts'
import { type Block, plain } from './rich-text.ts'

/** The action a menu's token signs; which of its options was chosen comes beside it. */
const MENU = 'more'
const OPTIONS_MAX = 100

/** Null when there is nothing to choose. */
export function moreMenu(card: Card, room: string, tokens: Pick<Tokens, 'signAction'>): Block | null {
  const { ticket, version, menu, actions } = card
  const parts = CARD_MORE.map((part) => ({ part, held: actions.filter(({ more }) => more === part).slice(0, OPTIONS_MAX) }))
  const groups = parts.filter(({ held }) => held.length > 0)
  if (!menu || groups.length === 0) return null
  return {
    type: 'static_select',
    action_id: `${MENU} ${signPress(tokens, { action: MENU, ticket, version, room })}`,
    placeholder: plain(menu.label, 75),
    option_groups: groups.map(({ part, held }) => ({
      label: plain(menu.parts[part], 75),
      options: held.map(({ action, label }) => ({ text: plain(label, 75), value: action })),
    })),
  }
}

/** The token of such a menu; empty for any other id. */
export function menuToken(id: string): string {
  return id.startsWith(`${MENU} `) ? id.slice(MENU.length + 1) : ''
}
