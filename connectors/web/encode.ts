/** What the desk sends, as posts of the board. Bodies are what the pages read (console/pages/post-body.ts). */
import type { Card } from '../../bot/cards/card.ts'
import type { Outgoing } from '../../bot/ports/channel.ts'
import type { Post } from '../../kit/ports/board.ts'
import type { Tokens } from '../../kit/tokens.ts'
import { signPress } from './press-token.ts'

export type NewPost = Omit<Post, 'rev' | 'at'>
type Words = Exclude<Outgoing, { readonly kind: 'redraw' | 'home' }>
type Drawn = Extract<Outgoing, { readonly kind: 'card' | 'redraw' }>

/** The post carries the delivery's id, so a delivery that is sent again is the same post. */
export function encodePost(out: Words | Drawn, tokens: Pick<Tokens, 'signAction'>): NewPost {
  const post = { id: out.id, room: out.room.external, thread: out.room.thread, author: null, to: null }
  switch (out.kind) {
    case 'card':
    case 'redraw':
      return { ...post, kind: 'card', body: encodeCard(out, tokens) }
    case 'menu':
      return { ...post, kind: 'menu', body: { text: out.text, options: out.options } }
    case 'media':
      return { ...post, kind: 'media', body: { file: out.file, ...spoken(out.speaker) } }
    case 'whisper':
      return { ...post, kind: 'whisper', to: out.to, body: { text: out.text } }
    case 'text':
    case 'ping': {
      const body = {
        text: out.text,
        ...spoken(out.speaker),
        ...(out.notice ? { notice: true } : {}),
        ...(out.mention ? { mention: out.mention } : {}),
      }
      return { ...post, kind: out.kind, body }
    }
  }
}

/** The card in each language it is worded in, and one token per button: the same button in every language. */
export function encodeCard({ card, worded, room }: Drawn, tokens: Pick<Tokens, 'signAction'>): Post['body'] {
  const cards = Object.keys(worded).length > 0 ? worded : { und: card }
  return { cards, tokens: Object.fromEntries(card.actions.map(({ action }) => [action, tokenOf(card, action, room.external, tokens)])) }
}

function tokenOf(card: Card, action: string, room: string, tokens: Pick<Tokens, 'signAction'>): string {
  const { ticket, version, message } = card
  return signPress(tokens, { action, ticket, version, room, ...(message === undefined ? {} : { message }) })
}

function spoken(speaker: string | undefined): { readonly speaker?: string } {
  return speaker === undefined ? {} : { speaker }
}
