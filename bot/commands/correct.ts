/** Corrections by a person: category, priority, fields. What was wrong becomes an example to learn from. */
import { PRIORITIES, type Priority } from '../domain/ticket.ts'
import { transition } from '../domain/transitions.ts'
import { by, type Command } from './command.ts'

export const category: Command = {
  name: 'category',
  run: ({ draft, ticket, actor, args }) => {
    const key = (args['category'] ?? '').trim()
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

const LONGEST_VALUE = 500

export const field: Command = {
  name: 'field',
  run: ({ draft, ticket, actor, args }) => {
    const name = (args['name'] ?? '').trim()
    const value = (args['value'] ?? '').trim().slice(0, LONGEST_VALUE)
    if (!draft.view.config.config.fields.some((f) => f.key === name))
      return { code: 'FIELD_NOT_FOUND', facts: { field: name.slice(0, 60) } }
    if (!value) return { code: 'COMMAND_INCOMPLETE', facts: { needs: 'value' } }
    const step = transition(ticket.state, 'field-set')
    if ('refused' in step) return { code: step.refused }
    draft.change(ticket.id, { type: 'field-set', fields: [{ name, value: draft.personal(value), words: null, evidence: null }] }, by(actor))
    return null
  },
}
