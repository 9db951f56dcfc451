/** What the desk does about a turn: opens, continues, reopens, answers. */
import { settle } from '../ask.ts'
import { customerName } from '../customer-name.ts'
import type { Matter, Understanding } from '../domain/claim.ts'
import type { Turn } from '../domain/conversation.ts'
import type { Decision } from '../domain/effect.ts'
import { bareNumber } from '../domain/grammar.ts'
import { CAUTIONS } from '../domain/mark.ts'
import { promisesAgain } from '../domain/promise-rules.ts'
import { isActive, type Mood, type Ticket, ticketNumber } from '../domain/ticket.ts'
import type { Draft } from '../draft.ts'
import { askForMissing, endQuestions, openNextQuestion } from '../questions.ts'
import { answerChoice } from './answer-choice.ts'
import { askWhich } from './ask-which.ts'
import { answerCustomerCommand, callHuman, tellProgress } from './customer-command.ts'
import { decideWarily } from './decide-warily.ts'
import { followLanguage } from './follow-language.ts'
import { heedMood } from './heed-mood.ts'
import { markSilence } from './mark-silence.ts'
import { categoryOf, fieldsOf, openTicket } from './open-ticket.ts'
import { showFiles } from './show-files.ts'
import { suggestSteps } from './suggest-steps.ts'
import { acknowledge, mirror, sayCalmly } from './tell-turn.ts'
import { unreadMatter } from './unread-matter.ts'

export function decideTurn(draft: Draft, turn: Turn, understanding: Understanding | null): Decision {
  const decision = answerTurn(draft, turn, understanding)
  markSilence(draft, turn)
  return decision
}

function answerTurn(draft: Draft, turn: Turn, understanding: Understanding | null): Decision {
  followLanguage(draft, turn)
  if (turn.kind === 'command') return answerCustomerCommand(draft, turn)
  if (turn.kind === 'choice') {
    const answered = answerChoice(draft, turn)
    if (answered) return answered
  }
  draft.model = understanding?.model ?? ''
  if (understanding?.marks?.some((mark) => CAUTIONS.has(mark))) {
    const { opened, touched, why } = decideWarily(draft, turn, understanding)
    markAll(draft, turn, understanding, [...opened.map((ticket) => ticket.id), ...touched])
    if (touched.size > 0) mirror(draft, turn, [...touched])
    if (opened.length > 0) acknowledge(draft, opened)
    return draft.decision(why)
  }
  const matters = isStrayNumber(turn, understanding) ? [] : (understanding?.matters ?? []).map((matter, n) => ({ matter, n }))
  const unread = turn.kind === 'words' && isUnread(understanding) && !isStrayNumber(turn, understanding) ? unreadMatter(turn) : null
  if (unread && draft.active.length === 0) matters.push({ matter: unread, n: 0 })
  const opened: Ticket[] = []
  const touched = new Set<string>()
  // A person is called last: for the problem told in the same breath, not for a ticket of its own.
  const ordered = matters.toSorted((a, b) => Number(a.matter.intent === 'human') - Number(b.matter.intent === 'human'))
  const whys = ordered.map(({ matter, n }) => decideMatter(draft, { turn, matter, n, opened, touched }))
  markAll(draft, turn, understanding, [...opened.map((ticket) => ticket.id), ...touched])
  if (touched.size > 0) mirror(draft, turn, [...touched])
  if (opened.length > 0) showFiles(draft, turn, opened)
  suggestSteps(draft, turn, [...opened.map((ticket) => ticket.id), ...touched])
  if (opened.length > 0) acknowledge(draft, opened)
  for (const { id } of opened) {
    const ticket = draft.ticket(id)
    if (ticket && !askWhich(draft, ticket)) askForMissing(draft, ticket)
  }
  if (matters.length === 0) keepWords(draft, turn, unread !== null)
  // What could not be asked when it was wanted is asked at the customer's next words.
  openNextQuestion(draft)
  return draft.decision(whys.join('; ') || 'nothing understood')
}

