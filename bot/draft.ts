/** A decision in the making: collects effects and keeps every ticket folded as the effects will make it. */

import { type Attachment, type GivenFile, type MessageKind, OFFLINE, type QuestionOption, type Speaker } from './domain/conversation.ts'
import { cutText } from './domain/cut-text.ts'
import type { LevelDef } from './domain/desk-config.ts'
import type { Decision, Effect, OutcomeOf } from './domain/effect.ts'
import { applyEvent } from './domain/fold-ticket.ts'
import type { Lang } from './domain/lang.ts'
import { lookupsOf } from './domain/lookup.ts'
import {
  type Actor,
  type HeldReply,
  type Id,
  isActive,
  type Personal,
  type Ticket,
  type TicketChange,
  ticketNumber,
} from './domain/ticket.ts'
import { transition } from './domain/transitions.ts'
import { needsTranslation, TRANSLATE } from './domain/translation.ts'
import type { View } from './domain/view.ts'
import type { Mint } from './ports/mint.ts'
import { texts } from './texts/index.ts'

export interface SayOptions {
  readonly ticket?: Id | null
  /** Dies when the speaker changes before it is sent. */
  readonly guarded?: boolean
  readonly options?: readonly QuestionOption[]
  readonly author?: Id
  readonly speaker?: string
  readonly files?: readonly GivenFile[]
  readonly hold?: 'gate' | 'approval'
  /** It is said even when the desk has said enough within a minute; it counts as well. */
  readonly anyway?: boolean
}

export const DESK: Actor = { kind: 'desk' }
const ENDS: ReadonlySet<TicketChange['type']> = new Set(['resolved', 'closed', 'rejected', 'merged'])

export class Draft {
  readonly effects: Effect[] = []
  readonly view: View
  readonly mint: Mint
  lang: Lang
  /** The model whose reading this decision rests on. */
  model = ''
  readonly #tickets = new Map<Id, Ticket>()
  /** What the desk had to say and kept to itself: the tickets that was about; null: none. */
  readonly unsaid: (Id | null)[] = []
  /** Questions that were opened, answered or ended so far. */
  readonly settled = new Set<Id>()
  questionOpen: boolean
  #speaker: Speaker | null
  #left: number

  /** `left`: how often the desk may still speak of itself. What people do and what time brings about it always tells. */
  constructor(view: View, mint: Mint, left = Number.POSITIVE_INFINITY) {
    this.view = view
    this.mint = mint
    this.#left = left
    this.lang = view.conversation?.lang ?? view.config.config.lang
    for (const ticket of [...(view.other ? [view.other] : []), ...view.tickets, ...(view.ticket ? [view.ticket] : [])])
      this.#tickets.set(ticket.id, ticket)
    this.#speaker = view.conversation?.speaker ?? null
    this.questionOpen = view.questions.some((q) => q.conversation === view.conversation?.id && q.state === 'open')
  }

