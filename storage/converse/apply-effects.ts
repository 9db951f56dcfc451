/**
 * Turns decisions into rows: collects what a whole batch of decisions does, to be written by `write-rows.ts`
 * with one statement per table.
 */

import type { Conversation } from '../../bot/domain/conversation.ts'
import type { Decision, Effect } from '../../bot/domain/effect.ts'
import type { ReplyView, View } from '../../bot/domain/view.ts'
import type { Ids } from '../../bot/ports/ids.ts'
import { idWithin } from '../../kit/flow.ts'
import type { NewFile } from '../files/file-rows.ts'
import { amendments } from './amend-message.ts'
import { Histories } from './history.ts'
import { parseSpeaker } from './load-views.ts'
import type { Can, CardRow, DeliveryRow, RoomOf } from './row-types.ts'

type Of<D extends Effect['do']> = Extract<Effect, { do: D }>

export class Rows {
  readonly histories = new Histories()
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
  readonly notes: Of<'note'>[] = []
  readonly rewritten: Of<'rewrite-note'>[] = []
  readonly links: { ticket_id: string; message_id: string }[] = []
  readonly relinks: Of<'relink'>[] = []
  readonly asks: Of<'ask'>[] = []
  readonly settles: Of<'settle'>[] = []
  readonly timers: Of<'timer'>[] = []
  readonly examples: Of<'example'>[] = []
  readonly langs: Of<'lang'>[] = []
  readonly levels: Of<'level'>[] = []
  readonly lookups: Of<'lookup'>[] = []
  readonly speakers = new Map<string, { speaker: string; epoch: number }>()
  readonly retries: Of<'deliveries'>[] = []
  readonly amended: Of<'amend'>[] = []
  readonly meetings: Of<'meet'>[] = []
  readonly sources: Of<'made-of'>[] = []
  readonly releases: (Of<'release'> & { readonly pulled: boolean })[] = []
  readonly files: NewFile[] = []
  readonly fetches: Of<'fetch'>[] = []
  /** Cards of the tickets in the batch, as stored before it. */
  readonly #known: readonly CardRow[]
  readonly #ids: Ids
  #cause: string | undefined
  #writtenAs: string | null = null
  readonly #roomOf: RoomOf
  readonly #can: Can

  constructor(ids: Ids, roomOf: RoomOf, can: Can, known: readonly CardRow[]) {
    this.#ids = ids
    this.#roomOf = roomOf
    this.#can = can
    this.#known = known
  }

  /**
   * `cause`: the message or event that was decided; deliveries get ids within its flow (see kit/tracing.ts).
   * `writtenAs`: the thread message a reply was written as, so that a later change of it finds the reply.
   */
  add(decision: Decision, view: View, cause?: string, writtenAs: string | null = null): void {
    this.#cause = cause
    this.#writtenAs = writtenAs
    for (const effect of decision.effects) this.#add(effect, view, decision.model)
  }

