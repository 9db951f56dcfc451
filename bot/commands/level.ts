/**
 * `level <key>`: what the ticket's customer is to the shop, for every ticket to come; `level none` takes it away. The
 * ticket at hand moves up to the level's priority and never down: what has been promised stays promised.
 */
import { levelNamed } from '../domain/level.ts'
import { isHigher } from '../domain/priority.ts'
import { transition } from '../domain/transitions.ts'
import { by, type Command } from './command.ts'

export const level: Command = {
  name: 'level',
  run: ({ draft, ticket, actor, args }) => {
    const said = (args['level'] ?? '').trim()
    const named = levelNamed(said, draft.view.config.config)
    if (named === undefined) return { code: 'LEVEL_NOT_FOUND', facts: { level: said.slice(0, 60) } }
    if (draft.levelOf(ticket.customer) === named) return null
    draft.effects.push({ do: 'level', customer: ticket.customer, level: named?.key ?? null })
    draft.change(ticket.id, { type: 'levelled', level: named?.key ?? null }, by(actor))
    const priority = named?.priority
    if (!priority || !isHigher(priority, ticket.priority) || 'refused' in transition(ticket.state, 'priority-set')) return null
    draft.change(ticket.id, { type: 'priority-set', priority, why: { code: 'level', facts: { priority, level: named.key } } }, by(actor))
    return null
  },
}
