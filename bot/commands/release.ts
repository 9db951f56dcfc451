import type { Ticket } from '../domain/ticket.ts'
import { transition } from '../domain/transitions.ts'
import type { Draft } from '../draft.ts'
import { by, type Command } from './command.ts'

/** `release`: the owner hands the ticket back to the queue, and the conversation to the desk. */
export const release: Command = {
  name: 'release',
  run: ({ draft, ticket, actor }) => {
    const step = transition(ticket.state, 'released')
    if ('refused' in step) return { code: step.refused }
    draft.change(ticket.id, { type: 'released' }, by(actor))
    draft.speak('desk')
    draft.thread(ticket.id, draft.teamWords(ticket).team.released(actor.name))
    return null
  },
}

/**
 * The ticket, as it was, leaves its owner's hands or ends: the desk speaks again once nobody works on another
 * matter of the conversation. While a person was asked for and none has come, any other open matter keeps it silent.
 */
export function handBackSpeaker(draft: Draft, ticket: Ticket): void {
  if (ticket.owner === null && draft.speaker !== 'nobody') return
  const others = draft.active.filter((t) => t.id !== ticket.id && t.conversation === ticket.conversation)
  if (others.some((t) => t.owner !== null) || (draft.speaker === 'nobody' && others.length > 0)) return
  draft.speak('desk')
}
