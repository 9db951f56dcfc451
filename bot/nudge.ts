/** A ticket that waits for its customer: reminded once, then resolved without an answer. The numbers stand in desk.yaml; without them nobody is reminded. */
import { handBackSpeaker } from './commands/release.ts'
import { tellWatchers } from './commands/tell.ts'
import type { Decision } from './domain/effect.ts'
import { type Ticket, ticketNumber } from './domain/ticket.ts'
import type { Draft } from './draft.ts'
import { endQuestions } from './questions.ts'

const HOUR = 60 * 60 * 1000

/** After a reply to a customer who is waited for; each further reply begins the time anew. The customer's answer ends it (the fold does). */
export function planNudge(draft: Draft, ticket: Ticket): void {
  const { nudge } = draft.view.config.config
  if (!nudge || ticket.state !== 'waiting') return
  draft.change(ticket.id, {
    type: 'nudge-set',
    at: draft.view.now + Math.round(nudge.afterHours * HOUR),
    closeAfter: Math.round(nudge.closeAfterHours * HOUR),
  })
}

/** The time has come: once to remind, once more to resolve. */
export function nudge(draft: Draft, ticket: Ticket): Decision {
  const { nudge: planned } = ticket
  if (ticket.state !== 'waiting' || !planned || planned.at > draft.view.now) return draft.decision('nobody is waited for')
  const number = ticketNumber(ticket.number)
  const { customer } = draft.words.work
  const { team } = draft.teamWords(ticket).work
  if (!planned.sent) {
    draft.change(ticket.id, { type: 'nudged' })
    draft.say('notice', customer.nudge(number), { ticket: ticket.id, guarded: true })
    draft.thread(ticket.id, team.nudged)
    return draft.decision('reminded the customer')
  }
  const done = draft.change(ticket.id, { type: 'resolved', note: null, why: { code: 'no-answer' } })
  endQuestions(draft, done, ['field', 'choose', 'solved'])
  draft.say('result', customer.noAnswer(number, draft.view.config.config.reopenDays), { ticket: ticket.id })
  draft.thread(ticket.id, team.noAnswer)
  tellWatchers(draft, done, ({ work }) => `${number}: ${work.team.noAnswer}`)
  handBackSpeaker(draft, ticket)
  return draft.decision('resolved without an answer')
}

/** Calls the agent who wanted to be reminded into the thread. */
export function remind(draft: Draft, ticket: Ticket): Decision {
  const { followUp } = ticket
  if (!followUp || followUp.at > draft.view.now) return draft.decision('no reminder is due')
  draft.change(ticket.id, { type: 'follow-up-due' })
  const text = draft.agentWords(followUp.agent, ticket).work.team.reminder(ticketNumber(ticket.number), followUp.note?.value ?? '')
  draft.thread(ticket.id, text, { mention: [followUp.agent] })
  return draft.decision('reminded an agent')
}
