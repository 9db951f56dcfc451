import type { Command } from './command.ts'

/** `fetch`: tries again to get the files of the ticket that could not be fetched. With none of them nothing happens. */
export const fetchFiles: Command = {
  name: 'fetch',
  run: ({ draft, ticket }) => {
    draft.effects.push({ do: 'fetch', ticket: ticket.id })
    return null
  },
}
