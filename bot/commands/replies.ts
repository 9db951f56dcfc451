/** What an agent can do with a reply that did not reach the customer. */
import type { ReplyView } from '../domain/view.ts'
import type { Command, CommandCall, CommandRefusal } from './command.ts'
import { sendReply } from './reply.ts'

function unsent({ draft, ticket }: CommandCall): ReplyView | null {
  const { reply } = draft.view
  const stuck = reply && (reply.state === 'failed' || reply.state === 'in_doubt' || reply.state === 'held')
  return reply && reply.ticket === ticket.id && stuck ? reply : null
}

const refused: CommandRefusal = { code: 'REPLY_NOT_WAITING' }

/** `retry`: sends it again. In doubt it may then arrive twice, which the button says. */
export const retry: Command = {
  name: 'retry',
  run: (call) => {
    const reply = unsent(call)
    if (!reply) return refused
    call.draft.effects.push({ do: 'deliveries', message: reply.message.id, ids: reply.deliveries, to: 'queued' })
    return null
  },
}

/** `drop`: takes it away for good. What it is about is the reply's own state, so changes of the ticket do not outdate its card. */
export const drop: Command = {
  name: 'drop',
  run: (call) => {
    const reply = unsent(call)
    if (!reply) return refused
    call.draft.effects.push({ do: 'deliveries', message: reply.message.id, ids: reply.deliveries, to: 'cancelled' })
    return null
  },
}

/** `edit <text>`: drops it and sends the new words instead. */
export const edit: Command = {
  name: 'edit',
  run: (call) => {
    const reply = unsent(call)
    const text = (call.args['text'] ?? '').trim()
    if (!reply) return refused
    if (!text) return { code: 'COMMAND_INCOMPLETE', facts: { needs: 'text' } }
    call.draft.effects.push({ do: 'deliveries', message: reply.message.id, ids: reply.deliveries, to: 'cancelled' })
    return sendReply(call, text)
  },
}
