/** A click, or a bare number, while a question is open: resolved through the question, without a model. */

import { settle } from '../ask.ts'
import { customerName } from '../customer-name.ts'
import type { Question, Turn } from '../domain/conversation.ts'
import type { Decision } from '../domain/effect.ts'
import { bareNumber } from '../domain/grammar.ts'
import { type Ticket, ticketNumber } from '../domain/ticket.ts'
import type { View } from '../domain/view.ts'
import type { Draft } from '../draft.ts'
import { openNextQuestion } from '../questions.ts'
import { NONE_OF_THEM } from './ask-which.ts'

/** A rating at or below this reaches the manager's room at once. */
const BAD_RATING = 2

/** Null when no open question takes the answer: then the words are read as any others. */
export function answerChoice(draft: Draft, turn: Turn): Decision | null {
  const answered = answerOf(draft.view, turn)
  const ticket = answered ? draft.ticket(answered.question.ticket) : null
  if (!answered || !ticket) return null
  const { question, key } = answered
  if (question.kind === 'rating') return rate(draft, turn, question, ticket, Number(key))
  if (question.kind === 'field' || (question.kind === 'choose' && key !== NONE_OF_THEM))
    return fillChoice(draft, turn, question, ticket, key)
  settle(draft, question, 'answered')
  if (question.kind === 'choose' && draft.deskSpeaks) draft.say('ack', draft.words.which.tellUs, { ticket: ticket.id })
  openNextQuestion(draft)
  return draft.decision(`answered ${question.kind}`)
}

/** Whether the open question takes the turn for an answer, so that no model need read it. */
export function answersQuestion(view: View, turn: Turn): boolean {
  return answerOf(view, turn) !== null
}

/** In a group the question may be about another person's ticket: only that person answers it. */
function answerOf(view: View, turn: Turn): { readonly question: Question; readonly key: string } | null {
  const question = view.questions.find((q) => q.conversation === turn.conversation && q.state === 'open')
  const message = turn.messages.at(-1)
  if (!question || !message || !view.tickets.some((t) => t.id === question.ticket)) return null
  const key = keyOf(question, message.choice, message.text)
  return key === null ? null : { question, key }
}

/** The option meant: the one clicked, or the number-th of the menu (a rating's number is its own key). */
function keyOf(question: Question, choice: string | null, text: string): string | null {
  if (choice !== null) return question.options.some((o) => o.key === choice) ? choice : null
  const number = bareNumber(text)
  if (number === null) return null
  if (question.kind === 'rating') return question.options.some((o) => o.key === String(number)) ? String(number) : null
  return question.options[number - 1]?.key ?? null
}

function rate(draft: Draft, turn: Turn, question: Question, ticket: Ticket, rating: number): Decision {
  draft.change(ticket.id, { type: 'rated', rating }, { kind: 'customer', id: turn.author })
  settle(draft, question, 'answered')
  const bad = rating <= BAD_RATING
  draft.say('rating', bad ? draft.words.customer.ratingSorry : draft.words.customer.ratingThanks, { ticket: ticket.id })
  const name = customerName(draft, ticket)
  draft.thread(ticket.id, draft.teamWords(ticket).team.rated(name, rating))
  if (bad) {
    const owner = draft.view.agents.find((a) => a.id === ticket.owner)?.name ?? ''
    draft.pingManagers(
      draft.managerWords.team.badRating(
        ticketNumber(ticket.number),
        name,
        rating,
        `${ticket.title.value ?? ''}\n${ticket.summary.value ?? ''}`,
        owner,
      ),
      ticket.id,
    )
  }
  openNextQuestion(draft)
  return draft.decision(`rated ${rating}`)
}

function fillChoice(draft: Draft, turn: Turn, question: Question, ticket: Ticket, key: string): Decision {
  const label = question.options.find((o) => o.key === key)?.label ?? key
  const message = turn.messages.at(-1)
  const evidence = message ? { message: message.id, start: 0, end: message.text.length } : null
  const field = { name: question.about, value: draft.personal(key), words: draft.personal(message?.text || label), evidence }
  draft.change(ticket.id, { type: 'field-set', fields: [field] }, { kind: 'customer', id: turn.author })
  settle(draft, question, 'answered')
  draft.effects.push({ do: 'link', ticket: ticket.id, messages: turn.messages.map((m) => m.id) })
  draft.thread(ticket.id, draft.teamWords(ticket).team.answered(label))
  if (draft.deskSpeaks) draft.say('ack', draft.words.customer.thanksForAnswer, { ticket: ticket.id })
  openNextQuestion(draft)
  return draft.decision(`answered ${question.about}`)
}
