/**
 * Verification: the wall between what a model says and what the desk believes. Whatever the model, a claim is
 * kept only when its words stand in a message of this turn, its key is on the closed list, and a field's value
 * stands in those words. The rest is dropped and counted. Claims are read as hostile data: this never throws.
 */
import { type Claim, type FieldValue, INTENTS, type Intent, type Matter, type MatterClaim, type Understanding } from '../domain/claim.ts'
import type { Turn } from '../domain/conversation.ts'
import type { DeskConfig } from '../domain/desk-config.ts'
import { visible } from '../domain/fold.ts'
import { MARKS } from '../domain/mark.ts'
import { shorten } from '../domain/shorten.ts'
import { type Evidence, MOODS, PRIORITIES } from '../domain/ticket.ts'
import type { TurnView } from '../ports/understand.ts'
import { leadsElsewhere } from './foreign-links.ts'
import { valueStands } from './value-stands.ts'

export const TITLE_LENGTH = 60
export const SUMMARY_LENGTH = 300
/** A turn that names more matters than this is not a customer talking. */
const MOST_MATTERS = 8
const LONGEST_VALUE = 400

type Of<About extends MatterClaim['about']> = Extract<Claim, { about: About }>

/** `model` names who made the claims; it is kept with them. */
export function verifyClaims(turn: Turn, claims: readonly Claim[], config: DeskConfig, view: TurnView, model = ''): Understanding {
  const kept = claims.filter((claim) => isSound(claim, turn, config, view))
  const matters = new Map<number, MatterClaim[]>()
  for (const claim of kept) if (claim.about !== 'mark') matters.set(claim.matter, [...(matters.get(claim.matter) ?? []), claim])
  const inOrder = [...matters.values()]
    .map((group) => ({ group, at: firstSaid(group, turn) }))
    .sort((a, b) => a.at[0] - b.at[0] || a.at[1] - b.at[1])
  const marks = MARKS.filter((mark) => kept.some((claim) => claim.about === 'mark' && claim.mark === mark))
  return {
    model,
    matters: inOrder.map(({ group }) => toMatter(group, turn, config)),
    dropped: claims.length - kept.length,
    ...(marks.length > 0 ? { marks } : {}),
  }
}

function isSound(claim: Claim, turn: Turn, config: DeskConfig, view: TurnView): boolean {
  if (typeof claim !== 'object' || claim === null) return false
  if (!Number.isInteger(claim.matter) || claim.matter < 0 || claim.matter >= MOST_MATTERS) return false
  const words = wordsOf(claim.words, turn)
  if (words === null) return false
  if (claim.about === 'title') {
    if (typeof claim.title !== 'string' || typeof claim.summary !== 'string') return false
    return !leadsElsewhere(`${shorten(claim.title, TITLE_LENGTH)}\n${shorten(claim.summary, SUMMARY_LENGTH)}`, () => saidOf(turn, view))
  }
  if (!isShare(claim.confidence)) return false
  switch (claim.about) {
    case 'intent':
      return INTENTS.includes(claim.intent)
    case 'category':
      return config.categories.some((one) => one.key === claim.category)
    case 'field': {
      const field = config.fields.find((one) => one.key === claim.name)
      return (
        field !== undefined &&
        typeof claim.value === 'string' &&
        claim.value.length <= LONGEST_VALUE &&
        valueStands(field, claim.value, words)
      )
    }
    case 'mood':
      return MOODS.includes(claim.mood)
    case 'urgency':
      return PRIORITIES.includes(claim.priority)
    case 'ticket':
      return view.tickets.some((one) => one.id === claim.ticket)
    case 'mark':
      return MARKS.includes(claim.mark)
    default:
      return false
  }
}

/** What this customer said in the turn, and before it of the matters the model was shown. */
function saidOf(turn: Turn, { tickets }: TurnView): string {
  const before = tickets.flatMap(({ title, summary, fields }) => [title, summary, ...fields.map((one) => one.value)])
  return [...turn.messages.map((one) => one.text), ...before.map((one) => one.value ?? '')].join('\n')
}

