/** Two ways to find values: the desk's own finders, and the plain expressions anybody would write first. */
import type { FieldKind } from '../bot/domain/desk-config.ts'
import { fold } from '../bot/domain/fold.ts'
import { findAmounts } from '../models/extract/find-amounts.ts'
import { findDates } from '../models/extract/find-dates.ts'
import { findEmails } from '../models/extract/find-email.ts'
import { findNumbers } from '../models/extract/find-numbers.ts'
import { findAddresses, findNames } from '../models/extract/find-people.ts'

export type Kind = 'name' | 'phone' | 'email' | 'address' | 'date' | 'id' | 'amount'

export interface Value {
  readonly kind: Kind
  readonly value: string
}

/** Friday, 1 March 2019: relative days of gold and answer count from the same day. */
export const NOW = Date.UTC(2019, 2, 1, 9)
const NOTHING_ASKED = new Set<never>()

/** The finders of `models/extract`, in the order in which the extractor lets them win. */
export function deskFinders(text: string): readonly Value[] {
  const folded = fold(text)
  const found = [...findEmails(folded), ...findNumbers(folded, NOTHING_ASKED)]
  for (const one of [...findAmounts(folded, NOTHING_ASKED), ...findDates(folded, NOW, 0), ...findAddresses(folded), ...findNames(folded)]) {
    if (!found.some((other) => other.kind !== 'date' && other.start < one.end && one.start < other.end)) found.push(one)
  }
  return found.flatMap((one): readonly Value[] => {
    const kind = kindOf(one.kind)
    return kind ? [{ kind, value: kind === 'date' ? folded.slice(one.start, one.end) : one.value }] : []
  })
}

/** No context, no checks: shapes alone. */
const PLAIN: readonly (readonly [Kind, RegExp])[] = [
  ['email', /[\w.+-]+@[\w-]+\.[\w.]+/g],
  ['phone', /(?<!\d)(?:1[3-9]\d{9}|\(?\d{3}\)?[ -]\d{3}[ -]\d{4}|\d{10})(?!\d)/g],
  [
    'date',
    /\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}[月/]\d{1,2}日?|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w* \d{1,2}\w*|\b(?:today|tomorrow|yesterday)\b|今天|明天|昨天/g,
  ],
  ['amount', /[$¥€£]\s?\d[\d,.]*|\d[\d,.]*(?:-\d+)?\s?(?:元|块|dollars|usd|bucks)/g],
  ['id', /#?\b[a-z]{0,4}\d{5,20}\b/g],
  ['name', /\b(?:my name is|i am|i'm|this is) ([a-z]+(?: [a-z]+)?)/g],
  ['address', /\b\d{1,5} (?:\w+ ){1,3}(?:street|st|road|rd|avenue|ave|lane|drive)\b/g],
]

export function plainPeer(text: string): readonly Value[] {
  const folded = fold(text)
  return PLAIN.flatMap(([kind, pattern]) => [...folded.matchAll(pattern)].map((match) => ({ kind, value: match[1] ?? match[0] })))
}

/** A value as it is compared: a day by the day it means, a number by its digits, words without spaces. */
export function normalize(kind: Kind, value: string): string {
  const folded = fold(value).trim()
  switch (kind) {
    case 'date':
      return findDates(folded, NOW, 0)[0]?.value ?? folded
    case 'phone':
      return folded.replace(/\D/g, '').replace(/^86(?=1\d{10}$)/, '')
    case 'amount':
      return (/\d[\d,]*(?:\.\d+)?(?:\s?[-~到至]\s?\d+)?/.exec(folded)?.[0] ?? folded)
        .replace(/[,\s]/g, '')
        .replace(/[~到至]/, '-')
        .replace(/\.0+$/, '')
    case 'id':
      return folded.replace(/[^a-z0-9]/g, '')
    default:
      return folded.replace(/[\s.,]/g, '')
  }
}

/** What a field of the desk is called here; undefined: nothing that is compared. */
export function kindOf(kind: FieldKind): Kind | undefined {
  if (kind === 'order_no' || kind === 'parcel_no') return 'id'
  return (['name', 'phone', 'email', 'address', 'date', 'amount'] as const).find((one) => one === kind)
}
