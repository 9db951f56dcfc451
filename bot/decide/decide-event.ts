/** What the desk does about something a person in a team room did, or a platform told. */

import type { CommandRefusal } from '../commands/command.ts'
import { create } from '../commands/create.ts'
import { commandNamed } from '../commands/index.ts'
import type { Agent } from '../domain/conversation.ts'
import type { Decision } from '../domain/effect.ts'
import { may } from '../domain/roles.ts'
import { shorten } from '../domain/shorten.ts'
import { type Ticket, ticketNumber } from '../domain/ticket.ts'
import type { DeskEvent } from '../domain/view.ts'
import { type Wish, wishOf } from '../domain/wish.ts'
import type { Draft } from '../draft.ts'
import { texts } from '../texts/index.ts'
import { changeRefused, followChange } from './follow-change.ts'

export function decideEvent(draft: Draft, event: DeskEvent): Decision {
  const { ticket } = draft.view
  if (event.what === 'sent' || event.what === 'send-failed') return replyOutcome(draft, event, ticket)
  if (event.what === 'edit' || event.what === 'recall') return followChange(draft, event)
  if (event.what === 'file-failed') return fileFailed(draft, event, ticket)
  const wish = wishOf(draft.view, event)
  if (!wish) return draft.decision('nothing to do')
  if (wish.name === 'create') return makeTicket(draft, event, wish.args)
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

/** Whoever made it is told its number, alone; that it was there already is no refusal, because people press twice. */
function makeTicket(draft: Draft, event: DeskEvent, args: Readonly<Record<string, string>>): Decision {
  const made = create(draft, event, args)
  if ('code' in made) return refuse(draft, event, made)
  const { ticket, before } = made
  const number = ticketNumber(ticket.number)
  const lang = event.actor?.lang ?? draft.view.config.config.lang
  const words = texts(lang).create
  if (event.room) {
    const team = draft.view.config.config.teams.find((t) => t.key === ticket.team)?.labels[lang] ?? ticket.team
    const text = before ? words.there(number, texts(lang).card.states[ticket.state]) : words.made(number, ticket.title.value ?? '', team)
    draft.effects.push({ do: 'whisper', room: event.room, to: event.from, ticket: ticket.id, text })
  }
  return draft.decision(before ? 'there already' : 'made a ticket', { code: 'done', facts: { number, made: before ? 0 : 1 } })
}

/** So long a form waits for what comes of it, ms; whoever waits for outcomes waits a little longer. */
const FORM_WAITS_MS = 3_000

/** Who was told in the moment of the press, or sits before the form that will say it, is not told once more. */
function isTold({ value, at }: DeskEvent, code: CommandRefusal['code'], now: number): boolean {
  return value['told'] === code || (value['waits'] === true && now - at < FORM_WAITS_MS)
}

/** Nothing of a refused event is applied; the person is told why, alone and once. */
function refuse(draft: Draft, event: DeskEvent, { code, facts = {} }: CommandRefusal): Decision {
  const lang = event.actor?.lang ?? draft.view.config.config.lang
  draft.effects.length = 0
  if (event.room && !isTold(event, code, draft.view.now))
    draft.effects.push({
      do: 'whisper',
      room: event.room,
      to: event.from,
      ticket: draft.view.ticket?.id ?? null,
      text: texts(lang).errors[code].detail(facts),
    })
  return draft.decision(`refused ${code}`, { code, facts })
}

/** A file of the ticket was given up: its words have long been here. */
function fileFailed(draft: Draft, event: DeskEvent, ticket: Ticket | null): Decision {
  if (!ticket) return draft.decision('ticket is gone')
  draft.thread(ticket.id, draft.teamWords(ticket).files.notFetched(shorten(String(event.value['name'] ?? ''), 80)))
  return draft.decision('file not fetched')
}

/** First response is kept by the first agent's reply that was sent. */
function replyOutcome(draft: Draft, event: DeskEvent, ticket: Ticket | null): Decision {
  if (!ticket) return draft.decision('ticket is gone')
  if (event.what === 'send-failed' && event.value['change'] && event.room === null) return changeRefused(draft, event, ticket)
  if (event.what === 'send-failed') {
    draft.thread(ticket.id, draft.teamWords(ticket).team.replyFailed)
    return draft.decision('reply failed')
  }
  const waiting = ticket.promises.find((p) => p.kind === 'first-response')
  if (waiting?.state === 'running' || waiting?.state === 'paused') draft.change(ticket.id, { type: 'promise-kept', kind: 'first-response' })
  return draft.decision('reply sent')
}
