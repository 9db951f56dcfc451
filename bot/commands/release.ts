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
    handBackSpeaker(draft)
    draft.thread(ticket.id, draft.teamWords(ticket).team.released(actor.name))
    return null
  },
}

/** The desk speaks again; what it had in mind before dies with the old epoch. */
export function handBackSpeaker(draft: Draft): void {
  const { conversation } = draft.view
  if (conversation && conversation.speaker !== 'desk') draft.effects.push({ do: 'speaker', conversation: conversation.id, speaker: 'desk' })
}
