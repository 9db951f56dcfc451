/** The words of a macro with what is known put in. */
import type { DeskConfig } from './desk-config.ts'
import type { Lang } from './lang.ts'
import { type Ticket, ticketNumber } from './ticket.ts'

const PLACE = /\{(number|customer|field\.([a-z][a-z0-9_]*))\}/g
const ANY_PLACE = /\{([^{}\s]{1,80})\}/g

export interface MacroFacts {
  readonly ticket: Ticket
  readonly customer: string
  readonly config: Pick<DeskConfig, 'fields'>
  readonly lang: Lang
}

/** A place nothing is known for stays as it is, for a person to fill. */
export function fillMacro(text: string, { ticket, customer, config, lang }: MacroFacts): string {
  return text.replace(PLACE, (place: string, name: string, field: string | undefined) => {
    if (name === 'number') return ticketNumber(ticket.number)
    if (name === 'customer') return customer || place
    const value = ticket.fields.find((f) => f.name === field)?.value.value
    const choices = config.fields.find((f) => f.key === field)?.choices
    return choices?.find((c) => c.key === value)?.labels[lang] ?? value ?? place
  })
}

/** The first place that is still open; null when there is none. */
export function openPlace(text: string): string | null {
  return [...text.matchAll(PLACE)][0]?.[0] ?? null
}

/** Places in the text that no macro knows. */
export function unknownPlaces(text: string, fields: readonly string[]): readonly string[] {
  return [...text.matchAll(ANY_PLACE)].flatMap(([place, name = '']) => {
    const known = name === 'number' || name === 'customer' || (name.startsWith('field.') && fields.includes(name.slice(6)))
    return known ? [] : [place]
  })
}
