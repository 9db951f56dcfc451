/**
 * The words in a text that may belong to one customer: phones, e-mails, identity and card numbers, addresses, names,
 * and any longer number, which may be an order's. Each has a key that is equal however the word is written, so that
 * a reply can be held against what other customers have said by looking keys up, never by searching texts.
 */
import type { FieldKind } from './desk-config.ts'
import { fold, foldTight } from './fold.ts'
import { findPrivate, type PrivateKind } from './private-words.ts'

/** order: a ticket's order or parcel number; number: a longer number of which nobody said what it is. */
export type WordKind = PrivateKind | 'order' | 'number'

export interface PrivateToken {
  readonly kind: WordKind
  readonly key: string
  readonly text: string
}

/** A private word that stands with another customer. */
export interface ForeignWord {
  readonly key: string
  readonly kind: WordKind
}

/** Tokens looked at in one text; one with more is no talk but a list. */
const MOST = 60
const LONGEST = 20_000
/** Nothing private is without one of these. */
const WORTH = /[\d@０-９＠]|叫|名|人|先生|女士|小姐|name|recipient|dear|hello|hi /iu
const LINK = /https?:\/\/[^\s]+/g
const RUN = /(?<![a-z0-9_-])[a-z0-9](?:[-_]?[a-z0-9]){4,39}(?![a-z0-9]|[-_][a-z0-9])/g
const GROUPS = /(?<![\da-z-])\d{2,6}(?: \d{2,6}){1,6}(?![\da-z-])/g
const DAY = /^(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/
const YEARS = /^(?:19|20)\d\d(?:19|20)\d\d$/
const COUNTED = /^\s?(?:元|块|塊|圆|圓|rmb|usd|cny|twd|hkd|yuan|dollars?\b|件|个|個|条|次|毫升|ml\b|mah\b|px\b|%)/
const MONEY = /(?:¥|￥|\$|€|£|rmb|usd|nt\$?|hk\$?) ?$/
const NAMED = /[\p{Script=Han}]{2,4}(?=先生|女士|小姐)/gu
const GREETED = /\b(?:dear|hi|hello|mr|mrs|ms|miss)\.? ([a-z][a-z'-]{1,20} [a-z][a-z'-]{1,20})(?=[,，!！.:：]|\n|$)/g

/** In the order found; no key twice. */
export function privateTokens(text: string): readonly PrivateToken[] {
  if (text.length > LONGEST || !WORTH.test(text)) return []
  const found = new Map<string, PrivateToken>()
  const put = (kind: WordKind, said: string) => {
    const key = keyOf(kind, said)
    if (key.length > 1 && !found.has(key) && found.size < MOST) found.set(key, { kind, key, text: said })
  }
  for (const { kind, start, end } of findPrivate(text)) put(kind, text.slice(start, end))
  const folded = fold(text).replace(LINK, (link) => ' '.repeat(link.length))
  for (const [said] of folded.matchAll(NAMED))
    for (const from of [0, said.length - 3, said.length - 2]) put('name', said.slice(Math.max(0, from)))
  for (const [, said = ''] of folded.matchAll(GREETED)) put('name', said)
  for (const pattern of [RUN, GROUPS])
    for (const match of folded.matchAll(pattern)) {
      const after = folded.slice(match.index + match[0].length, match.index + match[0].length + 12)
      const before = folded.slice(Math.max(0, match.index - 5), match.index)
      if (isNumber(match[0]) && !COUNTED.test(after) && !MONEY.test(before)) put('number', match[0])
    }
  return [...found.values()]
}

/** What a customer is called, where it is a whole name: a nickname is a word like others. */
export function nameToken(name: string | null): PrivateToken | null {
  const said = (name ?? '').trim()
  const whole = /^[\p{Script=Han}·]{2,4}$/u.test(said) || /^[a-z][a-z'-]+(?: [a-z][a-z'-]+){1,2}$/i.test(said)
  return whole ? { kind: 'name', key: keyOf('name', said), text: said } : null
}

const KINDS: Readonly<Partial<Record<FieldKind, WordKind>>> = {
  order_no: 'order',
  parcel_no: 'order',
  phone: 'phone',
  email: 'email',
  name: 'name',
  address: 'address',
}

/** The token of a ticket's field; null where a value of its kind is nobody's own. */
export function fieldToken(kind: FieldKind | undefined, value: string | null): PrivateToken | null {
  const word = kind && KINDS[kind]
  if (!word || !value) return null
  if (word === 'name') return nameToken(value)
  const key = keyOf(word, value)
  return key.length >= 5 && key.length <= 200 ? { kind: word, key, text: value } : null
}

/** So that a colleague sees which word is meant, and not whose it is. */
export function partOf(said: string): string {
  const chars = [...said.trim()]
  const shown = chars.length <= 4 ? 1 : chars.length <= 8 ? 2 : 3
  return `${chars.slice(0, shown).join('')}…${chars.length > 4 ? chars.slice(-2).join('') : ''}`
}

function keyOf(kind: WordKind, said: string): string {
  if (kind === 'name') return fold(said).replace(/\s+/g, ' ').trim()
  const tight = foldTight(said)
  if (kind === 'email' || kind === 'address') return tight
  const bare = tight.replace(/[^a-z0-9]/g, '')
  return /^(?:00)?861[3-9]\d{9}$/.test(bare) ? bare.slice(-11) : bare
}

function isNumber(said: string): boolean {
  const bare = said.replace(/[^a-z0-9]/g, '')
  const digits = bare.replace(/\D/g, '').length
  return digits >= 5 && digits * 2 >= bare.length && !DAY.test(bare) && !YEARS.test(bare)
}
