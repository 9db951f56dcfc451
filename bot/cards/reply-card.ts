/** A reply on its way to the customer: held, sent or failed, and what can be done about it. */
import type { Lang } from '../domain/lang.ts'
import type { DeliveryState, ReplyView } from '../domain/view.ts'
import type { CardFacts } from '../ports/stores.ts'
import { texts } from '../texts/index.ts'
import type { Card, CardAction, Tone } from './card.ts'

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
  const stuck = reply.state === 'failed' || reply.state === 'in_doubt' || reply.state === 'held'
  const actions: readonly CardAction[] = [
    { action: 'retry', label: card.actions.retry, style: 'primary' },
    {
      action: 'edit',
      label: card.actions.edit,
      style: 'default',
      needs: [{ name: 'text', label: card.needs.edit, kind: 'text', value: reply.message.text }],
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
    chips: [{ text: card.reply[reply.state], tone: TONE[reply.state] }],
    lines: [],
    files: [],
    actions: stuck ? actions : [],
  }
}