/** What the team should know about how these words were read, told once a ticket. */
function markAll(draft: Draft, turn: Turn, understanding: Understanding | null, tickets: readonly string[]): void {
  for (const id of tickets) {
    const known = draft.ticket(id)?.marks ?? []
    const marks = (understanding?.marks ?? []).filter((mark) => !known.includes(mark))
    if (marks.length > 0) draft.change(id, { type: 'marked', turn: turn.id, marks })
  }
}

/** A second press on a menu, or a number that came too late for its question: no matter, whatever a model makes of it. */
function isStrayNumber(turn: Turn, understanding: Understanding | null): boolean {
  const bare = turn.messages.every((m) => bareNumber(m.text) !== null && m.attachments.length === 0)
  return (
    bare &&
    (understanding?.matters ?? []).every((matter) => matter.category === null && matter.fields.length === 0 && matter.ticket === null)
  )
}

/** No model answered, or nothing of what it said stood in the words: that is no sign that nothing was wanted. */
function isUnread(understanding: Understanding | null): boolean {
  return understanding === null || (understanding.matters.length === 0 && understanding.dropped > 0)
}

interface MatterAt {
  readonly turn: Turn
  readonly matter: Matter
  readonly n: number
  readonly opened: Ticket[]
  /** Tickets that were there before and that this turn says more about. */
  readonly touched: Set<string>
}

function decideMatter(draft: Draft, at: MatterAt): string {
  const { matter } = at
  const named = draft.whereItWent(matter.ticket)
  switch (matter.intent) {
    case 'human':
      callHuman(draft, at.turn)
      return 'asks for a person'
    case 'progress':
      tellProgress(draft, named?.number ?? null)
      return 'asks how it stands'
    case 'thanks':
      if (draft.deskSpeaks) draft.say('answer', draft.words.customer.welcome, { guarded: true })
      else touchConcerned(draft, at)
      return 'thanks'
    case 'smalltalk':
      return smallTalk(draft, at)
    case 'chase':
      return chase(draft, at, named)
    case 'answer':
    case 'correction': {
      const ticket = named ?? askedTicket(draft) ?? draft.active[0]
      if (ticket && (isActive(ticket.state) || ticket.state === 'resolved')) return addFields(draft, at, ticket)
      // It belongs to nothing that is there: then what it tells is a matter, or talk.
      return matter.category || matter.fields.length > 0 ? problem(draft, at, null) : smallTalk(draft, at)
    }
    case 'unsolved':
    case 'problem':
      return problem(draft, at, named)
  }
}

/** A matter to be settled: more about an active ticket, a resolved one again, or a new one. */
function problem(draft: Draft, at: MatterAt, named: Ticket | null): string {
  const made = draft.view.made ? draft.ticket(draft.view.made) : null
  if (made && isActive(made.state)) return joinMade(draft, at, made)
  if (named && isActive(named.state)) return addFields(draft, at, named)
  const resolved = resolvedBefore(draft, at.matter, named)
  if (resolved) return reopen(draft, at, resolved)
  if (at.matter.intent === 'unsolved' && draft.active[0]) return addFields(draft, at, draft.active[0])
  const closed = draft.tickets.find((t) => t.state === 'closed' && t.category === at.matter.category?.key)
  at.opened.push(openTicket(draft, { turn: at.turn, n: at.n, matter: at.matter, ...(closed ? { linked: closed.id } : {}) }))
  return `opened ${at.n}`
}

/** A person was quicker and made a ticket of these words: what the desk understands of them belongs to it. */
function joinMade(draft: Draft, at: MatterAt, made: Ticket): string {
  const { category } = at.matter
  if (category && made.confidence === 0)
    draft.change(made.id, { type: 'category-set', category: category.key, confidence: category.confidence })
  setFields(draft, at, made)
  draft.effects.push({ do: 'link', ticket: made.id, messages: at.turn.messages.map((m) => m.id) })
  at.touched.add(made.id)
  askForMissing(draft, draft.ticket(made.id) ?? made)
  return `joined ${ticketNumber(made.number)}`
}

