/** The ticket as its team sees it: enough to act on without opening anything else. */
import type { Lang } from '../domain/lang.ts'
import { CAUTIONS, TO_CHECK } from '../domain/mark.ts'
import { isHighRisk, needsCheck } from '../domain/needs-check.ts'
import type { TicketPromise } from '../domain/promise.ts'
import { shorten } from '../domain/shorten.ts'
import type { Priority, Ticket, TicketState } from '../domain/ticket.ts'
import { needsTranslation } from '../domain/translation.ts'
import type { CardFacts } from '../ports/stores.ts'
import { texts } from '../texts/index.ts'
import { missingFields } from '../understanding/missing-fields.ts'
import { type Card, type CardAction, type CardChip, type CardLine, STATE_TONE, type Tone } from './card.ts'
import { lookupLines } from './lookup-lines.ts'
import { ticketActions } from './ticket-actions.ts'
import { workLines } from './work-lines.ts'

const MOOD_TONE: Readonly<Record<Ticket['mood'], Tone>> = { angry: 'bad', unhappy: 'warn', neutral: 'plain', happy: 'good' }
const PRIORITY_TONE: Readonly<Record<Priority, Tone>> = { P1: 'bad', P2: 'warn', P3: 'info', P4: 'plain' }
const STEP: Readonly<Record<TicketState, number>> = {
  new: 0,
  open: 1,
  waiting: 1,
  snoozed: 1,
  resolved: 2,
  closed: 3,
  merged: 3,
  rejected: 3,
}

const FILES_NAMED = 5
const NAME_LENGTH = 60

export function ticketCard(facts: CardFacts, lang: Lang): Card {
  const { ticket } = facts
  const words = texts(lang)
  return {
    kind: 'ticket',
    ticket: ticket.id,
    number: ticket.number,
    version: ticket.seq,
    state: ticket.state,
    priority: ticket.priority,
    mood: ticket.mood,
    title: ticket.title.value ?? words.card.noTitle,
    text: ticket.summary.value ?? words.card.noTitle,
    chips: chipsOf(facts, lang),
    lines: linesOf(facts, lang),
    progress: { steps: words.card.steps, at: STEP[ticket.state] },
    files: facts.files.filter((file) => file.state === 'stored').map(({ name, mime, blob }) => ({ name, mime, blob })),
    actions: [...ticketActions(ticket, facts.config.config, lang), ...fetchAgain(facts, lang)],
    menu: { label: words.work.more, parts: words.work.parts },
  }
}

function chipsOf({ ticket, config: { config } }: CardFacts, lang: Lang): readonly CardChip[] {
  const { card } = texts(lang)
  const chips: CardChip[] = [
    { text: ticket.priority, tone: PRIORITY_TONE[ticket.priority] },
    ...(isHighRisk(ticket, config) ? [{ text: card.highRisk, tone: 'bad' as const }] : []),
    { text: card.states[ticket.state], tone: STATE_TONE[ticket.state] },
    { text: card.moods[ticket.mood], tone: MOOD_TONE[ticket.mood] },
  ]
  for (const key of ticket.tags ?? []) chips.push({ text: config.tags?.find((tag) => tag.key === key)?.labels[lang] ?? key, tone: 'info' })
  if (ticket.rating !== null)
    chips.push({ text: `${'★'.repeat(ticket.rating)}${'☆'.repeat(5 - ticket.rating)}`, tone: ticket.rating <= 2 ? 'bad' : 'good' })
  return chips
}

