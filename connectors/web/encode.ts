/** What the desk sends, as posts of the board. Bodies are what the pages read (console/pages/post-body.ts). */
import type { Outgoing } from '../../bot/ports/channel.ts'
import type { NewPost } from '../../kit/ports/board.ts'
import type { Tokens } from '../../kit/tokens.ts'
import { takeButtonsOff } from './card-buttons.ts'
import { sealOffer } from './press-token.ts'

type Words = Exclude<Outgoing, { readonly kind: 'card' | 'redraw' | 'home' }>
type Drawn = Extract<Outgoing, { readonly kind: 'card' | 'redraw' }>

/** The post carries the delivery's id, so a delivery that is sent again is the same post; what else it needs is written first. */
export function encodePosts(out: Words | Drawn, tokens: Pick<Tokens, 'signAction'>): readonly [...needs: NewPost[], post: NewPost] {
  if (!('card' in out)) return [encodeWords(out)]
  const { body, kept } = encodeCard(out, tokens)
  return [...(kept ? [kept] : []), { ...placeOf(out), kind: 'card', body }]
}

function placeOf({ id, room }: Words | Drawn) {
  return { id, room: room.external, thread: room.thread, author: null, to: null }
}

function encodeWords(out: Words): NewPost {
  const post = placeOf(out)
  switch (out.kind) {
    case 'menu':
      return { ...post, kind: 'menu', body: { text: out.text, options: out.options } }
    case 'media':
      return { ...post, kind: 'media', body: { file: out.file, ...spoken(out.speaker) } }
    case 'whisper':
      return { ...post, kind: 'whisper', to: out.to, body: { text: out.text } }
    case 'edit':
      return { ...post, kind: 'text', body: { text: out.text, ...spoken(out.speaker), edited: true } }
    case 'recall':
      return { ...post, kind: 'text', body: { text: '', removed: true } }
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

/** The card in each language it is worded in, and one seal for its buttons: the same buttons in every language. */
function encodeCard({ card, worded, room }: Drawn, tokens: Pick<Tokens, 'signAction'>) {
  const { ticket, version, message, actions } = card
  const cards = Object.keys(worded).length > 0 ? worded : { und: card }
  const offer = {
    actions: actions.map(({ action }) => action),
    ticket,
    version,
    room: room.external,
    ...(message === undefined ? {} : { message }),
  }
  return takeButtonsOff(cards, sealOffer(tokens, offer))
}

function spoken(speaker: string | undefined): { readonly speaker?: string } {
  return speaker === undefined ? {} : { speaker }
}
