/** How a question begins and ends. One that is open was said, and at most one of a conversation is; the others wait. */
import type { Question } from './domain/conversation.ts'
import type { Draft } from './draft.ts'

/** Asks once for good: a question asked before is not asked again. Queued while another is open, or while the desk is silent. */
export function ask(draft: Draft, question: Omit<Question, 'id' | 'conversation' | 'state'>, say: () => void): void {
  const { view } = draft
  const conversation = view.conversation?.id
  const asked = view.questions.some((q) => q.ticket === question.ticket && q.kind === question.kind && q.about === question.about)
  if (!conversation || asked || !draft.reachable) return
  const open = !draft.questionOpen && !draft.isSilent
  if (!open && !draft.questionOpen) draft.unsaid.push(question.ticket)
  const id = draft.mint.id()
  draft.effects.push({
    do: 'ask',
    question: id,
    conversation,
    ticket: question.ticket,
    kind: question.kind,
    about: question.about,
    options: question.options,
    until: question.until,
    open,
  })
  draft.effects.push({ do: 'timer', ticket: question.ticket, kind: 'question', subject: id, due: question.until })
  if (!open) return
  draft.questionOpen = true
  say()
}

/** Questions of this conversation that wait to be asked, after all that was decided so far. */
export function queuedOf({ view, settled }: Draft): readonly Question[] {
  return view.questions.filter((q) => q.conversation === view.conversation?.id && q.state === 'queued' && !settled.has(q.id))
}

/** Opens a queued question now; while another is open, or the desk is silent, it goes on waiting. */
export function openQueued(draft: Draft, question: Question, until: number, say: () => void): void {
  if (draft.questionOpen || draft.isSilent) return
  draft.questionOpen = true
  draft.settled.add(question.id)
  draft.effects.push({ do: 'settle', question: question.id, state: 'open', until })
  draft.effects.push({ do: 'timer', ticket: question.ticket, kind: 'question', subject: question.id, due: until })
  say()
}

export function settle(draft: Draft, question: Question, state: 'answered' | 'ended'): void {
  draft.settled.add(question.id)
  draft.effects.push({ do: 'settle', question: question.id, state })
  draft.effects.push({ do: 'timer', ticket: question.ticket, kind: 'question', subject: question.id, due: null })
  if (question.state === 'open') draft.questionOpen = false
}
