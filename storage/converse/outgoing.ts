/** What decisions send: words to customers, cards, and what goes into their threads and rooms, collected as rows. */
import type { Effect } from '../../bot/domain/effect.ts'
import type { View } from '../../bot/domain/view.ts'
import type { Ids } from '../../bot/ports/ids.ts'
import { idWithin } from '../../kit/flow.ts'
import type { NewFile } from '../files/file-rows.ts'
import { amendments } from './amend-message.ts'
import type { Can, CardRow, DeliveryRow, RoomOf } from './row-types.ts'

type Sent = 'say' | 'card' | 'reply-card' | 'thread' | 'post' | 'whisper' | 'amend'
type Of<D extends Effect['do']> = Extract<Effect, { do: D }>
/** An effect that something is sent for. */
export type SentEffect = Of<Sent>

export interface OutgoingOptions {
  readonly ids: Ids
  readonly roomOf: RoomOf
  readonly can: Can
  /** Cards of the tickets in the batch, as stored before it. */
  readonly known: readonly CardRow[]
}

/** What an effect is a part of. */
export interface Within {
  readonly view: View
  /** The message or event that was decided; deliveries get ids within its flow (see kit/tracing.ts). */
  readonly cause: string | undefined
  /** The thread message a reply was written as, so that a later change of it finds the reply. */
  readonly writtenAs: string | null
  /** How often the speaker of the conversation has changed by now. */
  readonly epoch: number
}

export class Outgoing {
  readonly messages: {
    id: string
    conversation_id: string
    kind: string
    author_id: string | null
    text: string
    ticket_id: string | null
    event_id: string | null
  }[] = []
  readonly deliveries: DeliveryRow[] = []
  readonly cards: CardRow[] = []
  readonly files: NewFile[] = []
  /** How often the desk itself speaks, by conversation. */
  readonly #said = new Map<string, number>()
  readonly #options: OutgoingOptions

  constructor(options: OutgoingOptions) {
    this.#options = options
  }

  add(effect: SentEffect, within: Within): void {
    const newId = () => idWithin(this.#options.ids.next(), within.cause)
    switch (effect.do) {
      case 'say':
        return void this.#say(effect, within, newId)
      case 'card':
        return void this.#card(effect, newId)
      case 'reply-card':
        return void this.#replyCard(effect, newId)
      case 'thread':
        return void this.#thread(effect, newId)
      case 'post':
        return void this.#post(effect, newId)
      case 'whisper':
        return void this.deliveries.push({
          id: newId(),
          room_id: effect.room,
          kind: 'whisper',
          body: json({ text: effect.text, to: effect.to }),
          ticket_id: effect.ticket,
          held: false,
        })
      case 'amend':
        return void this.deliveries.push(...amendments(effect, within.view, newId))
    }
  }

  /** How often the desk itself speaks in a conversation by what was collected so far. */
  saidIn(conversation: string): number {
    return this.#said.get(conversation) ?? 0
  }

  #say(effect: Of<'say'>, { view, writtenAs, epoch }: Within, newId: () => string): void {
    const room = view.conversation?.room.id
    if (!room) throw new Error('words to a customer need a conversation')
    this.messages.push({
      id: effect.message,
      conversation_id: effect.conversation,
      kind: effect.kind,
      author_id: effect.author,
      text: effect.text,
      ticket_id: effect.ticket,
      event_id: effect.kind === 'reply' ? writtenAs : null,
    })
    if (effect.author === null) this.#said.set(effect.conversation, this.saidIn(effect.conversation) + 1)
    const common = {
      room_id: room,
      conversation_id: effect.conversation,
      ticket_id: effect.ticket,
      message_id: effect.message,
      epoch: effect.guarded ? epoch : null,
      held: effect.hold !== undefined,
      ...(effect.hold ? { hold: effect.hold } : {}),
      pulled: effect.hold === undefined && this.#options.can(view.conversation?.room.channel ?? '').pulled,
      reply: effect.kind === 'reply',
    }
    const speaker = effect.speaker ? { speaker: effect.speaker } : {}
    const notice = effect.kind === 'notice' ? { notice: true } : {}
    effect.parts.forEach((text, i) => {
      const last = i === effect.parts.length - 1
      const menu = last && effect.options && effect.options.length > 0
      this.deliveries.push({
        id: newId(),
        ...common,
        kind: menu ? 'menu' : 'text',
        body: json(menu ? { text, options: effect.options } : { text, ...speaker, ...notice }),
      })
    })
    for (const file of effect.files ?? []) {
      const id = this.#options.ids.next()
      this.files.push({ id, message: effect.message, file })
      this.deliveries.push({ id: newId(), ...common, kind: 'media', attachment_id: id, body: json(speaker) })
    }
  }

  #cardsOf(ticket: string): readonly CardRow[] {
    return [...this.#options.known, ...this.cards].filter((card) => card.ticket_id === ticket && card.message_id === null)
  }

  #card(effect: Of<'card'>, newId: () => string): void {
    const room = this.#options.roomOf(effect.room)
    if (!room || this.#cardsOf(effect.ticket).some((card) => card.room_id === room)) return
    const card = {
      id: this.#options.ids.next(),
      ticket_id: effect.ticket,
      message_id: null,
      room_id: room,
      ref: null,
      channel: effect.room.channel,
    }
    this.cards.push(card)
    this.deliveries.push({
      id: newId(),
      room_id: room,
      kind: 'card',
      body: '{}',
      ticket_id: effect.ticket,
      card_id: card.id,
      held: false,
    })
  }

  #replyCard(effect: Of<'reply-card'>, newId: () => string): void {
    for (const parent of this.#cardsOf(effect.ticket)) {
      const card = {
        id: this.#options.ids.next(),
        ticket_id: effect.ticket,
        message_id: effect.message,
        room_id: parent.room_id,
        ref: null,
        channel: parent.channel,
      }
      this.cards.push(card)
      this.deliveries.push({
        id: newId(),
        room_id: parent.room_id,
        kind: 'card',
        body: '{}',
        ticket_id: effect.ticket,
        card_id: card.id,
        thread_card_id: parent.id,
        held: parent.ref === null,
      })
    }
  }

  #thread(effect: Of<'thread'>, newId: () => string): void {
    const speaker = effect.speaker ? { speaker: effect.speaker } : {}
    const mention = effect.mention && effect.mention.length > 0 ? { mention: effect.mention } : {}
    for (const parent of this.#cardsOf(effect.ticket)) {
      const common = { room_id: parent.room_id, ticket_id: effect.ticket, thread_card_id: parent.id, held: parent.ref === null }
      if (effect.text)
        this.deliveries.push({ id: newId(), ...common, ...mention, kind: 'text', body: json({ text: effect.text, ...speaker }) })
      if (effect.onCard && this.#options.can(parent.channel).cardFiles) continue
      for (const file of effect.files ?? [])
        this.deliveries.push({ id: newId(), ...common, kind: 'media', attachment_id: file.id, body: json(speaker) })
    }
  }

  #post(effect: Of<'post'>, newId: () => string): void {
    const room = this.#options.roomOf(effect.room)
    if (room)
      this.deliveries.push({
        id: newId(),
        room_id: room,
        kind: effect.ping ? 'ping' : 'text',
        body: json({ text: effect.text }),
        ticket_id: effect.ticket,
        held: false,
      })
  }
}

const json = (value: unknown): string => JSON.stringify(value)
