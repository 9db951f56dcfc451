/** One line of a timeline: a stored event in a reader's language. */
import type { DeskConfig } from '../../bot/domain/desk-config.ts'
import type { Lang } from '../../bot/domain/lang.ts'
import { type Personal, type TicketEvent, ticketNumber } from '../../bot/domain/ticket.ts'
import type { EventPage } from '../../bot/ports/reader.ts'
import { texts } from '../../bot/texts/index.ts'
import { reasonText } from './ticket-json.ts'

/** A field's value as people say it: one of a list is kept by its key. */
export function wordValue(name: string, value: string, config: DeskConfig, lang: Lang): string {
  const choices = config.fields.find((one) => one.key === name)?.choices
  return choices?.find((one) => one.key === value)?.labels[lang] ?? value
}

export interface EventNames extends Pick<EventPage, 'agents' | 'numbers'> {
  readonly config: DeskConfig
}

export function wordEvent({ change }: TicketEvent, names: EventNames, lang: Lang): string {
  const { events } = texts(lang)
  const { config } = names
  const said = (fact: Personal | null) => (fact === null ? '' : (fact.value ?? events.blank))
  const category = (key: string) => config.categories.find((one) => one.key === key)?.labels[lang] ?? key
  const team = (key: string) => config.teams.find((one) => one.key === key)?.labels[lang] ?? key
  const field = (key: string) => config.fields.find((one) => one.key === key)?.labels[lang] ?? key
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
      return events.resolved(said(change.note))
    case 'reopened':
      return events.reopened(reasonText(change.why, lang))
    case 'closed':
      return events.closed(reasonText(change.why, lang))
    case 'rejected':
      return events.rejected(reasonText(change.why, lang))
    case 'merged':
      return events.merged(ticketNumber(names.numbers.get(change.into) ?? 0))
    case 'snoozed':
      return events.snoozed(`${new Date(change.until).toISOString().slice(0, 16).replace('T', ' ')} UTC`)
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
