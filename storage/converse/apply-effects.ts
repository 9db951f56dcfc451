/**
 * Turns decisions into rows: collects what a whole batch of decisions does, to be written by `write-rows.ts`
 * with one statement per table.
 */

import type { Conversation } from '../../bot/domain/conversation.ts'
import type { Decision, Effect } from '../../bot/domain/effect.ts'
import type { ReplyView, View } from '../../bot/domain/view.ts'
import { Histories } from './history.ts'
import { parseSpeaker } from './load-views.ts'
import { Outgoing, type OutgoingOptions, type Within } from './outgoing.ts'
import type { Can } from './row-types.ts'

type Of<D extends Effect['do']> = Extract<Effect, { do: D }>

export class Rows {
  readonly histories = new Histories()
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
  readonly fetches: Of<'fetch'>[] = []
  readonly out: Outgoing
  readonly #can: Can

  constructor(options: OutgoingOptions) {
    this.out = new Outgoing(options)
    this.#can = options.can
  }

  /** Collects what a decision does; `within` says what was decided. */
  add(decision: Decision, view: View, within: Partial<Pick<Within, 'cause' | 'writtenAs'>> = {}): void {
    const { cause, writtenAs = null } = within
    for (const effect of decision.effects) this.#add(effect, { view, cause, writtenAs, epoch: this.#epoch(view) }, decision.model)
  }

  #add(effect: Effect, within: Within, model: string): void {
    const { view } = within
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
      case 'card':
      case 'reply-card':
      case 'thread':
      case 'post':
      case 'whisper':
        return void this.out.add(effect, within)
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
          epoch: within.epoch + 1,
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
        return void this.out.add(effect, within)
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
}
