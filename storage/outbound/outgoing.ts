/** Makes the channel's `Outgoing` of a stored delivery; cards are drawn from what is stored now. */

import type { Card } from '../../bot/cards/card.ts'
import type { QuestionOption } from '../../bot/domain/conversation.ts'
import { LANGS, type Lang } from '../../bot/domain/lang.ts'
import type { Outgoing, OutgoingFile } from '../../bot/ports/channel.ts'
import type { LoadedCard } from './card-facts.ts'
import type { OutboundOptions } from './outbound-options.ts'

export interface PendingDelivery {
  readonly id: string
  readonly lane: string
  readonly kind: string
  readonly body: string
  readonly epoch: number | null
  readonly tries: number
  /** It was sent before, and that answer was lost. */
  readonly again: boolean
  /** Milliseconds since it may have been sent; null: it was not. */
  readonly doubtMs: number | null
  readonly conversationId: string | null
  readonly cardId: string | null
  readonly messageId: string | null
  readonly threadRef: string | null
  /** The card in whose thread it goes. */
  readonly threadCardId: string | null
  /** Where the words stand that it changes or takes back. */
  readonly editRef: string | null
  /** The file it brings; null: none, or it is gone. */
  readonly file: OutgoingFile | null
  readonly roomId: string
  readonly channel: string
  readonly account: string
  readonly external: string
}

interface Body {
  readonly text?: string
  readonly speaker?: string
  readonly notice?: boolean
  readonly to?: string
  readonly mention?: readonly string[]
  readonly options?: readonly QuestionOption[]
  /** Of deliveries made before files were rows of their own. */
  readonly attachment?: OutgoingFile
}

/** Null only when the card or file a delivery is about is gone. */
export function outgoingOf(delivery: PendingDelivery, cards: ReadonlyMap<string, LoadedCard>, options: OutboundOptions): Outgoing | null {
  const room = {
    id: delivery.roomId,
    channel: delivery.channel,
    account: delivery.account,
    external: delivery.external,
    thread: delivery.threadRef,
  }
  const base = { id: delivery.id, room }
  const body = JSON.parse(delivery.body) as Body
  const text = body.text ?? ''
  const file = delivery.file ?? body.attachment
  const speaker = body.speaker ? { speaker: body.speaker } : {}
  switch (delivery.kind) {
    case 'menu':
      return { ...base, kind: 'menu', text, options: body.options ?? [] }
    case 'media':
      return file ? { ...base, kind: 'media', file, ...speaker } : null
    case 'whisper':
      return { ...base, kind: 'whisper', text, to: body.to ?? '' }
    case 'card': {
      const card = cards.get(delivery.cardId ?? '')
      return card ? { ...base, kind: 'card', ref: null, ...drawn(card, options, delivery.roomId) } : null
    }
    case 'edit':
      // Erased, or restored without what it was about: the channel refuses it.
      return { ...base, kind: 'edit', text, ...speaker, ref: delivery.editRef ?? '' }
    case 'recall':
      return { ...base, kind: 'recall', ref: delivery.editRef ?? '' }
    case 'ping':
      return { ...base, kind: 'ping', text }
    default:
      return {
        ...base,
        kind: 'text',
        text,
        ...speaker,
        ...(body.notice ? { notice: true } : {}),
        ...(body.mention ? { mention: body.mention } : {}),
      }
  }
}

/** A card worded for its room, and in every language where a viewer chooses. */
export function drawn(card: LoadedCard, options: OutboundOptions, room: string): { card: Card; worded: Partial<Record<Lang, Card>> } {
  const lang = options.langOf(room)
  const first = options.draw(card.facts, lang)
  if (!options.can(card.channel).viewerLang) return { card: first, worded: {} }
  return { card: first, worded: Object.fromEntries(LANGS.map((each) => [each, each === lang ? first : options.draw(card.facts, each)])) }
}
