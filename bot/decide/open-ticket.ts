/** Opens a ticket of one matter: routes it, weighs it, promises, shows its card. */
import type { Matter } from '../domain/claim.ts'
import type { Turn } from '../domain/conversation.ts'
import type { CategoryDef } from '../domain/desk-config.ts'
import { decidePriority } from '../domain/priority.ts'
import { promisesFor } from '../domain/promise-rules.ts'
import { route } from '../domain/routing.ts'
import type { Ticket, TicketField } from '../domain/ticket.ts'
import type { Draft } from '../draft.ts'
import { tellLeads } from './heed-mood.ts'

export interface Opening {
  readonly turn: Turn
  readonly n: number
  readonly matter: Matter
  readonly linked?: string
}

export function openTicket(draft: Draft, { turn, n, matter, linked }: Opening): Ticket {
  const { config } = draft.view.config
  const category = matter.category?.key ?? config.otherCategory
  const text = turn.messages.map((m) => m.text).join('\n')
  const routed = route(
    {
      category,
      priority: matter.urgency ?? categoryOf(draft, category).priority,
      mood: matter.mood,
      lang: draft.lang,
      channel: draft.view.conversation?.room.channel ?? '',
      text,
    },
    config,
  )
  const { priority, why } = decidePriority(
    { category, mood: matter.mood, urgency: matter.urgency, rulePriority: routed.priority ?? null, rule: routed.rule },
    config,
  )
  const id = draft.mint.id()
  const title = draft.personal(matter.title)
  const ticket = draft.change(id, {
    type: 'opened',
    number: draft.mint.number(),
    conversation: turn.conversation,
    customer: turn.author,
    lang: draft.lang,
    team: routed.team,
    rule: routed.rule,
    title,
    summary: matter.summary === matter.title ? title : draft.personal(matter.summary),
    category,
    confidence: matter.category?.confidence ?? 0,
    priority,
    priorityWhy: why,
    mood: matter.mood,
    fields: fieldsOf(draft, matter),
    promises: promisesFor({ category, priority }, draft.view.now, config),
    opener: { turn: turn.id, n },
    linked: linked ?? null,
  })
  draft.effects.push({ do: 'link', ticket: id, messages: turn.messages.map((m) => m.id) })
  draft.showCard(ticket)
  if (matter.mood === 'angry') tellLeads(draft, ticket, matter.mood)
  return ticket
}

/** The fields a matter names, each with the words it rests on. */
export function fieldsOf(draft: Draft, matter: Matter): readonly TicketField[] {
  return matter.fields.map((f) => {
    const value = draft.personal(f.value)
    // Said exactly so: one fact serves both.
    return { name: f.name, value, words: f.words === f.value ? value : draft.personal(f.words), evidence: f.evidence }
  })
}

export function categoryOf(draft: Draft, key: string): CategoryDef {
  const { config } = draft.view.config
  const found =
    config.categories.find((c) => c.key === key) ?? config.categories.find((c) => c.key === config.otherCategory) ?? config.categories[0]
  if (!found) throw new Error('the config has no category')
  return found
}
