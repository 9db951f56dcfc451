import type { Ticket } from '../domain/ticket.ts'
import type { Draft } from '../draft.ts'
import type { Texts } from '../texts/index.ts'
import type { CommandCall } from './command.ts'

/** Says something to who asked, alone, where they asked. */
export function tell({ draft, ticket, event }: Pick<CommandCall, 'draft' | 'ticket' | 'event'>, text: string): void {
  if (event.room) draft.effects.push({ do: 'whisper', room: event.room, to: event.from, ticket: ticket.id, text })
}

/** Calls those who watch the ticket into its thread, each in their own language; nothing where nobody does. */
export function tellWatchers(draft: Draft, ticket: Ticket, what: (words: Texts) => string): void {
  for (const [words, mention] of Map.groupBy(ticket.watchers ?? [], (agent) => draft.agentWords(agent, ticket)))
    draft.thread(ticket.id, words.work.team.watched(what(words)), { mention })
}
