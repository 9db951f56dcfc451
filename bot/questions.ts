/** What the desk asks the customer, and in which order: choose, field, solved, rating. */
import { ask, openQueued, queuedOf, settle } from './ask.ts'
import { isUpset } from './domain/calm.ts'
import type { QuestionKind, QuestionOption } from './domain/conversation.ts'
import type { FieldDef } from './domain/desk-config.ts'
import { isActive, type Ticket, ticketNumber } from './domain/ticket.ts'
import type { Draft } from './draft.ts'
import { missingFields } from './understanding/missing-fields.ts'

const DAY = 24 * 60 * 60 * 1000
const ORDER: readonly QuestionKind[] = ['choose', 'field', 'solved', 'rating']

/**
 * What the desk asks for of what a ticket misses: everything in one message; of who is upset the first thing alone,
 * because somebody who is told that a person looks should not be handed a form. The rest stands on the card.
 */
function wantedFields(draft: Draft, ticket: Ticket): readonly FieldDef[] {
  const { config } = draft.view.config
  const missing = missingFields(ticket.category, ticket.fields, config)
  return isUpset(ticket, config) ? missing.slice(0, 1) : missing
}

/** Asks for what is missing of a ticket in one message; nothing while someone else speaks. */
export function askForMissing(draft: Draft, ticket: Ticket): void {
  if (!draft.deskSpeaks) return
  const missing = wantedFields(draft, ticket)
  if (missing.length === 0) return
  const about = missing.map((f) => f.key).join(',')
  const options = optionsOf(missing, draft)
  const asked = draft.view.questions.some((q) => q.ticket === ticket.id && q.kind === 'field')
  if (asked) return
  ask(draft, { ticket: ticket.id, kind: 'field', about, options, until: draft.view.now + DAY }, () =>
    sayFieldQuestion(draft, ticket, missing, options),
  )
}

/** Asks at once: a field the customer has not told yet holds no rating back; that it is missing stands on its card. */
export function askForRating(draft: Draft, ticket: Ticket): void {
  const untold = draft.view.questions.find(
    (q) => q.conversation === draft.view.conversation?.id && q.kind === 'field' && q.state === 'open',
  )
  if (untold) settle(draft, untold, 'ended')
  const about = `rating-${ticket.reopens}`
  const options = [1, 2, 3, 4, 5].map((n) => ({ key: String(n), label: draft.words.customer.ratingOption(n) }))
  ask(draft, { ticket: ticket.id, kind: 'rating', about, options, until: draft.view.now + draft.view.config.config.reopenDays * DAY }, () =>
    sayRating(draft, ticket, options),
  )
}

/** Where no question is open, or one has ended: the next one that waits, if what it asks is still wanted. */
export function openNextQuestion(draft: Draft): void {
  const ordered = queuedOf(draft).toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind))
  for (const question of ordered) {
    const ticket = draft.ticket(question.ticket)
    if (!ticket) continue
    if (question.kind === 'field') {
      const missing = wantedFields(draft, ticket)
      if (!isActive(ticket.state) || missing.length === 0) {
        settle(draft, question, 'ended')
        continue
      }
      if (!draft.deskSpeaks) continue
      openQueued(draft, question, draft.view.now + DAY, () => sayFieldQuestion(draft, ticket, missing, question.options))
      return
    }
    if (question.kind === 'choose') {
      if (!isVague(draft, ticket)) {
        settle(draft, question, 'ended')
        continue
      }
      if (!draft.deskSpeaks) continue
      openQueued(draft, question, draft.view.now + DAY, () => sayWhich(draft, ticket, question.options))
      return
    }
    if (question.kind === 'rating') {
      openQueued(draft, question, draft.view.now + draft.view.config.config.reopenDays * DAY, () =>
        sayRating(draft, ticket, question.options),
      )
      return
    }
  }
}

/** Ends every live question of a ticket of the kinds. */
export function endQuestions(draft: Draft, ticket: Ticket, kinds: readonly QuestionKind[]): void {
  const live = draft.view.questions.filter(
    (q) => q.ticket === ticket.id && kinds.includes(q.kind) && (q.state === 'open' || q.state === 'queued'),
  )
  for (const question of live) settle(draft, question, 'ended')
  if (live.length > 0) openNextQuestion(draft)
}

/** Whether it is still open which of their things a customer means, and they are not upset. */
function isVague(draft: Draft, ticket: Ticket): boolean {
  const { config } = draft.view.config
  return isActive(ticket.state) && ticket.category === config.otherCategory && ticket.fields.length === 0 && !isUpset(ticket, config)
}

function optionsOf(missing: readonly FieldDef[], draft: Draft): readonly QuestionOption[] {
  const only = missing.length === 1 ? missing[0] : undefined
  return (only?.choices ?? []).map((choice) => ({ key: choice.key, label: choice.labels[draft.lang] }))
}

function sayFieldQuestion(draft: Draft, ticket: Ticket, missing: readonly FieldDef[], options: readonly QuestionOption[]): void {
  const number = ticketNumber(ticket.number)
  const { customer } = draft.words
  const labels = missing.map((f) =>
    f.choices && missing.length > 1
      ? `${f.labels[draft.lang]} (${f.choices.map((c) => c.labels[draft.lang]).join(' / ')})`
      : f.labels[draft.lang],
  )
  const only = missing[0]
  const text =
    options.length > 0 && only
      ? customer.askChoice(number, only.labels[draft.lang])
      : customer.askFields(number, labels.join(draft.lang === 'en' ? ', ' : '、'))
  draft.say('question', text, { ticket: ticket.id, guarded: true, ...(options.length > 0 ? { options } : {}) })
}

/** Which one is meant; see decide/ask-which.ts. */
export function sayWhich(draft: Draft, ticket: Ticket, options: readonly QuestionOption[]): void {
  draft.say('question', draft.words.which.ask(ticketNumber(ticket.number)), { ticket: ticket.id, guarded: true, options })
}

function sayRating(draft: Draft, ticket: Ticket, options: readonly QuestionOption[]): void {
  draft.say('rating', draft.words.customer.askRating(ticketNumber(ticket.number)), { ticket: ticket.id, options })
}
