/** What can be done with a ticket from its card: a few buttons, and the rest under “More”. */
import type { DeskConfig } from '../domain/desk-config.ts'
import type { Lang } from '../domain/lang.ts'
import { NO_LEVEL } from '../domain/level.ts'
import { lookupsFor } from '../domain/lookup.ts'
import { needsCheck } from '../domain/needs-check.ts'
import { isActive, PRIORITIES, type Ticket, type TicketState } from '../domain/ticket.ts'
import { texts } from '../texts/index.ts'
import type { CardAction, CardInput, CardMore } from './card.ts'

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
const ACTIVE = [
  'category-right',
  'category',
  'priority',
  'refresh',
  'merge',
  'link',
  'follow-up',
  'escalate',
  'tag',
  'untag',
  'level',
  'watch',
  'unwatch',
]
const OWNED = ['reply-wait', 'snooze', ...ACTIVE, 'release']
const ENDED = ['link', 'tag', 'untag', 'level']
const WORK: Readonly<Record<TicketState, readonly string[]>> = {
  new: ACTIVE,
  open: OWNED,
  waiting: OWNED,
  snoozed: OWNED,
  resolved: ['category', ...ENDED, 'watch', 'unwatch'],
  rejected: ENDED,
  closed: ['category', ...ENDED],
  merged: ENDED,
}
const KNOW = ['why', 'timeline', 'history', 'summary'] as const
/** Macros a card offers; more are run by their key. */
const MOST_MACROS = 50

export function ticketActions(ticket: Ticket, config: DeskConfig, lang: Lang): readonly CardAction[] {
  const known = new Map(everyAction(ticket, config, lang).map((each) => [each.action, each]))
  const named = (names: readonly string[]) => names.flatMap((name) => known.get(name) ?? [])
  const more = (part: CardMore, actions: readonly CardAction[]) => actions.map((each): CardAction => ({ ...each, more: part }))
  return [
    ...named(BUTTONS[ticket.state]),
    ...more('work', named(WORK[ticket.state])),
    ...more('know', named(KNOW)),
    ...more('macro', isActive(ticket.state) ? macroActions(config, lang) : []),
  ]
}

/** A macro with words to the customer shows them before they are sent. */
function macroActions({ macros = [] }: DeskConfig, lang: Lang): readonly CardAction[] {
  return macros.slice(0, MOST_MACROS).map(({ key, labels, reply }) => ({
    action: `macro:${key}`,
    label: labels[lang],
    style: 'default',
    ...(reply ? { needs: 'asked' as const } : {}),
  }))
}

function everyAction(ticket: Ticket, config: DeskConfig, lang: Lang): readonly CardAction[] {
  const { card, work } = texts(lang)
  const text = (action: 'reply' | 'reply-wait'): CardAction => ({
    action,
    label: card.actions[action],
    style: 'default',
    needs: [{ name: 'text', label: card.needs.reply, kind: 'text', preview: true }],
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
      needs: [{ name: 'note', label: card.needs.resolve, kind: 'text', optional: true, preview: true }],
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
    ...moreActions(ticket, config, lang),
  ]
}

function moreActions(ticket: Ticket, config: DeskConfig, lang: Lang): readonly CardAction[] {
  const { actions, needs } = texts(lang).work
  const action = (name: keyof typeof actions, inputs?: readonly CardInput[]): CardAction => ({
    action: name,
    label: actions[name],
    style: 'default',
    ...(inputs ? { needs: inputs } : {}),
  })
  const tags = (config.tags ?? []).map(({ key, labels }) => ({ key, label: labels[lang] }))
  const has = tags.filter(({ key }) => ticket.tags?.includes(key))
  const hasNot = tags.filter(({ key }) => !ticket.tags?.includes(key))
  const levels = (config.levels ?? []).map(({ key, labels }) => ({ key, label: labels[lang] }))
  const none = { key: NO_LEVEL, label: texts(lang).work.levelNone }
  const choice = (options: CardInput['options'] & object): CardInput => ({ name: 'tag', label: needs.tag, kind: 'choice', options })
  return [
    action('merge', [{ name: 'number', label: needs.merge, kind: 'line' }]),
    action('link', [{ name: 'number', label: needs.link, kind: 'line' }]),
    action('snooze', [{ name: 'when', label: needs.when, kind: 'line' }]),
    action('follow-up', [
      { name: 'when', label: needs.remind, kind: 'line' },
      { name: 'note', label: needs.remindOf, kind: 'line', optional: true },
    ]),
    action('escalate', [{ name: 'reason', label: needs.escalate, kind: 'text', optional: true }]),
    ...(hasNot.length > 0 ? [action('tag', [choice(hasNot)])] : []),
    ...(has.length > 0 ? [action('untag', [choice(has)])] : []),
    ...(levels.length > 0 ? [action('level', [{ name: 'level', label: needs.level, kind: 'choice', options: [...levels, none] }])] : []),
    action('watch'),
    ...(ticket.watchers?.length ? [action('unwatch')] : []),
    ...KNOW.map((name) => action(name)),
  ]
}
