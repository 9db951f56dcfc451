/** What the desk does about a turn: opens, continues, reopens, answers. */
import { customerName } from '../customer-name.ts'
import { detectLang } from '../domain/detect-lang.ts'
import type { Matter, Understanding } from '../domain/claim.ts'
import type { Turn } from '../domain/conversation.ts'
import type { Decision } from '../domain/effect.ts'
import { isActive, type Ticket, ticketNumber } from '../domain/ticket.ts'
import { type Draft, numbersOf } from '../draft.ts'
import { askForMissing, openNextQuestion } from '../questions.ts'
import { answerChoice } from './answer-choice.ts'
import { answerCustomerCommand, callHuman, tellProgress } from './customer-command.ts'
import { categoryOf, fieldsOf, openTicket } from './open-ticket.ts'

export function decideTurn(draft: Draft, turn: Turn, understanding: Understanding | null): Decision {
  followLanguage(draft, turn)
  if (turn.kind === 'command') return answerCustomerCommand(draft, turn)
  if (turn.kind === 'choice') {
    const answered = answerChoice(draft, turn)
    if (answered) return answered
  }
  draft.model = understanding?.model ?? ''
  const matters = understanding?.matters ?? []
  const opened: Ticket[] = []
  const touched = new Set<string>()
  const whys = matters.map((matter, n) => decideMatter(draft, { turn, matter, n, opened, touched }))
  if (touched.size > 0) mirror(draft, turn, [...touched])
  if (opened.length > 0) acknowledge(draft, opened)
  for (const ticket of opened) askForMissing(draft, draft.ticket(ticket.id) ?? ticket)
  if (matters.length === 0) keepWords(draft, turn)
  return draft.decision(whys.join('; ') || 'nothing understood')
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
  const named = matter.ticket ? draft.ticket(matter.ticket) : null
  switch (matter.intent) {
    case 'human':
      callHuman(draft, at.turn)
      return 'asks for a person'
    case 'progress':
      tellProgress(draft, named?.number ?? null)
      return 'asks how it stands'
    case 'thanks':
      if (draft.deskSpeaks) draft.say('answer', draft.words.customer.welcome, { guarded: true })
      else touchOwned(draft, at)
      return 'thanks'
    case 'smalltalk':
      return smallTalk(draft, at)
    case 'chase':
      return chase(draft, at, named)
    case 'answer':
    case 'correction':
      return addFields(draft, at, named ?? askedTicket(draft) ?? draft.active[0] ?? null)
    case 'unsolved':
    case 'problem':
      return problem(draft, at, named)
  }
}

/** A matter to be settled: more about an active ticket, a resolved one again, or a new one. */
function problem(draft: Draft, at: MatterAt, named: Ticket | null): string {
  if (named && isActive(named.state)) return addFields(draft, at, named)
  const resolved = resolvedBefore(draft, at.matter, named)
  if (resolved) return reopen(draft, at, resolved)
  if (at.matter.intent === 'unsolved' && draft.active[0]) return addFields(draft, at, draft.active[0])
  const closed = draft.tickets.find((t) => t.state === 'closed' && t.category === at.matter.category?.key)
  at.opened.push(openTicket(draft, { turn: at.turn, n: at.n, matter: at.matter, ...(closed ? { linked: closed.id } : {}) }))
  return `opened ${at.n}`
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
  const promises = ticket.promises.map((p) => (p.kind === 'resolution' ? { ...p, state: 'running' as const, due: draft.view.now + resolutionMs(ticket), left: null } : p))
  const open = draft.change(ticket.id, { type: 'reopened', turn: at.turn.id, why: { code }, promises }, { kind: 'customer', id: at.turn.author })
  draft.effects.push({ do: 'link', ticket: ticket.id, messages: at.turn.messages.map((m) => m.id) })
  draft.say('ack', draft.words.customer.reopened(ticketNumber(ticket.number)), { ticket: ticket.id })
  draft.thread(ticket.id, draft.teamWords(open).team.reopenedBy(customerName(draft, open)))
  if (open.owner && draft.deskSpeaks) draft.effects.push({ do: 'speaker', conversation: at.turn.conversation, speaker: { agent: open.owner } })
  at.touched.add(ticket.id)
  return `reopened ${ticketNumber(ticket.number)}: ${code}`
}

/** The time the first resolution promise gave; a reopened matter gets as long again. */
function resolutionMs(ticket: Ticket): number {
  const first = ticket.promises.find((p) => p.kind === 'resolution')
  return Math.max(60_000, (first?.due ?? ticket.openedAt) - ticket.openedAt)
}

