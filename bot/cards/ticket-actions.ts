/** What can be done with a ticket from its card: a few buttons, and the rest under “More”. */
import type { DeskConfig } from '../domain/desk-config.ts'
import type { Lang } from '../domain/lang.ts'
import { lookupsFor } from '../domain/lookup.ts'
import { needsCheck } from '../domain/needs-check.ts'
import { PRIORITIES, type Ticket, type TicketState } from '../domain/ticket.ts'
import { texts } from '../texts/index.ts'
import type { CardAction, CardMore } from './card.ts'

const BUTTONS: Readonly<Record<TicketState, readonly string[]>> = {
  new: ['take', 'reply', 'fields', 'transfer', 'reject'],
  open: ['reply', 'fields', 'transfer', 'reject', 'resolve'],
  waiting: ['reply', 'fields', 'transfer', 'reject', 'resolve'],
  snoozed: ['reply', 'fields', 'transfer', 'reject', 'resolve'],
  resolved: ['reopen', 'fields'],
  rejected: ['reopen'],
  closed: [],
  merged: [],
}
const OWNED = ['reply-wait', 'category-right', 'category', 'priority', 'refresh', 'release']
const MORE: Readonly<Record<TicketState, Readonly<Partial<Record<CardMore, readonly string[]>>>>> = {
  new: { work: ['category-right', 'category', 'priority', 'refresh'] },
  open: { work: OWNED },
  waiting: { work: OWNED },
  snoozed: { work: OWNED },
  resolved: { work: ['category'] },
  rejected: {},
  closed: { work: ['category'] },
  merged: {},
}

export function ticketActions(ticket: Ticket, config: DeskConfig, lang: Lang): readonly CardAction[] {
  const known = new Map(everyAction(ticket, config, lang).map((each) => [each.action, each]))
  const named = (names: readonly string[] | undefined) => (names ?? []).flatMap((name) => known.get(name) ?? [])
  const more = (group: CardMore) => named(MORE[ticket.state][group]).map((each): CardAction => ({ ...each, more: group }))
  return [...named(BUTTONS[ticket.state]), ...more('work'), ...more('know'), ...more('macro')]
}

function everyAction(ticket: Ticket, config: DeskConfig, lang: Lang): readonly CardAction[] {
  const { card, work } = texts(lang)
  const text = (action: 'reply' | 'reply-wait'): CardAction => ({
    action,
    label: card.actions[action],
    style: 'default',
    needs: [{ name: 'text', label: card.needs.reply, kind: 'text' }],
  })
  const teams = config.teams.filter((t) => t.key !== ticket.team).map((t) => ({ key: t.key, label: t.labels[lang] }))
  const priorities = PRIORITIES.map((p) => ({ key: p, label: p }))
  const refresh = lookupsFor(ticket, config.lookups ?? []).length > 0
  // One tap says the desk was right, and is an example to learn from as a correction is.
  const unsure = needsCheck(ticket, config) && ticket.category !== config.otherCategory
  return [
    ...(unsure ? [{ action: 'category-right', label: texts(lang).check.right, style: 'default' } as const] : []),
    ...(refresh ? [{ action: 'refresh', label: texts(lang).lookup.refresh, style: 'default' } as const] : []),
    { action: 'take', label: card.actions.take, style: 'primary' },
    text('reply'),
    text('reply-wait'),
    { action: 'fields', label: work.actions.fields, style: 'default', needs: 'asked' },
    {
      action: 'resolve',
      label: card.actions.resolve,
      style: 'primary',
      needs: [{ name: 'note', label: card.needs.resolve, kind: 'text', optional: true }],
    },
    {
      action: 'transfer',
      label: card.actions.transfer,
      style: 'default',
      needs: [{ name: 'team', label: card.needs.transfer, kind: 'choice', options: teams }],
    },
    {
      action: 'category',
      label: card.actions.category,
      style: 'default',
      needs: [{ name: 'category', label: card.needs.category, kind: 'choice', value: ticket.category, list: 'categories' }],
    },
    {
      action: 'priority',
      label: card.actions.priority,
      style: 'default',
      needs: [{ name: 'priority', label: card.needs.priority, kind: 'choice', value: ticket.priority, options: priorities }],
    },
    { action: 'release', label: card.actions.release, style: 'default' },
    { action: 'reject', label: card.actions.reject, style: 'danger', confirm: card.confirm.reject },
    { action: 'reopen', label: card.actions.reopen, style: 'default' },
  ]
}
