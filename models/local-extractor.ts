/**
 * Finds field values in a message: which fields the config has, what the words say, and where they stand.
 * Every value rests on exact words of the stored text. It knows shapes and a few turns of phrase; what the
 * desk has just asked decides where these leave a choice.
 */
import type { DeskConfig, FieldDef, FieldKind } from '../bot/domain/desk-config.ts'
import { fold } from '../bot/domain/fold.ts'
import type { Evidence } from '../bot/domain/ticket.ts'
import type { TurnView } from '../bot/ports/understand.ts'
import { findAmounts } from './extract/find-amounts.ts'
import { findChoice } from './extract/find-choices.ts'
import { findDates } from './extract/find-dates.ts'
import { findEmails } from './extract/find-email.ts'
import { findNumbers } from './extract/find-numbers.ts'
import { findAddresses, findNames } from './extract/find-people.ts'
import { findProducts } from './extract/find-products.ts'
import type { Found } from './extract/found.ts'
import { isChat } from './phrases.ts'
import { evidenceOf, overlaps, type Said, type Span, wordsOf } from './said.ts'

/** A field's value, and where it stands in the folded text and in the stored one. */
export interface Extracted extends Span {
  readonly name: string
  readonly value: string
  readonly confidence: number
  readonly evidence: Evidence
  /** A day or a thing in passing: no sign by itself that there is a matter. */
  readonly vague: boolean
}

/** Kinds that a customer may answer with bare words, when that is what was asked. */
const FREE: readonly FieldKind[] = ['product', 'name', 'address', 'text']
/** Of these the shape tells where the value ends. */
const SHAPED: readonly FieldKind[] = ['name', 'address']
const LONGEST_FREE = { product: 30, name: 30, address: 120, text: 300 } as const

const LABELLED = /^\s?(?:[:=]|是|为|改成|改为|\bis\b)\s*([^,，。;；!?！？\n]{1,120})/

/** Field keys the open question is about. */
export function askedFields(view: TurnView): ReadonlySet<string> {
  const { question } = view
  return new Set(
    (question?.kind === 'field' || question?.kind === 'choose') && question.state === 'open'
      ? question.about.split(',').map((key) => key.trim())
      : [],
  )
}

export function extractFields(said: Said, config: DeskConfig, view: TurnView): readonly Extracted[] {
  const text = said.folded.text
  const asked = askedFields(view)
  const kinds = new Set(config.fields.filter((field) => asked.has(field.key)).map((field) => field.kind))
  const strong = [...findEmails(text), ...findNumbers(text, kinds)]
  const found = [...strong]
  for (const one of [
    ...findAmounts(text, kinds),
    ...findDates(text, view.now, view.conversation.lang === 'en' ? 0 : 8),
    ...findAddresses(text),
    ...findNames(text),
    ...findProducts(text),
  ]) {
    if (one.kind === 'product' || !found.some((other) => other.kind !== 'date' && overlaps(other, one))) found.push(one)
  }
  const shaped = [...toFields(found, said, config, asked), ...chosen(said, config, asked)]
  const fields = [...shaped, ...labelled(said, config, shaped)]
  return [...fields, ...freeAnswers(said, config, asked, fields)]
}

function toFields(found: readonly Found[], said: Said, config: DeskConfig, asked: ReadonlySet<string>): readonly Extracted[] {
  return found.flatMap((one) => {
    const ofKind = config.fields.filter((field) => field.kind === one.kind)
    const field = ofKind.find((each) => asked.has(each.key)) ?? ofKind[0]
    if (!field) return []
    // A product, a name, vague days: the customer's own spelling, not the folded one.
    const value = said.folded.text.slice(one.start, one.end) === one.value ? wordsOf(said, one) : one.value
    return [toExtracted(said, field, one, spelled(one, value), one.confidence)]
  })
}

/** Numbers and addresses of the net are folded values; everything else is spelled as the customer did. */
function spelled(one: Found, own: string): string {
  return one.kind === 'email' || one.kind === 'amount' || one.kind === 'phone' ? one.value : own
}

function chosen(said: Said, config: DeskConfig, asked: ReadonlySet<string>): readonly Extracted[] {
  return config.fields.flatMap((field) => {
    const choice = field.kind === 'choice' ? findChoice(said.folded.text, field, asked.has(field.key)) : null
    return choice ? [toExtracted(said, field, choice, choice.key, choice.confidence)] : []
  })
}

function toExtracted(said: Said, field: FieldDef, { start, end }: Span, value: string, confidence: number): Extracted {
  return {
    name: field.key,
    value,
    confidence,
    start,
    end,
    evidence: evidenceOf(said, { start, end }),
    vague: field.kind === 'date' || field.kind === 'product',
  }
}

/** A field's labels, and the short form people use of a long Chinese one: 发票抬头 → 抬头. */
function namesOf(field: DeskConfig['fields'][number]): ReadonlySet<string> {
  const labels = Object.values(field.labels).map((one) => fold(one))
  return new Set([...labels, ...labels.filter((one) => /^\p{Script=Han}{4,}$/u.test(one)).map((one) => one.slice(-2))])
}

/** What is said of a value instead of the value: “my address is wrong”. */
const NO_VALUE = /^(?:(?:wrong|incorrect|not|missing|different|misspelt|misspelled|changed|old)\b|错|不对|有误|不正确|写错|填错|变了)/

/** 「抬头：某某公司」: a free field named by its label. Where a name or an address was made out by its shape, that knows better where it ends. */
function labelled(said: Said, config: DeskConfig, shaped: readonly Extracted[]): readonly Extracted[] {
  const text = said.folded.text
  return config.fields
    .filter((field) => FREE.includes(field.kind))
    .filter((field) => !(SHAPED.includes(field.kind) && shaped.some((one) => one.name === field.key)))
    .flatMap((field) => {
      for (const label of namesOf(field)) {
        const at = label === '' ? -1 : text.indexOf(label)
        const match = at < 0 ? null : LABELLED.exec(text.slice(at + label.length, at + label.length + 140))
        if (!match?.[1] || NO_VALUE.test(match[1])) continue
        const start = at + label.length + match[0].length - match[1].length
        const span = { start, end: start + match[1].trimEnd().length }
        if (span.end > span.start) return [toExtracted(said, field, span, wordsOf(said, span), 0.85)]
      }
      return []
    })
}

/** A bare answer binds to the one free field that was asked and is still without a value. */
function freeAnswers(said: Said, config: DeskConfig, asked: ReadonlySet<string>, known: readonly Extracted[]): readonly Extracted[] {
  const open = config.fields.filter(
    (field) => asked.has(field.key) && FREE.includes(field.kind) && !known.some((one) => one.name === field.key),
  )
  const [field] = open
  if (!field || open.length > 1) return []
  const span = freeSpan(said, field, known)
  if (!span) return []
  return [toExtracted(said, field, span, wordsOf(said, span), 0.8)]
}

function freeSpan(said: Said, field: FieldDef, known: readonly Extracted[]): Span | null {
  const text = said.folded.text
  const longest = LONGEST_FREE[field.kind as keyof typeof LONGEST_FREE]
  const parts = field.kind === 'text' ? /[^\n]+/g : field.kind === 'address' ? /[^。;\n]+/g : /[^,，。;；!?！？、\n]+/g
  for (const match of text.matchAll(parts)) {
    const span = { start: match.index, end: match.index + match[0].length }
    const words = match[0].trim()
    if (words === '' || words.length > longest || isChat(words) || !/[\p{L}\p{N}]/u.test(words)) continue
    if (field.kind !== 'text' && known.some((one) => overlaps(one, span))) continue
    return span
  }
  return null
}