/** The words an evidence points at; null when it points outside the turn or at nothing. */
function wordsOf(evidence: Evidence, turn: Turn): string | null {
  if (typeof evidence !== 'object' || evidence === null) return null
  const { start, end } = evidence
  if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || end <= start) return null
  const text = turn.messages.find((one) => one.id === evidence.message)?.text
  if (text === undefined || end > text.length) return null
  const words = text.slice(start, end)
  return words.trim() === '' ? null : words
}

function toMatter(group: readonly MatterClaim[], turn: Turn, config: DeskConfig): Matter {
  const category = best(of(group, 'category'))
  const intent = best(of(group, 'intent'))
  const title = of(group, 'title')[0]
  const said = turn.messages.map((one) => one.text.slice(0, SUMMARY_LENGTH * 8)).join('\n')
  return {
    // Unsure what it is: a person should see it, so it is a problem.
    intent: intent?.intent ?? ('problem' satisfies Intent),
    confidence: intent?.confidence ?? 0,
    category: category ? { key: category.category, confidence: category.confidence, others: soundOthers(category, config) } : null,
    fields: toFields(of(group, 'field'), turn),
    mood: best(of(group, 'mood'))?.mood ?? 'neutral',
    urgency: best(of(group, 'urgency'))?.priority ?? null,
    ticket: best(of(group, 'ticket'))?.ticket ?? null,
    title: shorten(title?.title ?? '', TITLE_LENGTH) || shorten(said, TITLE_LENGTH),
    summary: shorten(title?.summary ?? '', SUMMARY_LENGTH) || shorten(said, SUMMARY_LENGTH),
    ...(title?.whole === true && title.summary.trim() !== '' ? { whole: true } : {}),
  }
}

/** One value a field: the surest; of equals the last said, because people correct themselves. */
function toFields(claims: readonly Of<'field'>[], turn: Turn): readonly FieldValue[] {
  const fields = new Map<string, Of<'field'>>()
  for (const claim of claims) {
    const before = fields.get(claim.name)
    if (!before || claim.confidence >= before.confidence) fields.set(claim.name, claim)
  }
  return [...fields.values()].map(({ name, value, words: { message, start, end } }) => ({
    name,
    // It is shown, compared and put into prompts: without what nobody can see. The words beside it are as they were said.
    value: storable(visible(value)),
    words: storable(wordsOf({ message, start, end }, turn) ?? ''),
    evidence: { message, start, end },
  }))
}

/** A model may cut a character in two, or make up a NUL: no database takes those. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '')
}

function soundOthers(claim: Of<'category'>, config: DeskConfig): Of<'category'>['others'] {
  if (!Array.isArray(claim.others)) return []
  const known = new Set(config.categories.map((one) => one.key))
  return (claim.others as Of<'category'>['others'])
    .filter(
      (one) =>
        typeof one === 'object' && one !== null && known.has(one.category) && one.category !== claim.category && isShare(one.confidence),
    )
    .slice(0, 5)
    .map(({ category, confidence }) => ({ category, confidence }))
}

function firstSaid(group: readonly MatterClaim[], turn: Turn): readonly [number, number] {
  const order = new Map(turn.messages.map((one, i) => [one.id, i]))
  return group
    .map(({ words }): readonly [number, number] => [order.get(words.message) ?? 0, words.start])
    .reduce((a, b) => (a[0] < b[0] || (a[0] === b[0] && a[1] <= b[1]) ? a : b))
}

function of<About extends MatterClaim['about']>(group: readonly MatterClaim[], about: About): readonly Of<About>[] {
  return group.filter((claim): claim is Of<About> => claim.about === about)
}

function best<C extends { readonly confidence: number }>(claims: readonly C[]): C | undefined {
  return claims.reduce<C | undefined>((so, claim) => (so && so.confidence >= claim.confidence ? so : claim), undefined)
}

function isShare(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1
}