  #add(effect: Effect, view: View, model: string): void {
    switch (effect.do) {
      case 'change':
        this.histories.append({
          ticket: effect.ticket,
          at: view.now,
          by: effect.by,
          config: view.config.version,
          model,
          change: effect.change,
        })
        return
      case 'say':
        this.#say(effect, view)
        return
      case 'card':
        this.#card(effect)
        return
      case 'reply-card':
        this.#replyCard(effect)
        return
      case 'thread':
        this.#thread(effect)
        return
      case 'post':
        this.#post(effect)
        return
      case 'whisper':
        this.deliveries.push({
          id: this.#deliveryId(),
          room_id: effect.room,
          kind: 'whisper',
          body: json({ text: effect.text, to: effect.to }),
          ticket_id: effect.ticket,
          held: false,
        })
        return
      case 'note':
        return void this.notes.push(effect)
      case 'rewrite-note':
        return void this.rewritten.push(effect)
      case 'link':
        for (const message of effect.messages) this.links.push({ ticket_id: effect.ticket, message_id: message })
        return
      case 'relink':
        this.relinks.push(effect)
        return
      case 'ask':
        return void this.asks.push(effect)
      case 'settle':
        return void this.settles.push(effect)
      case 'speaker':
        this.speakers.set(effect.conversation, {
          speaker: typeof effect.speaker === 'object' ? effect.speaker.agent : effect.speaker,
          epoch: this.#epoch(view) + 1,
        })
        return
      case 'level':
        return void this.levels.push(effect)
      case 'lang':
        return void this.langs.push(effect)
      case 'timer':
        return void this.timers.push(effect)
      case 'example':
        return void this.examples.push(effect)
      case 'lookup':
      case 'fetch':
        return void (effect.do === 'fetch' ? this.fetches.push(effect) : this.lookups.push(effect))
      case 'deliveries':
        this.retries.push(effect)
        return
      case 'amend':
        this.amended.push(effect)
        this.deliveries.push(...amendments(effect, view, () => this.#deliveryId()))
        return
      case 'meet':
        return void this.meetings.push(effect)
      case 'made-of':
        return void this.sources.push(effect)
      case 'release':
        this.releases.push({ ...effect, pulled: this.#can(view.conversation?.room.channel ?? '').pulled })
        return
    }
  }

  /** Who speaks by what was collected so far; empty where nothing changed. */
  speakerOf(conversation: string): Partial<Pick<Conversation, 'speaker' | 'epoch'>> {
    const changed = this.speakers.get(conversation)
    return changed ? { speaker: parseSpeaker(changed.speaker), epoch: changed.epoch } : {}
  }

  /** A reply that was sent again or taken away by what was collected so far is no longer stuck. */
  replyAfter(reply: ReplyView | null): ReplyView | null {
    if (this.releases.some((release) => release.message === reply?.message.id)) return null
    const moved = this.retries.findLast((retry) => retry.message === reply?.message.id)
    return reply && moved ? { ...reply, state: moved.to } : reply
  }

  #epoch(view: View): number {
    return this.speakers.get(view.conversation?.id ?? '')?.epoch ?? view.conversation?.epoch ?? 0
  }

  #say(effect: Of<'say'>, view: View): void {
    const room = view.conversation?.room.id
    if (!room) throw new Error('words to a customer need a conversation')
    this.messages.push({
      id: effect.message,
      conversation_id: effect.conversation,
      kind: effect.kind,
      author_id: effect.author,
      text: effect.text,
      ticket_id: effect.ticket,
      event_id: effect.kind === 'reply' ? this.#writtenAs : null,
    })
    const common = {
      room_id: room,
      conversation_id: effect.conversation,
      ticket_id: effect.ticket,
      message_id: effect.message,
      epoch: effect.guarded ? this.#epoch(view) : null,
      held: effect.hold !== undefined,
      ...(effect.hold ? { hold: effect.hold } : {}),
      pulled: effect.hold === undefined && this.#can(view.conversation?.room.channel ?? '').pulled,
      reply: effect.kind === 'reply',
    }
    const speaker = effect.speaker ? { speaker: effect.speaker } : {}
    const notice = effect.kind === 'notice' ? { notice: true } : {}
    effect.parts.forEach((text, i) => {
      const last = i === effect.parts.length - 1
      const menu = last && effect.options && effect.options.length > 0
      this.deliveries.push({
        id: this.#deliveryId(),
        ...common,
        kind: menu ? 'menu' : 'text',
        body: json(menu ? { text, options: effect.options } : { text, ...speaker, ...notice }),
      })
    })
    for (const file of effect.files ?? []) {
      const id = this.#ids.next()
      this.files.push({ id, message: effect.message, file })
      this.deliveries.push({ id: this.#deliveryId(), ...common, kind: 'media', attachment_id: id, body: json(speaker) })
    }
  }

  #cardsOf(ticket: string): readonly CardRow[] {
    return [...this.#known, ...this.cards].filter((card) => card.ticket_id === ticket && card.message_id === null)
  }

  #deliveryId(): string {
    return idWithin(this.#ids.next(), this.#cause)
  }

  #card(effect: Of<'card'>): void {
    const room = this.#roomOf(effect.room)
    if (!room || this.#cardsOf(effect.ticket).some((card) => card.room_id === room)) return
    const card = {
      id: this.#ids.next(),
      ticket_id: effect.ticket,
      message_id: null,
      room_id: room,
      ref: null,
      channel: effect.room.channel,
    }
    this.cards.push(card)
    this.deliveries.push({
      id: this.#deliveryId(),
      room_id: room,
      kind: 'card',
      body: '{}',
      ticket_id: effect.ticket,
      card_id: card.id,
      held: false,
    })
  }

  #replyCard(effect: Of<'reply-card'>): void {
    for (const parent of this.#cardsOf(effect.ticket)) {
      const card = {
        id: this.#ids.next(),
        ticket_id: effect.ticket,
        message_id: effect.message,
        room_id: parent.room_id,
        ref: null,
        channel: parent.channel,
      }
      this.cards.push(card)
      this.deliveries.push({
        id: this.#deliveryId(),
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

  #thread(effect: Of<'thread'>): void {
    const speaker = effect.speaker ? { speaker: effect.speaker } : {}
    const mention = effect.mention && effect.mention.length > 0 ? { mention: effect.mention } : {}
    for (const parent of this.#cardsOf(effect.ticket)) {
      const common = { room_id: parent.room_id, ticket_id: effect.ticket, thread_card_id: parent.id, held: parent.ref === null }
      if (effect.text)
        this.deliveries.push({ id: this.#deliveryId(), ...common, ...mention, kind: 'text', body: json({ text: effect.text, ...speaker }) })
      if (effect.onCard && this.#can(parent.channel).cardFiles) continue
      for (const file of effect.files ?? [])
        this.deliveries.push({ id: this.#deliveryId(), ...common, kind: 'media', attachment_id: file.id, body: json(speaker) })
    }
  }

  #post(effect: Of<'post'>): void {
    const room = this.#roomOf(effect.room)
    if (room)
      this.deliveries.push({
        id: this.#deliveryId(),
        room_id: room,
        kind: effect.ping ? 'ping' : 'text',
        body: json({ text: effect.text }),
        ticket_id: effect.ticket,
        held: false,
      })
  }
}

const json = (value: unknown): string => JSON.stringify(value)
