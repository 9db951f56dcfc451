/**
 * What a person is answered at once, before anything is decided: the form a new ticket is made with, and what is wrong
 * in it. Pure, and a courtesy only: what the form says is checked again by the decision.
 */
import type { Form, FormField } from './cards/form.ts'
import { FIELD_INPUT, LONGEST_VALUE } from './commands/create.ts'
import type { DeskConfig } from './domain/desk-config.ts'
import { fieldValue } from './domain/field-value.ts'
import type { Lang } from './domain/lang.ts'
import { shorten } from './domain/shorten.ts'
import { templateOf } from './domain/template-of.ts'
import { PRIORITIES } from './domain/ticket.ts'
import { texts } from './texts/index.ts'

type Values = Readonly<Record<string, string>>

/** The form of a new ticket: the matter, whose it is, and the template of the chosen category. `values`: what was filled in so far. */
export function createForm(config: DeskConfig, lang: Lang, values: Values = {}): Form {
  const { create } = texts(lang)
  const field = (name: string, label: string, more: Partial<FormField> = {}): FormField => ({
    name,
    label,
    kind: 'line',
    optional: true,
    value: values[name] ?? '',
    options: [],
    redraws: false,
    ...more,
  })
  const labelled = (list: readonly { readonly key: string; readonly labels: DeskConfig['name'] }[]) =>
    list.map(({ key, labels }) => ({ key, label: labels[lang] }))
  const category = values['category'] ?? ''
  const required = config.categories.find((one) => one.key === category)?.required ?? []
  const template = templateOf(category || null, config).map(({ key, labels, kind, choices }) =>
    field(`${FIELD_INPUT}${key}`, required.includes(key) ? create.needed(labels[lang]) : labels[lang], {
      ...(kind === 'choice' ? { kind: 'choice', options: labelled(choices ?? []) } : {}),
    }),
  )
  return {
    title: create.form,
    send: create.send,
    fields: [
      field('text', create.text, { kind: 'text', optional: false }),
      field('customer', create.customer),
      field('category', create.category, { kind: 'choice', options: labelled(config.categories), redraws: true }),
      ...template,
      field('team', create.team, { kind: 'choice', options: labelled(config.teams) }),
      field('priority', create.priority, { kind: 'choice', options: PRIORITIES.map((key) => ({ key, label: key })) }),
    ],
  }
}

/** What is wrong in a filled form, by the name of the field; empty where it can be sent. */
export function formErrors(config: DeskConfig, lang: Lang, values: Values): Values {
  const { create, errors } = texts(lang)
  const found: Record<string, string> = {}
  if ((values['text'] ?? '').trim() === '') found['text'] = create.empty
  for (const [name, words] of Object.entries(values)) {
    if (!name.startsWith(FIELD_INPUT) || words.trim() === '') continue
    const field = config.fields.find((one) => one.key === name.slice(FIELD_INPUT.length))
    if (!field) found[name] = errors.FIELD_NOT_FOUND.detail({ field: name.slice(FIELD_INPUT.length, 60) })
    else if (fieldValue(field, shorten(words, LONGEST_VALUE)) === null)
      found[name] = errors.FIELD_WRONG.detail({ field: field.labels[lang], value: words.trim().slice(0, 60) })
  }
  return found
}
