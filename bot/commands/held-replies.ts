/** Replies that wait at the gate: taken back by the team, approved or declined by a second person, sent when their time has come. */
import type { HeldReply } from '../domain/ticket.ts'
import { planNudge } from '../nudge.ts'
import { by, type Command, type CommandCall, type CommandRefusal } from './command.ts'
import { resolveAfter } from './resolve.ts'

const notWaiting: CommandRefusal = { code: 'REPLY_NOT_WAITING' }

/** The held reply a button names; typed words mean the one that can be meant. */
export function heldNamed({ event, args, ticket }: CommandCall, means: (held: HeldReply) => boolean): HeldReply | CommandRefusal {
  const waiting = ticket.held ?? []
  const named = event.value['message'] ?? args['message']
  if (typeof named === 'string') return waiting.find((each) => each.message === named) ?? notWaiting
  return waiting.findLast(means) ?? notWaiting
}

/** `undo`: takes a waiting reply back before the customer has it. */
export const undo: Command = {
  name: 'undo',
  run: (call) => {
    const held = heldNamed(call, (each) => each.author === call.actor.id)
    if ('code' in held) return held
    call.draft.withdraw(call.ticket.id, held, 'undone', by(call.actor))
    call.draft.thread(call.ticket.id, call.draft.teamWords(call.ticket).gate.undone(call.actor.name))
    return null
  },
}

/** `approve`: a second person sends what the gate has stopped, as it stands. Never the author. */
export const approve: Command = {
  name: 'approve',
  run: (call) => {
    const held = secondLooksAt(call)
    if ('code' in held) return held
    call.draft.thread(call.ticket.id, call.draft.teamWords(call.ticket).gate.approved(call.actor.name))
    call.draft.release(call.ticket.id, held, 'approved', by(call.actor))
    planNudge(call.draft, call.draft.ticket(call.ticket.id) ?? call.ticket)
    resolveAfter(call.draft, call.ticket.id, held)
    return null
  },
}

/** `decline [why]`: a second person takes away what the gate has stopped. */
export const decline: Command = {
  name: 'decline',
  run: (call) => {
    const held = secondLooksAt(call)
    if ('code' in held) return held
    const why = (call.args['why'] ?? '').trim()
    call.draft.withdraw(call.ticket.id, held, 'declined', by(call.actor), why)
    call.draft.thread(call.ticket.id, call.draft.teamWords(call.ticket).gate.declined(call.actor.name, why))
    return null
  },
}

/** Typed without naming one, it must be clear which is meant: approving the wrong words cannot be undone. */
function secondLooksAt(call: CommandCall): HeldReply | CommandRefusal {
  const { actor, ticket, event, args } = call
  const red = (ticket.held ?? []).filter((each) => each.colour === 'red')
  const names = typeof (event.value['message'] ?? args['message']) === 'string'
  if (!names && red.length > 1) return { code: 'COMMAND_INCOMPLETE', facts: { needs: 'message' } }
  const held = heldNamed(call, (each) => each.colour === 'red')
  if ('code' in held) return held
  if (held.colour !== 'red') return notWaiting
  return held.author === actor.id ? { code: 'REPLY_NEEDS_ANOTHER' } : held
}
