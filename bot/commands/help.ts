import { texts } from '../texts/index.ts'
import type { Command } from './command.ts'

/** `help`: what can be done here, for the asker's eyes only. */
export const help: Command = {
  name: 'help',
  run: ({ draft, ticket, actor, event }) => {
    if (event.room)
      draft.effects.push({ do: 'whisper', room: event.room, to: event.from, ticket: ticket.id, text: texts(actor.lang).team.help })
    return null
  },
}
