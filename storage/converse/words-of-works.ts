/** The private words of a batch: those a decision must know of, and those it has heard. */
import type { ConfigVersion } from '../../bot/domain/desk-config.ts'
import { nameToken } from '../../bot/domain/private-tokens.ts'
import type { Ticket } from '../../bot/domain/ticket.ts'
import type { DeskEvent, View } from '../../bot/domain/view.ts'
import type { LineWork } from '../../bot/ports/stores.ts'
import { type OwnedWord, wordsOfFields, wordsSaid } from '../private-words.ts'

/** A reply is typed in a thread, or in a button's form. */
export function typedIn({ text, value }: DeskEvent): readonly string[] {
  const input = value['input']
  const fields = typeof input === 'object' && input !== null ? Object.values(input).filter((each) => typeof each === 'string') : []
  return [text, ...fields].filter((each) => each !== '')
}

/** Whose private words a decision has heard or written down. */
export function privateWordsOf(
  works: readonly LineWork[],
  views: readonly View[],
  tickets: readonly Ticket[],
  { config }: ConfigVersion,
): readonly OwnedWord[] {
  const said = works.flatMap(({ item }, i) => {
    if (item.is !== 'turn') return []
    const { author, messages } = item.turn
    const customer = views[i]?.customer ?? null
    const name = customer?.id === author ? nameToken(customer.name) : null
    return [
      ...messages.flatMap(({ text }) => wordsSaid(author, text)),
      ...(name ? [{ customer: author, kind: name.kind, key: name.key }] : []),
    ]
  })
  const kinds = new Map(config.fields.map((field) => [field.key, field.kind]))
  return [...said, ...tickets.flatMap((ticket) => wordsOfFields(ticket, (field) => kinds.get(field)))]
}
