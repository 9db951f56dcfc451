import type { Turn } from '../domain/conversation.ts'
import type { Draft } from '../draft.ts'

/** The team sees, once a ticket, that its customer was not answered for a while. Where there is no ticket there is nobody to tell. */
export function markSilence(draft: Draft, turn: Turn): void {
  for (const about of draft.unsaid) {
    const here = draft.active.filter((one) => one.conversation === turn.conversation)
    const ticket = here.find((one) => one.id === about) ?? here[0]
    if (ticket && !ticket.marks?.includes('silent')) draft.change(ticket.id, { type: 'marked', turn: turn.id, marks: ['silent'] })
  }
}
