/** One line of a timeline: a stored event in a reader's language. */
import type { DeskConfig } from './domain/desk-config.ts'
import type { EventNames as Names } from './domain/dossier.ts'
import type { Lang } from './domain/lang.ts'
import { type Personal, type Reason, type TicketEvent, ticketNumber } from './domain/ticket.ts'
import { zonedClock } from './domain/when.ts'
import { texts } from './texts/index.ts'

/** A field's value as people say it: one of a list is kept by its key. */
export function wordValue(name: string, value: string, config: DeskConfig, lang: Lang): string {
  const choices = config.fields.find((one) => one.key === name)?.choices
  return choices?.find((one) => one.key === value)?.labels[lang] ?? value
}

export interface EventNames extends Names {
  readonly config: DeskConfig
}

export function wordEvent({ change }: TicketEvent, names: EventNames, lang: Lang): string {
  const { events } = texts(lang)
  const { config } = names
  const said = (fact: Personal | null) => (fact === null ? '' : (fact.value ?? events.blank))
  const category = (key: string) => config.categories.find((one) => one.key === key)?.labels[lang] ?? key
  const team = (key: string) => config.teams.find((one) => one.key === key)?.labels[lang] ?? key
  const field = (key: string) => config.fields.find((one) => one.key === key)?.labels[lang] ?? key
  const number = (id: string) => ticketNumber(names.numbers.get(id) ?? 0)
  const tag = (key: string) => config.tags?.find((one) => one.key === key)?.labels[lang] ?? key
  const clock = (at: number) => zonedClock(at, config)
  switch (change.type) {
    case 'opened':
      return events.opened(ticketNumber(change.number), category(change.category), team(change.team))
    case 'taken':
      return events.taken(names.agents.get(change.owner) ?? events.agent)
    case 'released':
      return events.released()
    case 'transferred':
      return events.transferred(team(change.team), said(change.why))
    case 'replied':
      return events.replied(change.waiting)
    case 'reply-held':
      return events['reply-held'](change.colour, change.why.map(({ code, facts }) => texts(lang).gate.reasons[code](facts)).join(', '))
    case 'reply-released':
      return events['reply-released'](change.how)
    case 'reply-withdrawn':
      return events['reply-withdrawn'](change.how, said(change.why))
    case 'customer-wrote':
      return events['customer-wrote'](change.mood)
    case 'field-set':
      return events['field-set'](
        change.fields.map(({ name, value }) => `${field(name)} ${wordValue(name, said(value), config, lang)}`).join(', '),
      )
    case 'category-set':
      return events['category-set'](category(change.category), Math.round(change.confidence * 100))
    case 'priority-set':
      return events['priority-set'](change.priority, reasonText(change.why, lang))
    case 'summary-set':
      return events['summary-set'](said(change.title))
    case 'marked':
      return events.marked(change.marks.map((mark) => texts(lang).marks.codes[mark]).join('; '))
    case 'asked':
      return events.asked(change.about.split(',').filter(Boolean).map(field).join(', '))
    case 'resolved':
      return events.resolved(said(change.note) || (change.why ? reasonText(change.why, lang) : ''))
    case 'reopened':
      return events.reopened(reasonText(change.why, lang))
    case 'closed':
      return events.closed(reasonText(change.why, lang))
    case 'rejected':
      return events.rejected(reasonText(change.why, lang))
    case 'merged':
      return events.merged(number(change.into))
    case 'absorbed':
      return events.absorbed(number(change.from))
    case 'linked':
      return events.linked(number(change.to))
    case 'escalated':
      return events.escalated(change.priority, said(change.why))
    case 'tagged':
      return events.tagged(change.add.map(tag).join(', '), change.remove.map(tag).join(', '))
    case 'levelled':
      return events.levelled(config.levels?.find(({ key }) => key === change.level)?.labels[lang] ?? change.level ?? '')
    case 'watched':
      return events.watched(change.on, names.agents.get(change.agent) ?? events.agent)
    case 'follow-up-set':
      return events['follow-up-set'](clock(change.at), said(change.note))
    case 'follow-up-due':
      return events['follow-up-due']()
    case 'nudge-set':
      return events['nudge-set'](clock(change.at))
    case 'nudged':
      return events.nudged()
    case 'snoozed':
      return events.snoozed(clock(change.until))
    case 'woken':
      return events.woken()
    case 'rated':
      return events.rated(change.rating)
    case 'promise-kept':
      return events['promise-kept'](change.kind)
    case 'promise-broken':
      return events['promise-broken'](change.kind)
    case 'erased':
      return events.erased(change.facts.length)
  }
}

/** A reason in words; empty for a code this version does not know. */
export function reasonText({ code, facts = {} }: Reason, lang: Lang): string {
  const { reasons } = texts(lang)
  return Object.hasOwn(reasons, code) ? reasons[code as keyof typeof reasons](facts) : ''
}
