/** What an agent can do with a reply that did not reach the customer. */
import type { HeldReply } from '../domain/ticket.ts'
import type { DeliveryState, ReplyView } from '../domain/view.ts'
import { by, type Command, type CommandCall, type CommandRefusal } from './command.ts'
import { heldNamed, undo } from './held-replies.ts'
import { checkedText, sendReply } from './reply.ts'
import { resolveAfter } from './resolve.ts'

/** Nothing more happens to these by itself. */
const STUCK: readonly DeliveryState[] = ['failed', 'in_doubt', 'held']
/** These did not reach the customer, and need not. */
const UNSENT: readonly DeliveryState[] = [...STUCK, 'queued']

function replyIn(states: readonly DeliveryState[], { draft, ticket }: CommandCall): ReplyView | null {
  const { reply } = draft.view
  // What the gate holds is not stuck: it is undone, rewritten or approved.
  if (ticket.held?.some((held) => held.message === reply?.message.id)) return null
  return reply && reply.ticket === ticket.id && states.includes(reply.state) ? reply : null
}

const refused: CommandRefusal = { code: 'REPLY_NOT_WAITING' }

/** `retry`: sends it again. In doubt it may then arrive twice, which the button says. */
export const retry: Command = {
  name: 'retry',
  run: (call) => {
    const reply = replyIn(STUCK, call)
    if (!reply) return refused
    call.draft.effects.push({ do: 'deliveries', message: reply.message.id, ids: reply.deliveries, to: 'queued' })
    return null
  },
}

/** `drop`: takes it away for good. What it is about is the reply's own state, so changes of the ticket do not outdate its card. */
export const drop: Command = {
  name: 'drop',
  run: (call) => {
    if (call.ticket.held?.some(({ message }) => message === call.draft.view.reply?.message.id)) return undo.run(call)
    const reply = replyIn(UNSENT, call)
    if (!reply) return refused
    call.draft.effects.push({ do: 'deliveries', message: reply.message.id, ids: reply.deliveries, to: 'cancelled' })
    return null
  },
}

/** `edit <text>`: drops it and sends the new words instead, which pass the gate anew. */
export const edit: Command = {
  name: 'edit',
  run: (call) => {
    const text = (call.args['text'] ?? '').trim()
    const held = heldNamed(call, (each) => each.author === call.actor.id)
    if (!('code' in held)) return rewrite(call, held, text)
    const reply = replyIn(UNSENT, call)
    if (!reply) return refused
    const refusal = checkedText(text)
    if (refusal) return refusal
    call.draft.effects.push({ do: 'deliveries', message: reply.message.id, ids: reply.deliveries, to: 'cancelled' })
    return sendReply(call, text)
  },
}

function rewrite(call: CommandCall, held: HeldReply, text: string): CommandRefusal | null {
  const refusal = checkedText(text)
  if (refusal) return refusal
  call.draft.withdraw(call.ticket.id, held, 'rewritten', by(call.actor))
  const ticket = call.draft.ticket(call.ticket.id) ?? call.ticket
  const refused = sendReply(
    { ...call, ticket, args: { ...call.args, wait: String(held.waiting), resolve: String(held.resolves ?? false) } },
    text,
  )
  const sent = call.draft.ticket(call.ticket.id)?.held?.at(-1)?.resolves !== true
  if (!refused && sent) resolveAfter(call.draft, call.ticket.id, held)
  return refused
}
