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
/** A plain number behind a word for money: 金额是470, charged 90. What counts other things says so behind it. */
const SAID =
  /(?:(?:金额|总价|总共|一共|共计|价格|售价|单价|实付|支付|付了|花了|扣了|收了|退了|补了|差价|押金|运费|票价|人均|消费)(?:是|为|:|大概|大约|约|了|在)?|\b(?:amount|total|price|costs?|paid|charged?|fee|expenses?|balance|transfer)(?: (?:is|was|of|for|me|amount|about|only|just|a|total|to|be))*(?: |: ?))\s?(\d{1,3}(?:,\d{3}){1,2}(?:\.\d{1,2})?|\d{1,6}(?:\.\d{1,2})?)(?![\d,.:/%-]*\d|\s?(?:%|[天个件次号折单年月日点分时小周斤克公升位人条双台张份桶箱瓶块元圆万]|times?|items?|pieces?|pcs|days?|weeks?|months?|years?|hours?|minutes?|am|pm|kg|g|ml|cm|st|nd|rd|th)(?![a-z]))(?![a-z])/g
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
  for (const match of text.matchAll(SAID)) addNumber(found, match)
  if (found.length === 0 && asked.has('amount')) {
    const match = BARE.exec(text)
    if (match) add(found, match, (match[1] ?? '').replaceAll(',', ''), 0.9)
  }
  return found
}

/** Only the number stands for the sum; the word before it says what it is. */
function addNumber(found: Found[], match: RegExpExecArray): void {
  const number = match[1] ?? ''
  const start = match.index + match[0].length - number.length
  const span = { start, end: start + number.length }
  if (found.length < MOST_FOUND && !found.some((other) => other.start < span.end && span.start < other.end))
    found.push({ kind: 'amount', value: number.replaceAll(',', ''), ...span, confidence: 0.75 })
}

function add(found: Found[], match: RegExpExecArray, value: string, confidence: number): void {
  if (found.length >= MOST_FOUND) return
  const span = { start: match.index, end: match.index + match[0].length }
  // 3万块: the unit changes the number, so the words stay as they are.
  const said = match[0].includes('万') && /\d/.test(match[0]) ? match[0] : value
  if (!found.some((other) => other.start < span.end && span.start < other.end))
    found.push({ kind: 'amount', value: said, ...span, confidence })
}
