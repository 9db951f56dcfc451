import { describe, expect, it } from 'vitest'
import type { Card } from '../../bot/cards/card.ts'
import type { Board, Post } from '../../kit/ports/board.ts'
import { createTokens } from '../../kit/tokens.ts'
import { createButtons, takeButtonsOff } from './card-buttons.ts'
import { openPress, sealOffer } from './press-token.ts'

const tokens = createTokens('a-secret-of-tests')

describe('buttons of cards', () => {
  it('are kept once for all cards that have the same, and stand on each of them when it is read', async () => {
    const { board, asked, keep } = boardOf()
    const [one, two] = [keep(cardOf(1)), keep(cardOf(2))]
    const read = createButtons(board)
    const shown = [...(await read([one])), ...(await read([one, two]))].map(({ body }) => body as { cards: { en: Card }; tokens: object })
    expect(shown.map(({ cards }) => cards.en)).toEqual([cardOf(1), cardOf(1), cardOf(2)])
    expect(asked).toHaveLength(1)
    expect(Object.keys(shown[2]?.tokens ?? {})).toEqual(['take', 'macro:ask-photo'])
  })

  it('have each a token for its own card, that names its action, its ticket and its room', async () => {
    const { board, keep } = boardOf()
    const [post] = await createButtons(board)([keep(cardOf(2))])
    const { take } = (post?.body['tokens'] ?? {}) as Record<string, string>
    expect(openPress(tokens, take)).toEqual({ action: 'take', ticket: 't2', version: 3, room: 'team-a' })
    // What the card did not offer is not to be had by naming it.
    expect(openPress(tokens, take?.replace('take', 'erase'))).toBeNull()
    expect(openPress(tokens, take?.slice('take~'.length))).toBeNull()
  })

  it('that are gone leave a card that can be read', async () => {
    const { board, keep } = boardOf()
    const post = keep(cardOf(1))
    const [shown] = await createButtons({ ...board, latest: async () => [] })([post])
    expect(shown?.body).toMatchObject({ cards: { en: { title: 'Lipstick 1', actions: [] } }, tokens: {} })
  })

  it('that hold somebody’s words stay on their own card', async () => {
    const { board, keep, rooms } = boardOf()
    const needs = [{ name: 'text', label: 'Text', kind: 'text' as const, value: 'what lin wrote' }]
    const card: Card = { ...cardOf(1), kind: 'reply', actions: [{ action: 'edit', label: 'Edit', style: 'default', needs }] }
    const post = keep(card)
    expect(rooms.size).toBe(0)
    const [shown] = await createButtons(board)([post])
    const { edit } = (shown?.body['tokens'] ?? {}) as Record<string, string>
    expect([shown?.body['cards'], openPress(tokens, edit)?.action]).toEqual([{ en: card }, 'edit'])
  })

  it('leave other posts as they are', async () => {
    const said: Post = { id: 'p', room: 'r', thread: null, kind: 'text', author: null, to: null, body: { text: 'hi' }, at: 0, rev: 1 }
    expect(await createButtons(boardOf().board)([said])).toEqual([said])
  })
})

function boardOf() {
  const rooms = new Map<string, Post>()
  const asked: string[] = []
  const board: Pick<Board, 'latest'> = {
    latest: async (room) => {
      asked.push(room)
      return [...rooms.values()].filter((post) => post.room === room)
    },
  }
  const keep = (card: Card): Post => {
    const offer = { actions: card.actions.map(({ action }) => action), ticket: card.ticket, version: card.version, room: 'team-a' }
    const { body, kept } = takeButtonsOff({ en: card }, sealOffer(tokens, offer))
    if (kept) rooms.set(kept.id, { ...kept, at: 0, rev: 1 })
    return { id: card.ticket, room: 'team-a', thread: null, kind: 'card', author: null, to: null, body, at: 0, rev: card.number }
  }
  return { board, asked, keep, rooms }
}

function cardOf(n: number): Card {
  return {
    kind: 'ticket',
    ticket: `t${n}`,
    number: n,
    version: 3,
    state: 'new',
    priority: 'P3',
    mood: 'neutral',
    title: `Lipstick ${n}`,
    text: '',
    chips: [],
    lines: [],
    files: [],
    actions: [
      { action: 'take', label: 'Take', style: 'primary' },
      { action: 'macro:ask-photo', label: 'Ask for a photo', style: 'default', needs: 'asked', more: 'macro' },
    ],
    menu: { label: 'More', parts: { work: 'Work', know: 'Know', macro: 'Macros' } },
  }
}
