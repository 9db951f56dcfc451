/**
 * Order, parcel and phone numbers. Three kinds look alike, so each token is judged by the words around it
 * first, then by what the desk has just asked, then by its shape. Folded text only; linear time.
 */
import type { FieldKind } from '../../bot/domain/desk-config.ts'
import { foldChineseDigits } from '../../bot/domain/fold.ts'
import { findBare } from './find-bare.ts'
import { type Asked, type Found, MOST_FOUND } from './found.ts'

/** A token with digits; parts may be joined by hyphens, or by single spaces between groups of digits (138 0013 8000). */
const TOKEN = /\+?\d{1,4}(?: \d{3,4}(?![a-z0-9])){1,3}|\+?[a-z0-9]+(?:-[a-z0-9]+)*/g
const NEAR = 22

/** Words that end right before the number, but for a colon, 是 or the like. */
const LINK = '(?:[\\s:#=()\\[\\]"]|是|为|叫|码|is|was|no\\.?|number|num|id|the|my){0,8}$'
const PARCEL_BEFORE = new RegExp(
  `(?:快递单号?|运单号?|物流单号?|物流编号|快递号|包裹号|货运单号|配送单号|顺丰|中通|圆通|韵达|申通|tracking|parcel|waybill|awb|shipment)${LINK}`,
)
const ORDER_BEFORE = new RegExp(
  `(?:订单(?:编)?号?|末[三四五六]?[码位]|ending(?: in| with)?|last (?:four|4)(?: digits)?|单号|定单号?|订购编号|交易号|单子|那单|这单|订单尾号|尾号|order|ord|purchase|po|#)${LINK}`,
)
const PHONE_BEFORE = new RegExp(
  `(?:电话|手机号?|联系方式|号码|联络|致电|拨打|phone|mobile|cell|tel|call me(?: at| on)?|contact|whatsapp)${LINK}`,
)
const ORDER_AFTER = /^\s{0,2}(?:这个|那个|这|那)?(?:单(?!价)|订单|is my order)/
const OTHER_BEFORE = new RegExp(
  `(?:税号|身份证号?|账号|卡号|统编|统一编号|型号|货号|序列号|验证码|会员号|\\b(?:tax|vat|account|card|serial|model|sku|code|pin))${LINK}`,
)
const MONEY_BEFORE = /[¥$€£]\s?$|(?:rmb|usd|ntd|twd|hkd)\s?$/
const MONEY_AFTER = /^\s?(?:元|块|圆|万|usd|rmb|dollars?|bucks|%|折|天|次|个|件|年|月|号楼|kg|cm|ml|克|斤)/
const TICKET = /^t-?\d{1,9}$/
const MAINLAND = /^(?:\+?86)?1[3-9]\d{9}$/
const TAIWAN = /^(?:\+?886|0)9\d{8}$/
const TEN_DIGITS = /^[2-9]\d{9}$/
const HAN = /\p{Script=Han}/u
const FOREIGN = /^\+\d{8,15}$/
const PARCEL =
  /^(?:sf\d{12,15}|yt\d{13,15}|jd[a-z0-9]{11,16}|jt\d{13}|zto\d{10,15}|sto\d{10,15}|ems\d{8,13}|[a-z]{2}\d{9}[a-z]{2}|1z[0-9a-z]{16}|tba\d{12})$/
const DATE_LIKE = /^(?:19|20)\d{2}-?(?:0?[1-9]|1[0-2])-?(?:0?[1-9]|[12]\d|3[01])$/

const AMERICAN = /\(\d{3}\) ?\d{3}[- ]\d{4}(?!\d)/g

export function findNumbers(text: string, asked: Asked): readonly Found[] {
  const bare = findBare(text, asked, (solid) => PARCEL.test(solid))
  if (bare) return [bare]
  const found: Found[] = [...text.matchAll(AMERICAN)].map(({ 0: words, index }) => ({
    kind: 'phone',
    value: words.replace(/\D/g, ''),
    start: index,
    end: index + words.length,
    confidence: 0.9,
  }))
  for (const match of text.matchAll(TOKEN)) {
    if (found.length >= MOST_FOUND) break
    const token = trimGroups(match[0], text, match.index)
    const one = judge(text, match.index, token, asked)
    if (one) found.push(one)
  }
  for (const one of [...findTails(text), ...findReferences(text)])
    if (!found.some((other) => other.start < one.end && one.start < other.end)) found.push(one)
  return found
}

