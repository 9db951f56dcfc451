/** What the desk does when a time has come. */
import { settle } from '../ask.ts'
import { resolveAfter } from '../commands/resolve.ts'
import { tellWatchers } from '../commands/tell.ts'
import type { Decision } from '../domain/effect.ts'
import type { PromiseKind } from '../domain/promise.ts'
import { isActive, type Ticket, ticketNumber } from '../domain/ticket.ts'
import type { Timer } from '../domain/view.ts'
import type { Draft } from '../draft.ts'
import { nudge, planNudge, remind } from '../nudge.ts'
import { openNextQuestion } from '../questions.ts'

export function decideTimer(draft: Draft, timer: Timer, ticket: Ticket): Decision {
  switch (timer.kind) {
    case 'promise':
      return breakPromise(draft, timer.subject as PromiseKind, ticket)
    case 'close':
      if (ticket.state === 'resolved') draft.change(ticket.id, { type: 'closed', why: { code: 'reopen-days-over' } })
      return draft.decision('closed')
    case 'wake':
      if (ticket.state === 'snoozed') draft.change(ticket.id, { type: 'woken' })
      return draft.decision('woken')
    case 'reply': {
      const held = ticket.held?.find((each) => each.message === timer.subject)
      if (!held || held.until === null) return draft.decision('reply waits no longer')
      draft.release(ticket.id, held, 'time')
      planNudge(draft, draft.ticket(ticket.id) ?? ticket)
      resolveAfter(draft, ticket.id, held)
      return draft.decision('reply has waited')
    }
    case 'follow-up':
      return remind(draft, ticket)
    case 'nudge':
      return nudge(draft, ticket)
    case 'question': {
      const question = draft.view.questions.find((q) => q.id === timer.subject && (q.state === 'open' || q.state === 'queued'))
      if (!question) return draft.decision('question was over')
      settle(draft, question, 'ended')
      openNextQuestion(draft)
      return draft.decision('question ended')
    }
  }
}

function breakPromise(draft: Draft, kind: PromiseKind, ticket: Ticket): Decision {
  const promise = ticket.promises.find((p) => p.kind === kind)
  if (!isActive(ticket.state) || promise?.state !== 'running' || promise.due > draft.view.now) return draft.decision('promise does not run')
  draft.change(ticket.id, { type: 'promise-broken', kind })
  const { team } = draft.managerWords
  const teamName = draft.view.config.config.teams.find((t) => t.key === ticket.team)?.labels[draft.view.config.config.lang] ?? ticket.team
  const owner = draft.view.agents.find((a) => a.id === ticket.owner)?.name ?? ''
  draft.pingManagers(
    team.promiseBroken(ticketNumber(ticket.number), team.promise[kind], ticket.title.value ?? '', teamName, owner),
    ticket.id,
  )
  const here = draft.teamWords(ticket).team
  draft.thread(ticket.id, here.promiseBrokenHere(here.promise[kind]))
  tellWatchers(draft, ticket, (words) => `${ticketNumber(ticket.number)}: ${words.team.promiseBrokenHere(words.team.promise[kind])}`)
  return draft.decision(`broke ${kind}`)
}