/**
 * The resolved ticket a matter takes up again: the one it names; else, for a complaint or “not solved”, the
 * newest; else one of the same category.
 */
function resolvedBefore(draft: Draft, matter: Matter, named: Ticket | null): Ticket | null {
  const resolved = draft.tickets.filter((t) => t.state === 'resolved')
  if (named?.state === 'resolved') return named
  if (matter.intent === 'unsolved') return resolved[0] ?? null
  const orderNo = matter.fields.find((f) => f.name === 'order_no')?.value
  const other = (t: Ticket) => orderNo !== undefined && t.fields.some((f) => f.name === 'order_no' && f.value.value !== orderNo)
  const sameMatter = resolved.filter((t) => !other(t))
  const complaint = matter.category ? categoryOf(draft, matter.category.key).complaint : false
  if (complaint) return sameMatter[0] ?? null
  return sameMatter.find((t) => t.category === matter.category?.key) ?? null
}

function reopen(draft: Draft, at: MatterAt, ticket: Ticket): string {
  const code = at.matter.intent === 'unsolved' ? 'unsolved' : 'complaint'
  const promises = promisesAgain(ticket, draft.view.now, draft.view.config.config)
  const open = draft.change(
    ticket.id,
    { type: 'reopened', turn: at.turn.id, why: { code }, promises },
    { kind: 'customer', id: at.turn.author },
  )
  draft.effects.push({ do: 'link', ticket: ticket.id, messages: at.turn.messages.map((m) => m.id) })
  draft.say('ack', draft.words.customer.reopened(ticketNumber(ticket.number)), { ticket: ticket.id })
  draft.thread(ticket.id, draft.teamWords(open).team.reopenedBy(customerName(draft, open)))
  if (open.owner && draft.deskSpeaks) draft.speak({ agent: open.owner })
  setFields(draft, at, ticket)
  if (at.matter.mood !== 'neutral') wrote(draft, at, open)
  endQuestions(draft, open, ['rating'])
  at.touched.add(ticket.id)
  return `reopened ${ticketNumber(ticket.number)}: ${code}`
}

/** The customer said more: a ticket that waited for that goes on. Answers whether what was said is new anger. */
function wrote(
  draft: Draft,
  { turn, matter }: Pick<MatterAt, 'turn'> & { readonly matter: { readonly mood: Mood } },
  ticket: Ticket,
): boolean {
  // Most messages tell no mood; one of those does not calm anybody down.
  const mood = matter.mood === 'neutral' ? ticket.mood : matter.mood
  draft.change(ticket.id, { type: 'customer-wrote', turn: turn.id, mood }, { kind: 'customer', id: turn.author })
  return heedMood(draft, ticket, matter.mood)
}

function setFields(draft: Draft, at: MatterAt, ticket: Ticket): boolean {
  const fields = fieldsOf(draft, at.matter)
  if (fields.length > 0) draft.change(ticket.id, { type: 'field-set', fields }, { kind: 'customer', id: at.turn.author })
  return fields.length > 0
}

function addFields(draft: Draft, at: MatterAt, ticket: Ticket): string {
  const upset = isActive(ticket.state) && wrote(draft, at, ticket)
  const told = setFields(draft, at, ticket)
  if (isActive(ticket.state)) tellSoFar(draft, at.matter, ticket)
  draft.effects.push({ do: 'link', ticket: ticket.id, messages: at.turn.messages.map((m) => m.id) })
  at.touched.add(ticket.id)
  const question = draft.view.questions.find(
    (q) => q.ticket === ticket.id && (q.kind === 'field' || q.kind === 'choose') && q.state === 'open',
  )
  if (upset) sayCalmly(draft, ticket)
  if (question && told) {
    settle(draft, question, 'answered')
    if (draft.deskSpeaks && !upset) draft.say('ack', draft.words.customer.thanksForAnswer, { ticket: ticket.id })
    openNextQuestion(draft)
  } else if (draft.deskSpeaks && !upset && at.matter.intent !== 'answer')
    draft.say('ack', draft.words.customer.added(ticketNumber(ticket.number)), { ticket: ticket.id })
  return `more about ${ticketNumber(ticket.number)}`
}

