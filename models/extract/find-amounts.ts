/** Sums of money. The value is the plain number; which money it is stays in the words. */
import { chineseNumber } from '../../bot/domain/fold.ts'
import { type Asked, type Found, MOST_FOUND } from './found.ts'

const NUMBER = '\\d{1,9}(?:,\\d{3}){0,3}(?:\\.\\d{1,2})?'
const SIGN_FIRST = new RegExp(`(?:nt\\$|hk\\$|us\\$|[¥$€£]|\\b(?:rmb|usd|ntd|twd|hkd|eur|gbp))\\s?(${NUMBER})(?!\\d)`, 'g')
const UNIT_LAST = new RegExp(
  `(?<![\\d.])(${NUMBER})\\s?(?:万)?(?:块钱|块|元|圆|美元|港币|台币|人民币|rmb\\b|usd\\b|dollars?\\b|bucks\\b|euros?\\b|pounds?\\b)`,
  'g',
)
/** 20-50元: two ends, kept as they were said. */
const RANGE = new RegExp(`(?<![\\d.-])(${NUMBER}\\s?[-~到至]\\s?${NUMBER})\\s?(?:块钱|块|元|圆|dollars?\\b|rmb\\b)`, 'g')
const CHINESE = /([一二两三四五六七八九十百千万零〇]{1,10})(块钱|元|圆|块)/g
const BARE = new RegExp(`^\\s*(${NUMBER})\\s*$`)

export function findAmounts(text: string, asked: Asked): readonly Found[] {
  const found: Found[] = []
  for (const match of text.matchAll(RANGE)) add(found, match, (match[1] ?? '').replace(/\s/g, '').replace(/[~到至]/, '-'), 0.8)
  for (const pattern of [SIGN_FIRST, UNIT_LAST]) {
    for (const match of text.matchAll(pattern)) add(found, match, (match[1] ?? '').replaceAll(',', ''), 0.92)
  }
  for (const match of text.matchAll(CHINESE)) {
    const words = match[1] ?? ''
    // 一块 is mostly "together" or "a piece".
    if (match[2] === '块' && words.length < 2) continue
    const value = chineseNumber(words)
    if (value !== null && value > 0) add(found, match, String(value), 0.85)
  }
  if (found.length === 0 && asked.has('amount')) {
    const match = BARE.exec(text)
    if (match) add(found, match, (match[1] ?? '').replaceAll(',', ''), 0.9)
  }
  return found
}

function add(found: Found[], match: RegExpExecArray, value: string, confidence: number): void {
  if (found.length >= MOST_FOUND) return
  const span = { start: match.index, end: match.index + match[0].length }
  // 3万块: the unit changes the number, so the words stay as they are.
  const said = match[0].includes('万') && /\d/.test(match[0]) ? match[0] : value
  if (!found.some((other) => other.start < span.end && span.start < other.end))
    found.push({ kind: 'amount', value: said, ...span, confidence })
}
