/** What the desk does about something a person in a team room did, or a platform told. */

import type { CommandRefusal } from '../commands/command.ts'
import { commandNamed } from '../commands/index.ts'
import type { Agent } from '../domain/conversation.ts'
import type { Decision } from '../domain/effect.ts'
import { meant } from '../domain/meant.ts'
import { reactionCommand } from '../domain/reactions.ts'
import { may } from '../domain/roles.ts'
import { isActive, type Ticket } from '../domain/ticket.ts'
import type { DeskEvent, View } from '../domain/view.ts'
import type { Draft } from '../draft.ts'
import { texts } from '../texts/index.ts'
import { followChange } from './follow-change.ts'

export function decideEvent(draft: Draft, event: DeskEvent): Decision {
  const { ticket } = draft.view
  if (event.what === 'sent' || event.what === 'send-failed') return replyOutcome(draft, event, ticket)
  if (event.what === 'edit' || event.what === 'recall') return followChange(draft, event)
  const wish = wishOf(draft, event)
  if (!wish) return draft.decision('nothing to do')
  if (!ticket && wish.name === 'help' && event.actor) return tellHelp(draft, event, event.actor)
  if (!ticket && event.what === 'reaction') return draft.decision('a reaction to something else')
  if (!ticket) return wish.name === 'note' ? draft.decision('talk outside a thread') : refuse(draft, event, { code: 'TICKET_NOT_FOUND' })
  const named = commandNamed(wish.name)
  if (!named) return refuse(draft, event, { code: 'COMMAND_UNKNOWN', facts: { command: wish.name.slice(0, 40) } })
  const { actor } = event
  if (!actor || !(may(actor, named.command.name, ticket) || isOwnReply(event, ticket, wish)))
    return refuse(draft, event, { code: 'NOT_ALLOWED', facts: { command: named.command.name } })
  const shown = Number(event.value['version'])
  if (named.command.destructive && Number.isFinite(shown) && shown < ticket.seq) return refuse(draft, event, { code: 'CARD_OUTDATED' })
  const refusal = named.command.run({ draft, ticket, actor, event, args: { ...wish.args, ...named.args } })
  if (refusal) return refuse(draft, event, refusal)
  if (wish.hint && event.room)
    draft.effects.push({ do: 'whisper', room: event.room, to: event.from, ticket: ticket.id, text: texts(actor.lang).gate.kept[wish.hint] })
  return draft.decision(wish.name)
}

/** Who wrote a reply that waits may rewrite it, whoever has the ticket by now. */
function isOwnReply(event: DeskEvent, ticket: Ticket, { name, args }: Wish): boolean {
  if (name !== 'edit' && name !== 'drop') return false
  const own = (ticket.held ?? []).filter((held) => held.author === event.actor?.id)
  const named = event.value['message'] ?? args['message']
  return typeof named === 'string' ? own.some((held) => held.message === named) : own.length > 0
}

/** Help is asked for anywhere, not only in a ticket's thread. */
function tellHelp(draft: Draft, event: DeskEvent, actor: Agent): Decision {
  if (event.room) draft.effects.push({ do: 'whisper', room: event.room, to: event.from, ticket: null, text: texts(actor.lang).team.help })
  return draft.decision('help')
}

interface Wish {
  readonly name: string
  readonly args: Readonly<Record<string, string>>
  /** It was kept inside although it looked like a reply; why, for its writer. */
  readonly hint?: 'quote' | 'unsure'
}

/** A button and REST name their command; typed words may be one; anything else said is a note. */
function wishOf({ view }: Draft, event: DeskEvent): Wish | null {
  const named = event.value['action']
  if (typeof named === 'string') return { name: named, args: stringsOf(event.value['input']) }
  if (event.what === 'reaction') return reactionCommand(event.value)
  if (event.what !== 'message' && event.what !== 'command') return null
  const how = meant({ text: event.text, onPurpose: event.value['reply'] === true, direct: isDirect(view, event) })
  // “edit photos”, “decline the offer”: while no reply waits these can only be talk.
  const talks = how.is === 'command' && (how.command === 'edit' || how.command === 'decline') && !view.ticket?.held
  if (talks) return { name: 'note', args: { text: event.text } }
  if (how.is === 'command') return { name: how.command, args: how.args }
  return { name: 'note', args: { text: how.text }, ...(how.hint ? { hint: how.hint } : {}) }
}

/** In a team of direct mode the owner's talk about an open ticket goes to the customer. */
function isDirect({ ticket, config }: View, { actor }: DeskEvent): boolean {
  if (!ticket || !actor || ticket.owner !== actor.id || !isActive(ticket.state)) return false
  return config.config.teams.find((team) => team.key === ticket.team)?.replies === 'direct'
}

function stringsOf(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null) return {}
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
}

/** Nothing of a refused event is applied; the person is told why, alone. */
function refuse(draft: Draft, event: DeskEvent, { code, facts = {} }: CommandRefusal): Decision {
  const lang = event.actor?.lang ?? draft.view.config.config.lang
  draft.effects.length = 0
  if (event.room)
    draft.effects.push({
      do: 'whisper',
      room: event.room,
      to: event.from,
      ticket: draft.view.ticket?.id ?? null,
      text: texts(lang).errors[code].detail(facts),
    })
  return draft.decision(`refused ${code}`, { code, facts })
}

/** First response is kept by the first agent's reply that was sent. */
function replyOutcome(draft: Draft, event: DeskEvent, ticket: Ticket | null): Decision {
  if (!ticket) return draft.decision('ticket is gone')
  if (event.what === 'send-failed') {
    draft.thread(ticket.id, draft.teamWords(ticket).team.replyFailed)
    return draft.decision('reply failed')
  }
  const waiting = ticket.promises.find((p) => p.kind === 'first-response')
  if (waiting?.state === 'running' || waiting?.state === 'paused') draft.change(ticket.id, { type: 'promise-kept', kind: 'first-response' })
  return draft.decision('reply sent')
}
