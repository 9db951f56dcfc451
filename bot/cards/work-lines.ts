/** Lines of a card about other tickets, and about times that were set. */
import type { Lang } from '../domain/lang.ts'
import { type Id, ticketNumber } from '../domain/ticket.ts'
import { zonedClock } from '../domain/when.ts'
import type { CardFacts } from '../ports/stores.ts'
import { texts } from '../texts/index.ts'
import type { CardLine } from './card.ts'

export function workLines({ ticket, numbers, config: { config } }: CardFacts, lang: Lang): readonly CardLine[] {
  const { card } = texts(lang).work
  const named = (ids: readonly Id[]) =>
    ids
      .flatMap((id) => numbers?.get(id) ?? [])
      .map(ticketNumber)
      .join(lang === 'en' ? ', ' : '、')
  const others = (label: string, ids: readonly Id[] = []): readonly CardLine[] => (named(ids) === '' ? [] : [{ label, value: named(ids) }])
  const time = (label: string, at: number | null | undefined, note = ''): readonly CardLine[] =>
    at === null || at === undefined ? [] : [{ label, value: `${zonedClock(at, config)}${note ? ` · ${note}` : ''}` }]
  const { followUp, nudge, state, linked } = ticket
  return [
    ...others(state === 'merged' ? card.mergedInto : card.follows, linked === null ? [] : [linked]),
    ...others(card.absorbed, ticket.absorbed),
    ...others(card.related, ticket.related),
    ...time(card.snoozedUntil, state === 'snoozed' ? ticket.snoozedUntil : null),
    ...time(card.reminder, followUp?.at, followUp?.note?.value ?? ''),
    ...time(nudge?.sent ? card.closes : card.nudge, nudge?.at),
  ]
}
