/** What other systems say, on the card: what agrees, what they add, and, loudest, what contradicts the customer. */
import type { Lang } from '../domain/lang.ts'
import { check, type LookedUp } from '../domain/lookup.ts'
import type { CardFacts } from '../ports/stores.ts'
import { texts } from '../texts/index.ts'
import type { CardLine } from './card.ts'

export function lookupLines({ ticket, lookups = [], config: { config } }: CardFacts, lang: Lang): readonly CardLine[] {
  const labelOf = (field: string) => config.fields.find((one) => one.key === field)?.labels[lang] ?? field
  return (config.lookups ?? []).flatMap((def): readonly CardLine[] => {
    const looked = lookups.find((one) => one.key === def.key)
    return looked ? [{ label: def.labels[lang], ...worded(looked, ticket, labelOf, lang) }] : []
  })
}

function worded(
  looked: LookedUp,
  ticket: CardFacts['ticket'],
  labelOf: (field: string) => string,
  lang: Lang,
): Pick<CardLine, 'value' | 'tone'> {
  const { lookup } = texts(lang)
  switch (looked.state) {
    case 'waiting':
      return { value: lookup.waiting, tone: 'plain' }
    case 'failed':
      return { value: lookup.failed[looked.why ?? 'unreachable'], tone: 'warn' }
    case 'absent':
      return { value: lookup.absent(looked.asked ?? ''), tone: 'bad' }
    case 'found': {
      const checked = check(ticket, looked)
      const parts = checked.map(({ field, found, said, agrees }) =>
        agrees ? (said === null ? lookup.adds : lookup.agrees)(labelOf(field), found) : lookup.differs(labelOf(field), found, said ?? ''),
      )
      // What contradicts comes first: a card is read from the left.
      const first = parts.filter((_, i) => checked[i]?.agrees === false)
      const rest = parts.filter((_, i) => checked[i]?.agrees !== false)
      return { value: [...first, ...rest].join(' · '), tone: first.length > 0 ? 'bad' : 'good' }
    }
  }
}
