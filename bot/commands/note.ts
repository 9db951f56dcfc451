import { givenFiles } from '../domain/given-files.ts'
import type { Command } from './command.ts'

/** Talk in a thread: kept with the ticket, never readable by anything that speaks to customers. */
export const note: Command = {
  name: 'note',
  run: ({ draft, ticket, actor, event, args }) => {
    // Files of a note stay where they were said; what is kept is that they were.
    const files = givenFiles(event.value['files']).map((file) => `📎 ${file.name}`)
    const text = [args['text'] ?? '', ...files].filter(Boolean).join('\n')
    draft.effects.push({ do: 'note', ticket: ticket.id, author: actor.id, text, event: event.id })
    return null
  },
}
