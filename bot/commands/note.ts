import type { Command } from './command.ts'

/** Talk in a thread: kept with the ticket, never readable by anything that speaks to customers. */
export const note: Command = {
  name: 'note',
  run: ({ draft, ticket, actor, event, args }) => {
    draft.effects.push({ do: 'note', ticket: ticket.id, author: actor.id, text: args['text'] ?? '', event: event.id })
    return null
  },
}
