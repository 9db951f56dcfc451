import type { Ticket } from '../domain/ticket.ts'
import type { Draft } from '../draft.ts'
import type { CommandCall } from './command.ts'

/** Says something to who asked, alone, where they asked. */
export function tell({ draft, ticket, event }: Pick<CommandCall, 'draft' | 'ticket' | 'event'>, text: string): void {
  if (event.room) draft.effects.push({ do: 'whisper', room: event.room, to: event.from, ticket: ticket.id, text })
}

/** Calls those who watch the ticket into its thread; nothing where nobody does. */
export function tellWatchers(draft: Draft, ticket: Ticket, what: string): void {
  const { watchers = [] } = ticket
  if (watchers.length > 0) draft.thread(ticket.id, draft.teamWords(ticket).work.team.watched(what), { mention: watchers })
}
