import { may } from '../domain/roles.ts'
import type { Command, CommandCall, CommandRefusal } from './command.ts'
import { drop } from './replies.ts'

/** `delete-reply`: a reply that waits is dropped; one the customer has is taken back where their channel can. */
export const recall: Command = {
  name: 'recall',
  run: (call) => (drop.run(call) === null ? null : takeBack(call)),
}

/** Takes away what the customer has of a reply; nothing of it where a part would stay. */
export function takeBack({ draft, ticket, actor }: CommandCall): CommandRefusal | null {
  const { reply } = draft.view
  if (!reply || reply.ticket !== ticket.id || reply.state === 'cancelled') return { code: 'REPLY_NOT_WAITING' }
  const { removable = [] } = reply
  if (removable.length === 0) return { code: 'REPLY_STAYS' }
  if (!may(actor, 'reply', ticket)) return { code: 'NOT_ALLOWED', facts: { command: 'recall' } }
  draft.effects.push({
    do: 'amend',
    message: reply.message.id,
    text: null,
    parts: removable.map((delivery) => ({ delivery, text: null })),
    speaker: actor.name,
    ticket: ticket.id,
  })
  draft.thread(ticket.id, draft.teamWords(ticket).followed.takenBack(actor.name))
  return null
}
