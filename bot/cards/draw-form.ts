/** Words the form of an action at the moment it is pressed: from what holds now, in the presser's language. */
import type { Labels, Lang } from '../domain/lang.ts'
import { fillMacro } from '../domain/macro-text.ts'
import type { Ticket } from '../domain/ticket.ts'
import type { CardFacts } from '../ports/stores.ts'
import { texts } from '../texts/index.ts'
import type { CardForm, CardInput } from './card.ts'
import { drawCard } from './draw-card.ts'

/** Null when the card no longer offers the action. */
export function drawForm(facts: CardFacts, action: string, lang: Lang): CardForm | null {
  const found = drawCard(facts, lang).actions.find((each) => each.action === action)
  if (!found) return null
  const inputs = found.needs === 'asked' ? askedInputs(facts, action, lang) : (found.needs ?? [])
  return { label: found.label, inputs }
}

function askedInputs(facts: CardFacts, action: string, lang: Lang): readonly CardInput[] {
  if (action === 'fields') return fieldInputs(facts, lang)
  const macro = facts.config.config.macros?.find(({ key }) => action === `macro:${key}`)
  return macro?.reply
    ? [{ name: 'text', label: texts(lang).work.needs.macro, kind: 'text', value: macroWords(facts, macro.reply), preview: true }]
    : []
}

/** In the language of the ticket's customer. */
function macroWords({ ticket, customer, config: { config } }: CardFacts, reply: Labels): string {
  return fillMacro(reply[ticket.lang], { ticket, customer: customer ?? '', config, lang: ticket.lang })
}

/** The template of the category, and what else is known: each with its present value. */
function fieldInputs({ ticket, config: { config } }: CardFacts, lang: Lang): readonly CardInput[] {
  const { work } = texts(lang)
  const template = config.categories.find((c) => c.key === ticket.category)
  const required = template?.required ?? []
  const keys = [...new Set([...required, ...(template?.optional ?? []), ...ticket.fields.map((f) => f.name)])]
  return keys.flatMap((key): CardInput[] => {
    const def = config.fields.find((f) => f.key === key)
    if (!def) return []
    const value = presentValue(ticket, key)
    const label = required.includes(key) ? work.requiredField(def.labels[lang]) : def.labels[lang]
    const base = { name: key, label, optional: true, ...(value === undefined ? {} : { value }) }
    return def.choices
      ? [{ ...base, kind: 'choice', options: def.choices.map((c) => ({ key: c.key, label: c.labels[lang] })) }]
      : [{ ...base, kind: def.kind === 'text' || def.kind === 'address' ? 'text' : 'line', looks: def.kind }]
  })
}

function presentValue(ticket: Ticket, name: string): string | undefined {
  return ticket.fields.find((f) => f.name === name)?.value.value ?? undefined
}