  /** A customer's tickets as they stand after all that was decided so far. */
  ticketsOf(customer: Id): readonly Ticket[] {
    return [...this.#tickets.values()].filter((ticket) => ticket.customer === customer)
  }

  /** The level of a ticket's customer, as the config has it; null where none is known, or the customer is another than the view's. */
  levelOf(customer: Id): LevelDef | null {
    const { customer: known, config } = this.view
    return (known?.id === customer && config.config.levels?.find(({ key }) => key === known.level)) || null
  }

  /** Texts for the customer. */
  get words() {
    return texts(this.lang)
  }

  /** Texts for the team that has the ticket. */
  teamWords(ticket: Ticket) {
    return texts(this.view.config.config.teams.find((t) => t.key === ticket.team)?.lang ?? this.view.config.config.lang)
  }

  /** Texts for one agent; for one who is not known here, those of the ticket's team. */
  agentWords(agent: Id, ticket: Ticket) {
    const known = this.view.agents.find(({ id }) => id === agent)
    return known ? texts(known.lang) : this.teamWords(ticket)
  }

  /** Whether the desk itself may speak to the customer, after all that was decided so far. */
  get deskSpeaks(): boolean {
    return this.#speaker === 'desk' && this.reachable
  }

  /** Who speaks from here on; what the desk had in mind to say before dies. */
  speak(speaker: Speaker): void {
    const conversation = this.view.conversation
    if (!conversation || isSame(this.#speaker, speaker)) return
    this.#speaker = speaker
    this.effects.push({ do: 'speaker', conversation: conversation.id, speaker })
  }

  /** False for a matter somebody wrote down about a customer we cannot write to: nothing is said or asked there. */
  get reachable(): boolean {
    return this.view.conversation?.room.channel !== OFFLINE
  }

  /** Whether the desk has said enough within this minute (see domain/talk-limit.ts). */
  get isSilent(): boolean {
    return this.#left <= 0
  }

  get speaker(): Speaker | null {
    return this.#speaker
  }

  ticket(id: Id): Ticket | null {
    return this.#tickets.get(id) ?? null
  }

  /** The ticket of that id, or the one it was merged into in the end; null for none, or when that is not known here. */
  whereItWent(id: Id | null): Ticket | null {
    let ticket = id === null ? null : this.ticket(id)
    // A merged ticket takes nothing in, so this ends; the bound is for histories that were not made by us.
    for (let hops = 0; ticket?.state === 'merged' && hops < 50; hops++) ticket = ticket.linked === null ? null : this.ticket(ticket.linked)
    return ticket
  }

  /** The author's tickets as they now stand, newest first. */
  get tickets(): readonly Ticket[] {
    const known = this.view.tickets.map((t) => this.#tickets.get(t.id) ?? t)
    const fresh = [...this.#tickets.values()].filter(
      (t) => !known.some((k) => k.id === t.id) && t.id !== this.view.ticket?.id && t.id !== this.view.other?.id,
    )
    return [...fresh, ...known]
  }

  get active(): readonly Ticket[] {
    return this.tickets.filter((t) => isActive(t.state))
  }

  change(ticket: Id, change: TicketChange, by: Actor = DESK): Ticket {
    if (ENDS.has(change.type)) this.#endHeld(ticket)
    const before = this.#tickets.get(ticket) ?? null
    this.effects.push({ do: 'change', ticket, by, change })
    for (const key of lookupsOf(change, this.view.config.config.lookups ?? [])) this.effects.push({ do: 'lookup', ticket, key })
    const after = applyEvent(before, {
      ticket,
      seq: (before?.seq ?? 0) + 1,
      at: this.view.now,
      by,
      config: this.view.config.version,
      model: this.model,
      change,
    })
    this.#tickets.set(ticket, after)
    if (change.type === 'opened' || change.type === 'transferred')
      this.translate(after, after.summary.value ?? after.title.value ?? '', TRANSLATE)
    return after
  }

  /** Sends a reply that was held, as a message of its own time. The ticket counts it as its author's. */
  release(ticket: Id, held: HeldReply, how: 'time' | 'approved' | 'ended', by: Actor = DESK): void {
    const as = this.mint.id()
    this.effects.push({ do: 'release', message: held.message, as, ticket })
    const { state } = this.change(ticket, { type: 'reply-released', message: held.message, as, how }, by)
    if ('refused' in transition(state, 'replied')) return
    this.change(ticket, { type: 'replied', message: as, waiting: held.waiting }, { kind: 'agent', id: held.author })
  }

  /** Takes a held reply away before the customer has it. */
  withdraw(ticket: Id, held: HeldReply, how: 'undone' | 'rewritten' | 'declined' | 'ended', by: Actor = DESK, why = ''): void {
    this.effects.push({ do: 'release', message: held.message, as: null, ticket })
    this.change(ticket, { type: 'reply-withdrawn', message: held.message, how, why: why ? this.personal(why) : null }, by)
  }

  /** The ticket is about to end: what only waits for its time goes first, what nobody has approved goes never, and the team is told. */
  #endHeld(id: Id): void {
    const ticket = this.#tickets.get(id)
    for (const held of ticket?.held ?? []) {
      if (held.colour === 'amber') this.release(id, held, 'ended')
      else this.withdraw(id, held, 'ended')
      if (ticket && held.colour === 'red') this.thread(id, this.teamWords(ticket).gate.ended)
    }
  }

  /** Words about a person, under a fact of their own. */
  personal(value: string): Personal {
    return { fact: this.mint.id(), value }
  }

  /**
   * Says something to the customer, cut to what the channel takes; nothing where no channel reaches them, or where the
   * desk has said enough. Answers the message's id.
   */
  say(kind: Exclude<MessageKind, 'customer'>, text: string, options: SayOptions = {}): Id {
    const conversation = this.view.conversation
    if (!conversation) throw new Error('nobody to say it to')
    const message = this.mint.id()
    if (!this.reachable) return message
    if (!options.author) {
      if (this.isSilent && !options.anyway) {
        this.unsaid.push(options.ticket ?? null)
        return message
      }
      this.#left--
    }
    this.effects.push({
      do: 'say',
      message,
      conversation: conversation.id,
      kind,
      author: options.author ?? null,
      ...(options.speaker ? { speaker: options.speaker } : {}),
      text,
      parts: text ? cutText(text, this.view.limit) : [],
      ...(options.options ? { options: options.options } : {}),
      ...(options.files && options.files.length > 0 ? { files: options.files } : {}),
      ticket: options.ticket ?? null,
      guarded: options.guarded ?? false,
      ...(options.hold ? { hold: options.hold } : {}),
    })
    return message
  }

  thread(
    ticket: Id,
    text: string,
    extra: { speaker?: string; files?: readonly Attachment[]; onCard?: boolean; mention?: readonly Id[] } = {},
  ): void {
    this.effects.push({ do: 'thread', ticket, text, ...extra })
  }

  /** Has a customer's words translated, where the team that will read them reads another language; see domain/translation.ts for the keys. */
  translate(ticket: Ticket, text: string, key: string): void {
    const { config } = this.view.config
    const reads = config.teams.find((team) => team.key === ticket.team)?.lang ?? config.lang
    if (config.translate && needsTranslation(text, reads)) this.effects.push({ do: 'lookup', ticket: ticket.id, key })
  }

  /** Texts for the managers' rooms. */
  get managerWords() {
    return texts(this.view.config.config.lang)
  }

  /** A ping into every manager's room. */
  pingManagers(text: string, ticket: Id): void {
    for (const room of this.view.config.config.managerRooms) this.effects.push({ do: 'post', room, text, ping: true, ticket })
  }

  /** Shows the ticket's card in its team's rooms. */
  showCard(ticket: Ticket): void {
    for (const room of this.view.config.config.teams.find((t) => t.key === ticket.team)?.rooms ?? [])
      this.effects.push({ do: 'card', ticket: ticket.id, room })
  }

  decision(why: string, outcome: OutcomeOf = { code: 'done', facts: {} }): Decision {
    const unsaid = this.unsaid.length
    const silence = unsaid > 0 ? `; kept silent (${unsaid}): said enough within a minute` : ''
    return { effects: this.effects, outcome, why: `${why}${silence}`, model: this.model, unsaid }
  }
}

function isSame(a: Speaker | null, b: Speaker): boolean {
  return a !== null && typeof a === 'object' && typeof b === 'object' ? a.agent === b.agent : a === b
}

/** Numbers of tickets as a customer reads them. */
export function numbersOf(tickets: readonly Ticket[]): string {
  return tickets.map((t) => ticketNumber(t.number)).join(', ')
}
