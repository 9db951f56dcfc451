/**
 * What can be done with a card is the same on a thousand cards, and most of a card's length: it is kept once, under
 * its hash, as a post of a room nobody opens, and stands on the card again when somebody reads it.
 */
import { createHash } from 'node:crypto'
import type { Card, CardAction } from '../../bot/cards/card.ts'
import type { Board, NewPost, Post } from '../../kit/ports/board.ts'
import { pressOf } from './press-token.ts'

type Buttons = Pick<Card, 'actions' | 'menu'>
type ByLang<T> = Readonly<Record<string, T>>

/** How a card stands on the board: where its buttons are, if not on it, and what signs them. */
interface Kept {
  readonly cards: ByLang<Omit<Card, keyof Buttons> & Partial<Buttons>>
  readonly buttons?: string
  readonly seal: string
}

/** Sets of buttons held in memory. A desk has as many as it has states, teams and categories. */
const MOST = 200
const roomOf = (hash: string) => `buttons/${hash}`

/** The body of a card's post, and the post that keeps its buttons, if another does: who writes the one writes the other, before it or with it. */
export function takeButtonsOff(cards: ByLang<Card>, seal: string): { readonly body: Post['body']; readonly kept: NewPost | null } {
  const langs = Object.entries(cards)
  if (langs.some(([, { actions }]) => actions.some(holdsWords))) return { body: { cards, seal } satisfies Kept, kept: null }
  const buttons = Object.fromEntries(langs.map(([lang, { actions, menu }]) => [lang, menu ? { actions, menu } : { actions }]))
  const hash = createHash('sha256').update(JSON.stringify(buttons)).digest('hex').slice(0, 32)
  const bare = Object.fromEntries(langs.map(([lang, { actions, menu, ...card }]) => [lang, card]))
  return {
    body: { cards: bare, buttons: hash, seal } satisfies Kept,
    kept: { id: hash, room: roomOf(hash), thread: null, kind: 'card', author: null, to: null, body: buttons },
  }
}

/** Whether a form begins with words that somebody wrote; a choice is one of the desk's own. */
function holdsWords({ needs = [] }: CardAction): boolean {
  return needs !== 'asked' && needs.some(({ kind, value = '' }) => kind !== 'choice' && value !== '')
}

/** Puts its buttons on each card again, with a token for each. A card whose buttons are gone is shown without any. */
export function createButtons(board: Pick<Board, 'latest'>): (posts: readonly Post[]) => Promise<readonly Post[]> {
  const known = new Map<string, ByLang<Buttons>>()
  const find = async (hash: string): Promise<ByLang<Buttons>> => {
    const [post] = known.has(hash) ? [] : await board.latest(roomOf(hash), 1)
    const found = known.get(hash) ?? (post?.body as ByLang<Buttons> | undefined)
    if (!found) return {}
    known.delete(hash)
    known.set(hash, found)
    const [oldest] = known.keys()
    if (known.size > MOST && oldest !== undefined) known.delete(oldest)
    return found
  }
  return async (posts) => {
    const hashes = new Set(posts.flatMap(({ body }) => (typeof body['buttons'] === 'string' ? [body['buttons']] : [])))
    const found = new Map(await Promise.all([...hashes].map(async (hash) => [hash, await find(hash)] as const)))
    return posts.map((post) => {
      const { seal, buttons } = post.body
      return typeof seal === 'string'
        ? { ...post, body: putButtonsOn(post.body as unknown as Kept, found.get(String(buttons)) ?? {}) }
        : post
    })
  }
}

function putButtonsOn({ cards, seal }: Kept, buttons: ByLang<Buttons>): Post['body'] {
  const whole = Object.entries(cards).map(([lang, card]) => [lang, { actions: [], ...card, ...buttons[lang] }] as const)
  const actions = whole[0]?.[1].actions ?? []
  return { cards: Object.fromEntries(whole), tokens: Object.fromEntries(actions.map(({ action }) => [action, pressOf(action, seal)])) }
}