function addFields(draft: Draft, at: MatterAt, ticket: Ticket | null): string {
  if (!ticket || !(isActive(ticket.state) || ticket.state === 'resolved')) return 'nothing it belongs to'
  if (isActive(ticket.state)) draft.change(ticket.id, { type: 'customer-wrote', turn: at.turn.id, mood: at.matter.mood }, { kind: 'customer', id: at.turn.author })
  const fields = fieldsOf(draft, at.matter)
  if (fields.length > 0) draft.change(ticket.id, { type: 'field-set', fields }, { kind: 'customer', id: at.turn.author })
  draft.effects.push({ do: 'link', ticket: ticket.id, messages: at.turn.messages.map((m) => m.id) })
  at.touched.add(ticket.id)
  const question = draft.view.questions.find((q) => q.ticket === ticket.id && q.kind === 'field' && q.state === 'open')
  if (question && fields.length > 0) {
    draft.settle(question, 'answered')
    if (draft.deskSpeaks) draft.say('ack', draft.words.customer.thanksForAnswer, { ticket: ticket.id })
    openNextQuestion(draft, [question])
  } else if (draft.deskSpeaks && at.matter.intent !== 'answer') draft.say('ack', draft.words.customer.added(ticketNumber(ticket.number)), { ticket: ticket.id })
  return `more about ${ticketNumber(ticket.number)}`
}

function chase(draft: Draft, at: MatterAt, named: Ticket | null): string {
  const ticket = named && isActive(named.state) ? named : (draft.active[0] ?? null)
  if (!ticket) return smallTalk(draft, at)
  draft.change(ticket.id, { type: 'customer-wrote', turn: at.turn.id, mood: at.matter.mood }, { kind: 'customer', id: at.turn.author })
  draft.effects.push({ do: 'link', ticket: ticket.id, messages: at.turn.messages.map((m) => m.id) })
  at.touched.add(ticket.id)
  draft.thread(ticket.id, draft.teamWords(ticket).team.chasing(customerName(draft, ticket)))
  if (draft.deskSpeaks) draft.say('ack', draft.words.customer.chased(ticketNumber(ticket.number)), { ticket: ticket.id })
  return `chases ${ticketNumber(ticket.number)}`
}

function smallTalk(draft: Draft, at: MatterAt): string {
  if (!draft.deskSpeaks) touchOwned(draft, at)
  else if (draft.active.length === 0) draft.say('answer', draft.words.customer.greeting, { guarded: true })
  else touchNewest(draft, at)
  return 'small talk'
}

/** While an agent speaks, whatever the customer says reaches the agent's thread. */
function touchOwned(draft: Draft, at: MatterAt): void {
  const owned = draft.active.find((t) => t.owner !== null)
  if (owned) touch(draft, at, owned)
  else touchNewest(draft, at)
}

function touchNewest(draft: Draft, at: MatterAt): void {
  const newest = draft.active[0]
  if (newest) touch(draft, at, newest)
}

function touch(draft: Draft, at: MatterAt, ticket: Ticket): void {
  at.touched.add(ticket.id)
  draft.effects.push({ do: 'link', ticket: ticket.id, messages: at.turn.messages.map((m) => m.id) })
}

function askedTicket(draft: Draft): Ticket | null {
  const question = draft.view.questions.find((q) => q.conversation === draft.view.conversation?.id && q.state === 'open')
  return question ? draft.ticket(question.ticket) : null
}

/** Nothing was understood (no text, or no model): the words still reach whoever works on the newest ticket. */
function keepWords(draft: Draft, turn: Turn): void {
  const newest = draft.active[0]
  if (newest) {
    draft.effects.push({ do: 'link', ticket: newest.id, messages: turn.messages.map((m) => m.id) })
    mirror(draft, turn, [newest.id])
  } else if (draft.deskSpeaks) draft.say('answer', draft.words.customer.notUnderstood, { guarded: true })
}

/** Shows the customer's words in the threads of the tickets they belong to. */
function mirror(draft: Draft, turn: Turn, tickets: readonly string[]): void {
  const text = turn.messages.map((m) => m.text).filter(Boolean).join('\n')
  const files = turn.messages.flatMap((m) => m.attachments)
  for (const id of tickets) {
    const ticket = draft.ticket(id)
    if (ticket) draft.thread(id, text, { speaker: customerName(draft, ticket), files })
  }
}

function acknowledge(draft: Draft, opened: readonly Ticket[]): void {
  const { customer } = draft.words
  const label = (t: Ticket) => categoryOf(draft, t.category).labels[draft.lang]
  const only = opened.length === 1 ? opened[0] : undefined
  const text = only ? customer.opened(numbersOf(opened), label(only)) : customer.openedMany(opened.map((t) => customer.openedLine(ticketNumber(t.number), label(t))).join('\n'))
  draft.say('ack', text, { ticket: opened[0]?.id ?? null })
}

function followLanguage(draft: Draft, turn: Turn): void {
  const text = turn.messages.map((m) => m.text).join('\n')
  const lang = turn.kind === 'words' && text.length >= 4 ? detectLang(text) : null
  if (!lang || lang === draft.lang) return
  // A short Chinese text often has no character that tells the two scripts apart: keep what we know.
  if (lang === 'zh-CN' && draft.lang === 'zh-TW' && text.length < 12) return
  draft.lang = lang
  draft.effects.push({ do: 'lang', conversation: turn.conversation, lang })
}
