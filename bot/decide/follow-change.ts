/**
 * What the desk does when words it has read are changed or taken back: an agent's in a thread, or a customer's.
 * Changed words are never a command: what is run was meant when it was said.
 */
import type { CommandCall, CommandRefusal } from '../commands/command.ts'
import { takeBack } from '../commands/recall.ts'
import { drop, edit } from '../commands/replies.ts'
import { checkedText, sendReply } from '../commands/reply.ts'
import { customerName } from '../customer-name.ts'
import type { Agent } from '../domain/conversation.ts'
import { cutText } from '../domain/cut-text.ts'
import type { Decision } from '../domain/effect.ts'
import { agentCommand } from '../domain/grammar.ts'
import { meant } from '../domain/meant.ts'
import { may } from '../domain/roles.ts'
import { shorten } from '../domain/shorten.ts'
import { isActive, type Ticket } from '../domain/ticket.ts'
import type { DeskEvent, ReplyView } from '../domain/view.ts'
import type { Draft } from '../draft.ts'
import { judgeReply } from '../judge-reply.ts'
import { texts } from '../texts/index.ts'

const QUOTED_MOST = 200
/** What is typed in front of words to the customer. */
const SAYS: ReadonlySet<string> = new Set(['reply', 'reply-wait'])

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

/** A reply that waits says the new words, or is not sent. What the customer may have is changed where it stands, or else corrected by another one; both pass the gate like any. */
function followReply(draft: Draft, event: DeskEvent, ticket: Ticket, actor: Agent, reply: ReplyView): Decision {
  if (reply.state === 'cancelled') return draft.decision('reply was dropped already')
  const text = event.what === 'edit' ? wordsOf(event.text, String(event.value['was'] ?? '')) : null
  if (text !== null && [text, draft.words.customer.corrected(text)].includes(reply.message.text))
    return draft.decision('reply says that already')
  const call = { draft, ticket, actor, event, args: text === null ? {} : { text } }
  const before = draft.effects.length
  const refusal = text === null ? drop.run(call) : edit.run(call)
  if (!refusal) return draft.decision(text === null ? 'reply dropped' : 'reply rewritten')
  draft.effects.length = before
  const sent = refusal.code === 'REPLY_NOT_WAITING'
  if (sent && text !== null && amend(call, reply, text)) return draft.decision('reply changed where it stands')
  if (sent && text === null && !takeBack(call)) return draft.decision('reply taken back')
  const why = sent && text !== null ? correct(call, text) : refusal
  if (!why) return draft.decision('reply corrected')
  if (event.room) {
    const { followed, errors } = texts(actor.lang)
    const words = why.code === 'REPLY_NOT_WAITING' ? followed.alreadySent : errors[why.code].detail(why.facts ?? {})
    draft.effects.push({ do: 'whisper', room: event.room, to: event.from, ticket: ticket.id, text: words })
  }
  if (sent) draft.thread(ticket.id, draft.teamWords(ticket).followed.stays(actor.name))
  return draft.decision(`reply stays: ${refusal.code}`)
}

/**
 * Puts the new words in the place of the old ones, where the customer's channel can: only words the gate lets go at
 * once, since what stands there cannot be held, and only when they are as many messages as before.
 */
function amend({ draft, ticket, actor }: CommandCall, reply: ReplyView, text: string): boolean {
  const parts = cutText(text, draft.view.limit)
  const { standing = [] } = reply
  if (standing.length === 0 || standing.length !== parts.length) return false
  if (!may(actor, 'reply', ticket) || !isActive(ticket.state) || checkedText(text)) return false
  if (judgeReply(draft.view, ticket, draft.tickets, text).colour !== 'green') return false
  draft.effects.push({
    do: 'amend',
    message: reply.message.id,
    text,
    parts: parts.map((part, i) => ({ delivery: standing[i] ?? '', text: part })),
    speaker: actor.name,
    ticket: ticket.id,
  })
  draft.thread(ticket.id, draft.teamWords(ticket).followed.amended(actor.name))
  return true
}

/**
 * The customer's channel would not change or take back what stands there (`event.value.change`): the new words, which
 * are the event's, are said as a correction; what should have gone stays, and the team knows.
 */
export function changeRefused(draft: Draft, event: DeskEvent, ticket: Ticket): Decision {
  const { reply, agents } = draft.view
  const actor = agents.find(({ id }) => id === reply?.message.author)
  const { followed } = draft.teamWords(ticket)
  const args = { wait: String(ticket.state === 'waiting') }
  if (actor && event.value['change'] === 'edit') {
    const before = draft.effects.length
    if (!sendReply({ draft, ticket, actor, event, args }, draft.words.customer.corrected(event.text))) {
      draft.thread(ticket.id, followed.correctedInstead(actor.name))
      return draft.decision('reply corrected, for it could not be changed')
    }
    draft.effects.length = before
  }
  draft.thread(ticket.id, followed.stays(actor?.name ?? draft.teamWords(ticket).card.nobody))
  return draft.decision('reply stays: refused')
}

/** Says the new words to the customer, who has the old ones. */
function correct(call: CommandCall, text: string): CommandRefusal | null {
  const { draft, ticket, actor } = call
  if (!may(actor, 'reply', ticket)) return { code: 'NOT_ALLOWED', facts: { command: 'reply' } }
  const words = draft.words.customer.corrected(text)
  const refused = checkedText(text) ?? sendReply({ ...call, args: { wait: String(ticket.state === 'waiting') } }, words)
  if (!refused) draft.thread(ticket.id, draft.teamWords(ticket).followed.corrected(actor.name))
  return refused
}

/** The words to the customer in the changed text; null when it no longer says to send anything. */
function wordsOf(text: string, was: string): string | null {
  const now = meant({ text, direct: !SAYS.has(agentCommand(was)?.command ?? '') })
  return now.is === 'command' && SAYS.has(now.command) ? (now.args['text'] ?? null) : null
}
