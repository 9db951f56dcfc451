/** Opens a ticket of one matter: routes it, weighs it, promises, shows its card. */
import type { Matter } from '../domain/claim.ts'
import { OFFLINE, type Turn } from '../domain/conversation.ts'
import type { CategoryDef } from '../domain/desk-config.ts'
import { capUrgent, decidePriority } from '../domain/priority.ts'
import { promisesFor } from '../domain/promise-rules.ts'
import { route } from '../domain/routing.ts'
import type { Actor, Id, Priority, Reason, Ticket, TicketField } from '../domain/ticket.ts'
import type { Draft } from '../draft.ts'
import { tellLeads } from './heed-mood.ts'

export interface Opening {
  readonly turn: Turn
  readonly n: number
  readonly matter: Matter
  readonly linked?: string
}

/** Opens a ticket of one matter of a turn. */
export function openTicket(draft: Draft, { turn, n, matter, linked }: Opening): Ticket {
  return openMatter(draft, {
    conversation: turn.conversation,
    customer: turn.author,
    messages: turn.messages.map((m) => m.id),
    text: turn.messages.map((m) => m.text).join('\n'),
    matter,
    fields: fieldsOf(draft, matter),
    opener: { turn: turn.id, n },
    linked: linked ?? null,
  })
}

export interface MatterOpening {
  readonly conversation: Id
  readonly customer: Id
  /** Messages it is put with. */
  readonly messages: readonly Id[]
  /** The words rules of routing look at. */
  readonly text: string
  readonly matter: Matter
  readonly fields: readonly TicketField[]
  readonly opener: Ticket['opener']
  readonly linked: Id | null
  /** Who opens it; the desk where nobody does. */
  readonly by?: Actor
  /** Chosen by a person, against any rule. */
  readonly team?: string
  /** The team that gets it where no rule but the last fits. */
  readonly home?: string
  readonly priority?: { readonly priority: Priority; readonly why: Reason }
  /** No channel reaches the customer: a first response cannot be promised. */
  readonly offline?: boolean
}

/** The one way a ticket is opened, whoever does it. */
export function openMatter(draft: Draft, opening: MatterOpening): Ticket {
  const { matter, text, by, offline = false } = opening
  const { config } = draft.view.config
  const level = draft.levelOf(opening.customer)?.key ?? null
  const category = matter.category?.key ?? config.otherCategory
  const routed = route(
    {
      category,
      priority: matter.urgency ?? categoryOf(draft, category).priority,
      mood: matter.mood,
      lang: draft.lang,
      channel: offline ? OFFLINE : (draft.view.conversation?.room.channel ?? ''),
      level,
      text,
    },
    config,
  )
  const { priority, why } =
    opening.priority ??
    capUrgent(
      decidePriority(
        { category, mood: matter.mood, urgency: matter.urgency, rulePriority: routed.priority ?? null, rule: routed.rule, level },
        config,
      ),
      draft.ticketsOf(opening.customer),
      draft.view.now,
    )
  const byHand = opening.team ?? (routed.rule === config.routing.at(-1)?.name ? opening.home : undefined)
  const id = draft.mint.id()
  const title = draft.personal(matter.title)
  const ticket = draft.change(
    id,
    {
      type: 'opened',
      number: draft.mint.number(),
      conversation: opening.conversation,
      customer: opening.customer,
      lang: draft.lang,
      team: byHand ?? routed.team,
      rule: byHand === undefined ? routed.rule : '',
      title,
      summary: matter.summary === matter.title ? title : draft.personal(matter.summary),
      category,
      confidence: matter.category?.confidence ?? 0,
      priority,
      priorityWhy: why,
      mood: matter.mood,
      fields: opening.fields,
      promises: promisesFor({ category, priority, mood: matter.mood, level }, draft.view.now, config, offline ? ['resolution'] : undefined),
      opener: opening.opener,
      linked: opening.linked,
    },
    by,
  )
  if (opening.messages.length > 0) draft.effects.push({ do: 'link', ticket: id, messages: opening.messages })
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