/** Space-joined groups belong together only when they make a phone number. */
function trimGroups(token: string, text: string, at: number): string {
  if (!token.includes(' ')) return token
  const solid = token.replace(/[ -]/g, '')
  const said = PHONE_BEFORE.test(text.slice(Math.max(0, at - NEAR), at))
  if (
    MAINLAND.test(solid) ||
    TAIWAN.test(solid) ||
    FOREIGN.test(solid) ||
    /^[2-9]\d{2} \d{3} \d{4}$/.test(token) ||
    (said && /^\+?\d{7,15}$/.test(solid))
  )
    return token
  return token.slice(0, token.indexOf(' '))
}

function judge(text: string, start: number, token: string, asked: Asked): Found | null {
  const digits = token.replace(/\D/g, '').length
  if (digits < 3 || token.length > 40 || TICKET.test(token)) return null
  const end = start + token.length
  const before = text.slice(Math.max(0, start - NEAR), start)
  const after = text.slice(end, end + 12)
  // Part of an e-mail address, a web address or a decimal.
  if (/[@/.\w]$/.test(before) || /^(?:[@/]|\.\w)/.test(after)) return null
  const solid = token.replace(/[ -]/g, '')
  const yields = (kind: FieldKind, confidence: number): Found => ({ kind, value: toValue(kind, token), start, end, confidence })
  if (PARCEL_BEFORE.test(before) && digits >= 6) return yields('parcel_no', 0.95)
  if (PHONE_BEFORE.test(before) && digits >= 7 && /^\+?\d+$/.test(solid)) return yields('phone', 0.95)
  if ((ORDER_BEFORE.test(before) || ORDER_AFTER.test(after)) && !isMoney(before, after))
    return yields('order_no', digits >= 6 ? 0.95 : 0.85)
  if (isMoney(before, after) || OTHER_BEFORE.test(before)) return null
  const phone = MAINLAND.test(solid) || TAIWAN.test(solid) || FOREIGN.test(solid)
  if (asked.has('phone') && (phone || (!asked.has('order_no') && digits >= 7 && digits <= 15 && solid.length - digits <= 1)))
    return yields('phone', 0.9)
  if (asked.has('parcel_no') && digits >= 6 && !(asked.has('order_no') && !PARCEL.test(solid))) return yields('parcel_no', 0.9)
  if (asked.has('order_no') && digits >= 4 && !PARCEL.test(solid)) return yields('order_no', 0.9)
  if (PARCEL.test(solid)) return yields('parcel_no', 0.9)
  if (phone) return yields('phone', 0.9)
  if (DATE_LIKE.test(token)) return null
  // Ten digits alone in a text without Chinese are a phone of America or India far more often than an order.
  if (TEN_DIGITS.test(solid) && !HAN.test(text)) return yields('phone', 0.7)
  return digits >= 9 && digits <= 24 && digits * 2 >= solid.length ? yields('order_no', 0.75) : null
}

/** 「尾号六六八八」: the tail of an order number, said in words. */
function findTails(text: string): readonly Found[] {
  return [...text.matchAll(/(?:尾号|末[三四五六]?[码位])(?:是|为)?\s?([零〇一二两三四五六七八九幺]{3,8})/g)].map((match) => {
    const words = match[1] ?? ''
    const start = match.index + match[0].length - words.length
    return { kind: 'order_no', value: foldChineseDigits(words), start, end: start + words.length, confidence: 0.8 }
  })
}

/** “confirmation number is HTR 635”: a booking's number, in groups as people read it out. */
function findReferences(text: string): readonly Found[] {
  return [...text.matchAll(REFERENCE)].flatMap((match) => {
    const groups = match[1] ?? ''
    const value = groups.replace(/(?: [a-z]+)+$/, '')
    if (value.replace(/\D/g, '').length < 2) return []
    const start = match.index + match[0].length - groups.length
    return [{ kind: 'order_no' as const, value: value.toUpperCase(), start, end: start + value.length, confidence: 0.8 }]
  })
}
const REFERENCE =
  /(?:\b(?:confirmation|booking|reservation|pnr|policy|claim|reference|invoice)(?: (?:number|no\.?|code|id|ref(?:erence)?))?|预订号|确认号|预约号)(?: is|:|是|为)* ?((?=[a-z]{0,6} ?\d)[a-z0-9]{1,10}(?: [a-z0-9]{1,6}){0,6})(?![a-z0-9])/g

function isMoney(before: string, after: string): boolean {
  return MONEY_BEFORE.test(before) || MONEY_AFTER.test(after)
}

function toValue(kind: FieldKind, token: string): string {
  if (kind === 'phone') return token.replace(/[ -]/g, '')
  return token.toUpperCase()
}
