/**
 * Finds private words in a text: identity cards, bank cards, phones, e-mails, addresses and names. Where a kind has
 * a checksum, the checksum decides; where it has only a shape, the words in front of a number may say that it is an
 * order or a serial number. Works on folded text, so full width, capitals and Traditional characters change nothing.
 */
import { foldWithMap, originalSpan } from './fold.ts'
import { isHongKongId, isIdCard, isTaiwanId, passesLuhn } from './id-numbers.ts'

export type PrivateKind = 'id' | 'card' | 'phone' | 'email' | 'address' | 'name'

/** Where it stands in the text as it is stored. */
export interface PrivateSpan {
  readonly kind: PrivateKind
  readonly start: number
  readonly end: number
}

interface Rule {
  readonly kind: PrivateKind
  readonly pattern: RegExp
  /** What the pattern alone cannot see; `before` ends where the match starts. */
  readonly holds?: (match: string, before: string, after: string) => boolean
}

/** A longer text is no customer's; the rest is blanked by whoever cuts it, never sent unmasked. */
const NEAR = 24
const LINK = '(?:[\\s:#=()\\[\\]"\']|是|为|叫|is|no\\.?|number|num|id){0,8}$'
const PHONE_LABEL = new RegExp(
  `(?:电话|手机号?码?|联系方式|号码|致电|拨打|座机|微信|phone|mobile|cell|tel|call me(?: at| on)?|contact|whatsapp)${LINK}`,
)
const CARD_LABEL = new RegExp(`(?:卡号|银行卡|信用卡|储蓄卡|借记卡|card)${LINK}`)
const ID_LABEL = new RegExp(`(?:身份证|证件)(?:号码?)?${LINK}`)
/** Numbers that people call something else are no phones and no cards, whatever their shape. */
const OTHER_LABEL = new RegExp(
  `(?:订单编?号?|定单号?|单号|编号|流水号?|交易号|运单号?|序列号|货号|条码|批号|时间戳|税号|order|tracking|parcel|invoice|reference|ref|serial|sku|timestamp|transaction)${LINK}`,
)
const UNIT_AFTER = /^\s?(?:元|块|条|次|个|件|字节|%|rmb|usd|bytes?\b|ms\b)/
/** A company's line is nobody's secret. */
const SERVICE = /^[48]00[ -]?\d/
const MOBILE = /^(?:\+?86|0086)?1[3-9]\d{9}$/

