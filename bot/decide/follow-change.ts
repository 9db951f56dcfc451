/**
 * What the desk does when words it has read are changed or taken back: an agent's in a thread, or a customer's.
 * Changed words are never a command: what is run was meant when it was said.
 */
import { drop, edit } from '../commands/replies.ts'
import { customerName } from '../customer-name.ts'
import type { Agent } from '../domain/conversation.ts'
import type { Decision } from '../domain/effect.ts'
import { agentCommand } from '../domain/grammar.ts'
import { meant } from '../domain/meant.ts'
import { may } from '../domain/roles.ts'
import { shorten } from '../domain/shorten.ts'
import type { Ticket } from '../domain/ticket.ts'
import type { DeskEvent, ReplyView } from '../domain/view.ts'
import type { Draft } from '../draft.ts'
import { texts } from '../texts/index.ts'

const QUOTED_MOST = 200

/** `event.value`: `of`, the event that was changed, and what it `was`; `customer` where a customer changed a message. */
export function followChange(draft: Draft, event: DeskEvent): Decision {
  const { ticket, reply } = draft.view
  const { actor } = event
  const of = event.value['of']
  if (!ticket) return draft.decision('nothing of a ticket was changed')
  if (event.value['customer'] === true) return tellTeam(draft, event, ticket)
  if (!actor || typeof of !== 'string' || !may(actor, 'note', ticket)) return draft.decision('not theirs to change')
  if (reply && reply.message.author === actor.id) return followReply(draft, event, ticket, actor, reply)
  draft.effects.push({ do: 'rewrite-note', event: of, text: event.what === 'edit' ? event.text : null, at: event.at })
  return draft.decision('note changed')
}

function tellTeam(draft: Draft, event: DeskEvent, ticket: Ticket): Decision {
  const { followed } = draft.teamWords(ticket)
  const name = customerName(draft, ticket)
  const was = shorten(String(event.value['was'] ?? ''), QUOTED_MOST)
  draft.thread(ticket.id, event.what === 'edit' ? followed.customerChanged(name, event.text) : followed.customerTookBack(name, was))
  return draft.decision('customer changed a message')
}

/** A reply that waits says the new words, or is not sent; what the customer may have is theirs. */
function followReply(draft: Draft, event: DeskEvent, ticket: Ticket, actor: Agent, reply: ReplyView): Decision {
  if (reply.state === 'cancelled') return draft.decision('reply was dropped already')
  const text = event.what === 'edit' ? wordsOf(event.text, String(event.value['was'] ?? '')) : null
  if (text === reply.message.text) return draft.decision('reply says that already')
  const call = { draft, ticket, actor, event, args: text === null ? {} : { text } }
  const before = draft.effects.length
  const refusal = text === null ? drop.run(call) : edit.run(call)
  if (!refusal) return draft.decision(text === null ? 'reply dropped' : 'reply rewritten')
  draft.effects.length = before
  if (event.room) {
    const { followed, errors } = texts(actor.lang)
    const sent = refusal.code === 'REPLY_NOT_WAITING'
    const words = sent ? followed.alreadySent : errors[refusal.code].detail(refusal.facts ?? {})
    draft.effects.push({ do: 'whisper', room: event.room, to: event.from, ticket: ticket.id, text: words })
  }
  return draft.decision(`reply stays: ${refusal.code}`)
}

/** The words to the customer in the changed text; null when it no longer says to send anything. */
function wordsOf(text: string, was: string): string | null {
  const now = meant({ text, direct: agentCommand(was)?.command !== 'reply' })
  return now.is === 'command' && now.command === 'reply' ? (now.args['text'] ?? null) : null
}
