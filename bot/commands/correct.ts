/** Corrections by a person: category, priority, fields. What was wrong becomes an example to learn from. */
import { fieldValue } from '../domain/field-value.ts'
import { fold } from '../domain/fold.ts'
import { PRIORITIES, type Priority, type TicketField } from '../domain/ticket.ts'
import { transition } from '../domain/transitions.ts'
import { by, type Command, type CommandCall, type CommandRefusal } from './command.ts'

export const category: Command = {
  name: 'category',
  run: ({ draft, ticket, actor, args }) => {
    // “The category is right”: chosen by a person as much as another one would be.
    const key = args['same'] ? ticket.category : (args['category'] ?? '').trim()
    if (!draft.view.config.config.categories.some((c) => c.key === key))
      return { code: 'CATEGORY_NOT_FOUND', facts: { category: key.slice(0, 60) } }
    const step = transition(ticket.state, 'category-set')
    if ('refused' in step) return { code: step.refused }
    draft.change(ticket.id, { type: 'category-set', category: key, confidence: 1 }, by(actor))
    if (ticket.summary.value)
      draft.effects.push({ do: 'example', ticket: ticket.id, text: ticket.summary.value, lang: ticket.lang, category: key })
    return null
  },
}

export const priority: Command = {
  name: 'priority',
  run: ({ draft, ticket, actor, args }) => {
    const wanted = (args['priority'] ?? '').trim().toUpperCase()
    if (!PRIORITIES.includes(wanted as Priority)) return { code: 'COMMAND_INCOMPLETE', facts: { needs: 'priority' } }
    const step = transition(ticket.state, 'priority-set')
    if ('refused' in step) return { code: step.refused }
    draft.change(
      ticket.id,
      { type: 'priority-set', priority: wanted as Priority, why: { code: 'agent', facts: { agent: actor.name } } },
      by(actor),
    )
    return null
  },
}

/** `field`: one value, named and given; typed as `name: value`, where the name is the field's key or its label in any language. */
export const field: Command = {
  name: 'field',
  run: (call) => {
    const typed = /^([^:：=＝]+)[:：=＝]([\s\S]*)$/.exec(call.args['given'] ?? '')
    const name = (typed?.[1] ?? call.args['name'] ?? '').trim()
    const labelled = typed
      ? call.draft.view.config.config.fields.find((f) => Object.values(f.labels).some((label) => fold(label) === fold(name)))
      : undefined
    return setFields(call, { [labelled?.key ?? name]: typed?.[2] ?? call.args['value'] ?? '' })
  },
}

/** `fields`: several values by the keys of their fields, set in one change. What stays as it was, or empty, is left alone. */
export const fields: Command = { name: 'fields', run: (call) => setFields(call, call.args) }

function setFields({ draft, ticket, actor }: CommandCall, given: Readonly<Record<string, string>>): CommandRefusal | null {
  const { config } = draft.view.config
  const step = transition(ticket.state, 'field-set')
  if ('refused' in step) return { code: step.refused }
  const fresh: TicketField[] = []
  let said = 0
  for (const [name, words] of Object.entries(given)) {
    const def = config.fields.find((f) => f.key === name)
    if (!def) return { code: 'FIELD_NOT_FOUND', facts: { field: name.slice(0, 60) } }
    if (words.trim() === '') continue
    said++
    if (ticket.fields.some((f) => f.name === name && f.value.value === words.trim())) continue
    const value = fieldValue(def, words)
    if (value === null) return { code: 'FIELD_WRONG', facts: { field: def.labels[actor.lang], value: words.trim().slice(0, 60) } }
    fresh.push({ name, value: draft.personal(value), words: null, evidence: null })
  }
  if (said === 0) return { code: 'COMMAND_INCOMPLETE', facts: { needs: 'value' } }
  if (fresh.length === 0) return { code: 'TICKET_UNCHANGED' }
  draft.change(ticket.id, { type: 'field-set', fields: fresh }, by(actor))
  return null
}