function linesOf(facts: CardFacts, lang: Lang): readonly CardLine[] {
  const { ticket } = facts
  const { card, reasons } = texts(lang)
  const { config } = facts.config
  const category = config.categories.find((c) => c.key === ticket.category)
  const percent = Math.round(ticket.confidence * 100)
  const sure = !needsCheck(ticket, config)
  const reason = reasons[ticket.priorityWhy.code as keyof typeof reasons] ?? reasons.other
  const missing = missingFields(ticket.category, ticket.fields, config)
  return [
    ...markLines(ticket, lang),
    ...translationLine(facts, lang),
    {
      label: card.category,
      value: `${category?.labels[lang] ?? ticket.category} · ${sure ? card.sure(percent) : card.pleaseCheck(percent)}`,
      tone: sure ? 'plain' : 'warn',
    },
    {
      label: card.priority,
      value: [ticket.priority, reason(ticket.priorityWhy.facts ?? {})].filter(Boolean).join(' · '),
      tone: PRIORITY_TONE[ticket.priority],
    },
    { label: card.customer, value: [facts.customer ?? card.unknownCustomer, levelName(facts, lang)].filter(Boolean).join(' · ') },
    { label: card.owner, value: facts.owner ?? card.nobody, tone: facts.owner ? 'plain' : 'warn' },
    ...ticket.fields.map((f): CardLine => {
      const def = config.fields.find((d) => d.key === f.name)
      const value = def?.choices?.find((c) => c.key === f.value.value)?.labels[lang] ?? f.value.value ?? card.noTitle
      return { label: def?.labels[lang] ?? f.name, value, ...(f.words?.value ? { words: f.words.value } : {}) }
    }),
    ...(missing.length > 0
      ? [{ label: card.missing, value: missing.map((f) => f.labels[lang]).join(lang === 'en' ? ', ' : '、'), tone: 'warn' as const }]
      : []),
    ...lookupLines(facts, lang),
    ...filesLine(facts, lang),
    ...ticket.promises.map((p) => promiseLine(p, facts.now, lang)),
    ...workLines(facts, lang),
  ]
}

function levelName({ level, config: { config } }: CardFacts, lang: Lang): string {
  return config.levels?.find(({ key }) => key === level)?.labels[lang] ?? ''
}

/** Under the customer's words, for who reads another language. */
function translationLine({ ticket, translation }: CardFacts, lang: Lang): readonly CardLine[] {
  const words = ticket.summary.value ?? ticket.title.value ?? ''
  return translation && needsTranslation(words, lang) ? [{ label: texts(lang).card.translation, value: translation, tone: 'info' }] : []
}

const MARK_TONES: readonly CardLine['tone'][] = ['bad', 'warn', 'info']

/** First what a person should look at. */
function markLines({ marks: codes = [] }: Ticket, lang: Lang): readonly CardLine[] {
  const { marks } = texts(lang)
  const lines = codes.map((code): CardLine => {
    if (!TO_CHECK.has(code)) return { label: marks.note, value: marks.codes[code], tone: 'info' }
    return { label: marks.check, value: marks.codes[code], tone: CAUTIONS.has(code) ? 'bad' : 'warn' }
  })
  return lines.toSorted((a, b) => MARK_TONES.indexOf(a.tone) - MARK_TONES.indexOf(b.tone))
}

/** Files that are not here: on their way, or given up. */
function filesLine({ files }: CardFacts, lang: Lang): readonly CardLine[] {
  const words = texts(lang).files
  const away = files.filter((file) => file.state !== 'stored')
  if (away.length === 0) return []
  const failed = away.some((file) => file.state === 'failed')
  const value = away
    .slice(0, FILES_NAMED)
    .map((file) => words[file.state === 'failed' ? 'missing' : 'waiting'](shorten(file.name, NAME_LENGTH)))
  return [{ label: words.label, value: value.join(', '), tone: failed ? 'warn' : 'plain' }]
}

function fetchAgain({ files }: CardFacts, lang: Lang): readonly CardAction[] {
  if (!files.some((file) => file.state === 'failed')) return []
  return [{ action: 'fetch', label: texts(lang).card.actions.fetch, style: 'default' }]
}

/** A running promise says when it breaks: in words in UTC, and as a moment for a page to count down to. */
function promiseLine(promise: TicketPromise, now: number, lang: Lang): CardLine {
  const { card } = texts(lang)
  const label = card.due(card.promises[promise.kind])
  if (promise.state === 'kept') return { label, value: card.kept, tone: 'good' }
  if (promise.state === 'broken') return { label, value: card.broken, tone: 'bad' }
  if (promise.state === 'paused') return { label, value: card.paused, tone: 'plain' }
  return { label, value: new Date(promise.due).toISOString(), tone: promise.due - now < 5 * 60_000 ? 'warn' : 'plain', due: promise.due }
}
