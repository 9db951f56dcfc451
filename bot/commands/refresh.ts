import { lookupsFor } from '../domain/lookup.ts'
import { isActive } from '../domain/ticket.ts'
import type { Command } from './command.ts'

/** `refresh`: asks the other systems about the ticket's fields again; their answers come onto the card. */
export const refresh: Command = {
  name: 'refresh',
  run: ({ draft, ticket }) => {
    if (!isActive(ticket.state)) return { code: 'TICKET_ENDED' }
    const lookups = draft.view.config.config.lookups ?? []
    const keys = lookupsFor(ticket, lookups)
    if (keys.length === 0) return { code: 'COMMAND_INCOMPLETE', facts: { needs: lookups[0]?.field ?? 'lookups' } }
    for (const key of keys) draft.effects.push({ do: 'lookup', ticket: ticket.id, key })
    return null
  },
}