const RULES: readonly Rule[] = [
  {
    kind: 'email',
    pattern: /(?<![a-z0-9._%+-])[a-z0-9_][a-z0-9._%+-]{0,63}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,4}\.[a-z]{2,24}(?![a-z0-9])/g,
    holds: (match) => !/\.(?:png|jpe?g|gif|svg|webp|pdf|js|css|ts|mp4|zip)$/.test(match),
  },
  {
    kind: 'id',
    pattern: /(?<!\d)[1-8]\d{5}[ -]?\d{8}[ -]?\d{3}[\dx](?!\d)/g,
    holds: (match, before) => isIdCard(tight(match)) || ID_LABEL.test(before),
  },
  // The old card of fifteen digits has no checksum, so its name must stand before it.
  { kind: 'id', pattern: /(?<![\da-z])[1-8]\d{14}(?![\da-z])/g, holds: (_, before) => ID_LABEL.test(before) },
  { kind: 'id', pattern: /(?<![\da-z])[a-z][1289]\d{8}(?![\da-z])/g, holds: (match) => isTaiwanId(match) },
  { kind: 'id', pattern: /(?<![\da-z])[a-z]{1,2}\d{6} ?(?:\([\da]\)|[\da])(?![\da-z])/g, holds: (match) => isHongKongId(match) },
  { kind: 'id', pattern: /(?<![\d-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])/g },
  {
    kind: 'card',
    pattern:
      /(?<![\da-z_.-]|\d[ -])(?:\d{13,19}|\d{4}([ -])\d{4}\1\d{4}\1\d{1,4}(?:\1\d{1,3})?|\d{6} \d{10,13}|3\d{3}[ -]\d{6}[ -]\d{5})(?![\da-z]|[.-]\d)/g,
    holds: (match, before) => isCard(tight(match), before),
  },
  {
    kind: 'phone',
    pattern:
      /(?:(?<![\da-z_.]|[\da-z]-|\d{4} )|(?<=tel|phone|mobile|cell|call|wx|vx|hp))(?:(?:\+|00)?86[ -]?)?1[3-9]\d(?:[ -]?\d{4}[ -]?\d{4}|[ -]?\d{3}[ -]?\d{5}|\d{3}[ -]\d{2}[ -]\d{3})(?!\d|[a-z]{0,2}\d|[.-]\d)/g,
    holds: (match, before, after) => MOBILE.test(tight(match)) && isNumberOfAPerson(match, before, after),
  },
  // Taiwan and Hong Kong, then any number that says its country.
  {
    kind: 'phone',
    pattern: /(?<![\da-z_.+]|\d-)(?:\+?886[ -]?|0)9\d{2}[ -]?\d{3}[ -]?\d{3}(?![\da-z]|[.-]\d)/g,
    holds: (match, before, after) => isNumberOfAPerson(match, before, after),
  },
  {
    kind: 'phone',
    pattern: /(?<![\da-z])\+\d{1,3}[ -]?(?:\(\d{1,4}\)[ -]?)?\d{2,4}(?:[ -]?\d{2,4}){1,4}(?![\da-z])/g,
    holds: (match) => digits(match) >= 8,
  },
  { kind: 'phone', pattern: /(?<![\d.]|\d-)\(\d{2,4}\) ?\d{3,4}[- .]?\d{4}(?![\d])/g },
  {
    kind: 'phone',
    pattern: /(?<![\da-z.]|\d-)[2-9]\d{2}([-.])[2-9]\d{2}\1\d{4}(?![\da-z]|[.-]\d)/g,
    holds: (match, before, after) => isNumberOfAPerson(match, before, after),
  },
  {
    kind: 'phone',
    pattern: /(?<![\da-z.]|\d-)0(?:10|2\d|[3-9]\d{2})[- ]\d{7,8}(?:-\d{1,6})?(?![\da-z]|-\d)/g,
    holds: (match, before, after) => isNumberOfAPerson(match, before, after),
  },
  {
    kind: 'phone',
    pattern: /(?<![\da-z.])\d{2,4}(?:[ -]?\d{2,4}){1,3}(?![\da-z]|[.-]\d)/g,
    holds: (match, before) => PHONE_LABEL.test(before) && !SERVICE.test(match) && digits(match) >= 7 && digits(match) <= 15,
  },
  {
    kind: 'address',
    pattern:
      /(?<=(?:地址|寄到|送到|发到|住在|搬到)(?:改成|改到|改为|换成|是|在|为)?[:\s]{0,3})[\p{Script=Han}a-z0-9()-]{4,60}(?:号楼?|室|楼|栋|座|村|弄|巷|单元|层|户|苑|园|大厦|广场)/gu,
  },
  // The look ahead changes no match: without a number in reach a long text is not tried in every way at every place.
  {
    kind: 'address',
    pattern:
      /(?=\p{Script=Han}{4,39}[0-9a-z-])[\p{Script=Han}]{2,12}?[市县区镇乡][\p{Script=Han}]{0,16}?(?:路|街|道|巷|弄|村|里|段|胡同|小区|花园|苑|园|大厦|广场)[\p{Script=Han}]{0,8}?(?:[0-9a-z-]{1,8}(?:号楼?|弄|栋|幢|室|楼|座|单元|层|户|巷|段)){1,6}/gu,
  },
  {
    kind: 'address',
    pattern:
      /(?<![\d.])\d{1,5} (?:[a-z.]+ ){1,4}(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|boulevard|blvd|court|ct|way|place|square)\b\.?(?:,? (?:apt|apartment|suite|unit|floor|flat|#) ?#?[0-9a-z]{1,6})?(?:, ?(?!thank|please|pls|not|and|but|i |my |it |the |is |for )[a-z]+(?: [a-z]+)?){0,3}(?: \d{5}(?:-\d{4})?)?/g,
  },
  {
    kind: 'name',
    pattern:
      /(?<=(?:我叫|我的名字(?:是|叫)?|姓名|收件人|收货人|联系人|联络人)(?:改成|改为|是|为|叫)?[:\s]{0,3})[\p{Script=Han}·]{2,4}?(?=[^\p{Script=Han}·]|$|的|电话|手机|地址)/gu,
  },
  {
    kind: 'name',
    pattern:
      /(?<=\b(?:my (?:full )?name(?:'s| is)|recipient(?: is)?:?|name:) {0,3})[a-z][a-z'-]{1,20}(?: [a-z][a-z'-]{1,20}){0,2}(?=[^a-z' -]|$| and\b| my\b)/g,
  },
]

/** In the order of the text; none overlaps another, the surer rule wins. */
export function findPrivate(text: string): readonly PrivateSpan[] {
  const folded = foldWithMap(text)
  const found: PrivateSpan[] = []
  for (const { kind, pattern, holds } of RULES) {
    for (const match of folded.text.matchAll(pattern)) {
      const from = match.index
      const to = from + match[0].trimEnd().length
      if (found.some((other) => other.start < to && from < other.end)) continue
      const before = folded.text.slice(Math.max(0, from - NEAR), from)
      if (holds && !holds(match[0], before, folded.text.slice(to, to + 12))) continue
      found.push({ kind, start: from, end: to })
    }
  }
  return found.sort((a, b) => a.start - b.start).map(({ kind, start, end }) => ({ kind, ...originalSpan(folded, start, end) }))
}

function isNumberOfAPerson(match: string, before: string, after: string): boolean {
  return !SERVICE.test(match) && !OTHER_LABEL.test(before) && !UNIT_AFTER.test(after)
}

/** One number in ten passes the checksum by chance, so an unnamed one must also begin as an issuer's cards do. */
function isCard(number: string, before: string): boolean {
  if (!passesLuhn(number) || OTHER_LABEL.test(before)) return false
  return CARD_LABEL.test(before) || ISSUED.test(number)
}
const ISSUED =
  /^(?:62\d{14,17}|4\d{15}|4\d{12}|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|35\d{14}|3(?:0[0-5]|[68]\d)\d{11}|6(?:011|5\d\d|4[4-9]\d)\d{12}|9558\d{15})$/

function tight(match: string): string {
  return match.replace(/[ ()-]/g, '')
}

function digits(match: string): number {
  return match.replace(/\D/g, '').length
}
