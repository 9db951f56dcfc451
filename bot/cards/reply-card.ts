/** A reply on its way to the customer: held, sent or failed, and what can be done about it. */
import type { Lang } from '../domain/lang.ts'
import type { HeldReply } from '../domain/ticket.ts'
import type { DeliveryState, ReplyView } from '../domain/view.ts'
import type { CardFacts } from '../ports/stores.ts'
import { texts } from '../texts/index.ts'
import type { Card, CardAction, CardChip, CardLine, Tone } from './card.ts'
import { gateReason } from './gate-reason.ts'

const TONE: Readonly<Record<DeliveryState, Tone>> = {
  held: 'warn',
  queued: 'info',
  sending: 'info',
  sent: 'good',
  delivered: 'good',
  failed: 'bad',
  in_doubt: 'warn',
  cancelled: 'plain',
}

export function replyCard(facts: CardFacts, reply: ReplyView, lang: Lang): Card {
  const { ticket } = facts
  const { card } = texts(lang)
  const held = ticket.held?.find(({ message }) => message === reply.message.id)
  const stuck = reply.state === 'failed' || reply.state === 'in_doubt' || reply.state === 'held'
  const actions: readonly CardAction[] = [
    { action: 'retry', label: card.actions.retry, style: 'primary' },
    {
      action: 'edit',
      label: card.actions.edit,
      style: 'default',
      needs: [{ name: 'text', label: card.needs.edit, kind: 'text', value: reply.message.text, preview: true }],
    },
    { action: 'drop', label: card.actions.drop, style: 'danger', confirm: card.confirm.drop },
  ]
  return {
    kind: 'reply',
    ticket: ticket.id,
    number: ticket.number,
    version: ticket.seq,
    message: reply.message.id,
    state: ticket.state,
    priority: ticket.priority,
    mood: ticket.mood,
    title: card.replyTitle(facts.owner ?? card.nobody),
    text: reply.message.text,
    chips: held ? [heldChip(held, lang)] : [{ text: card.reply[reply.state], tone: TONE[reply.state] }],
    lines: held ? heldLines(held, lang) : [],
    files: [],
    actions: held ? heldActions(held, reply, lang) : stuck ? actions : [],
  }
}

function heldChip({ colour }: HeldReply, lang: Lang): CardChip {
  return { text: texts(lang).gate[colour], tone: colour === 'red' ? 'bad' : 'warn' }
}

/** Why it waits, and until when. */
function heldLines({ colour, until, why, resolves }: HeldReply, lang: Lang): readonly CardLine[] {
  const { gate } = texts(lang)
  const tone = colour === 'red' ? 'bad' : 'warn'
  const reasons = why.map(
    (reason): CardLine => ({
      label: gate.why,
      value: gateReason(reason, reason.said?.value, lang),
      tone: reason.colour === 'red' ? 'bad' : 'warn',
    }),
  )
  const after: readonly CardLine[] = resolves ? [{ label: gate.afterwards, value: gate.resolves, tone: 'info' }] : []
  return until === null
    ? [...reasons, ...after]
    : [...reasons, ...after, { label: gate.sends, value: new Date(until).toISOString(), tone, due: until }]
}

function heldActions({ colour }: HeldReply, reply: ReplyView, lang: Lang): readonly CardAction[] {
  const { card } = texts(lang)
  const rewrite: CardAction = {
    action: 'edit',
    label: card.actions.rewrite,
    style: 'default',
    needs: [{ name: 'text', label: card.needs.edit, kind: 'text', value: reply.message.text, preview: true }],
  }
  const undo: CardAction = { action: 'undo', label: card.actions.undo, style: colour === 'red' ? 'default' : 'danger' }
  if (colour === 'amber') return [undo, rewrite]
  return [
    { action: 'approve', label: card.actions.approve, style: 'primary', confirm: card.confirm.approve },
    {
      action: 'decline',
      label: card.actions.decline,
      style: 'danger',
      needs: [{ name: 'why', label: card.needs.decline, kind: 'text', value: '' }],
    },
    rewrite,
    undo,
  ]
}