/** The summary goes along with the matter, so that nobody, and no model, needs the old messages. */
function tellSoFar(draft: Draft, { summary, whole, ticket: named }: Matter, ticket: Ticket): void {
  const title = ticket.title.value
  if (!whole || named !== ticket.id || title === null || summary === ticket.summary.value) return
  draft.change(ticket.id, { type: 'summary-set', title: draft.personal(title), summary: draft.personal(summary) })
}

function chase(draft: Draft, at: MatterAt, named: Ticket | null): string {
  const ticket = named && isActive(named.state) ? named : (draft.active[0] ?? null)
  if (!ticket) return smallTalk(draft, at)
  const upset = wrote(draft, at, ticket)
  draft.effects.push({ do: 'link', ticket: ticket.id, messages: at.turn.messages.map((m) => m.id) })
  at.touched.add(ticket.id)
  draft.thread(ticket.id, draft.teamWords(ticket).team.chasing(customerName(draft, ticket)))
  if (upset) sayCalmly(draft, ticket)
  else if (draft.deskSpeaks) draft.say('ack', draft.words.customer.chased(ticketNumber(ticket.number)), { ticket: ticket.id })
  return `chases ${ticketNumber(ticket.number)}`
}

function smallTalk(draft: Draft, at: MatterAt): string {
  if (draft.deskSpeaks && draft.active.length === 0) draft.say('answer', draft.words.customer.greeting, { guarded: true })
  else touchConcerned(draft, at)
  return 'small talk'
}

/** Whose thread gets what belongs to no matter: while an agent speaks that agent's, else the newest ticket's. */
function concerned(draft: Draft): Ticket | undefined {
  const owned = draft.deskSpeaks ? undefined : draft.active.find((t) => t.owner !== null)
  return owned ?? draft.active[0]
}

function touchConcerned(draft: Draft, at: MatterAt): void {
  const ticket = concerned(draft)
  if (ticket) touch(draft, at, ticket)
}

function touch(draft: Draft, at: MatterAt, ticket: Ticket): void {
  at.touched.add(ticket.id)
  wake(draft, at, ticket)
  draft.effects.push({ do: 'link', ticket: ticket.id, messages: at.turn.messages.map((m) => m.id) })
}

function askedTicket(draft: Draft): Ticket | null {
  const question = draft.view.questions.find((q) => q.conversation === draft.view.conversation?.id && q.state === 'open')
  // Words are no rating: they tell more of what is still being worked on.
  if (question?.kind === 'rating' && draft.active[0]) return null
  return question ? draft.ticket(question.ticket) : null
}

/** Whatever the customer says to somebody who waits for it ends the waiting. */
function wake(draft: Draft, at: Parameters<typeof wrote>[1], ticket: Ticket): void {
  if (ticket.state === 'waiting' || ticket.state === 'snoozed') wrote(draft, at, ticket)
}

/** Nothing was understood: the words still reach whoever works on the newest ticket. What was taken back needs no answer. */
function keepWords(draft: Draft, turn: Turn, unread: boolean): void {
  if (turn.messages.every((m) => m.text === '' && m.choice === null && m.attachments.length === 0)) return
  const newest = concerned(draft)
  if (newest) {
    wake(draft, { turn, matter: { mood: 'neutral' } }, newest)
    draft.effects.push({ do: 'link', ticket: newest.id, messages: turn.messages.map((m) => m.id) })
    mirror(draft, turn, [newest.id])
    if (unread && draft.deskSpeaks) draft.say('ack', draft.words.customer.added(ticketNumber(newest.number)), { ticket: newest.id })
  } else if (draft.deskSpeaks) draft.say('answer', draft.words.customer.notUnderstood, { guarded: true })
}
