/**
 * Dates. A day that can be told is ISO (2026-01-12); what stays vague (上周, last month) keeps its words.
 * Days are those of the customer's part of the world: UTC+8 for Chinese, UTC otherwise.
 */
import { chineseNumber } from '../../bot/domain/fold.ts'
import { type Found, MOST_FOUND } from './found.ts'

const DAY = 86_400_000
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const MONTH = `(${MONTHS.join('|')})(?:uary|ruary|ch|il|e|y|ust|tember|t|ober|ember)?\\.?`
const WEEKDAYS: Readonly<Record<string, number>> = {
  日: 0,
  天: 0,
  一: 1,
  二: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  sun: 0,
  mon: 1,
  tue: 2,
  wed: 3,
  thu: 4,
  fri: 5,
  sat: 6,
}
const RELATIVE: Readonly<Record<string, number>> = {
  大前天: -3,
  前天: -2,
  前日: -2,
  昨天: -1,
  昨日: -1,
  昨晚: -1,
  今天: 0,
  今日: 0,
  今早: 0,
  今晚: 0,
  明天: 1,
  明日: 1,
  后天: 2,
  大后天: 3,
  'the day before yesterday': -2,
  yesterday: -1,
  'last night': -1,
  today: 0,
  'this morning': 0,
  tonight: 0,
  tomorrow: 1,
  'day after tomorrow': 2,
  'the day after tomorrow': 2,
}
const N = '(\\d{1,3}|[一二两三四五六七八九十]{1,3}|an?|one|two|three|four|five|six|seven)'
const ENGLISH_NUMBERS = ['', 'one', 'two', 'three', 'four', 'five', 'six', 'seven']

type Rule = readonly [RegExp, (match: RegExpExecArray, today: number) => number | null]

/** First rule wins where two overlap. `null` from a rule: the words are the value. */
const RULES: readonly Rule[] = [
  [/(?<!\d)((?:19|20)\d{2})[-/.年]\s?(\d{1,2})[-/.月]\s?(\d{1,2})(?!\d)[日号]?/g, ([, y, m, d]) => day(Number(y), Number(m), Number(d))],
  [/(?<!\d)(\d{1,2})月(\d{1,2})(?!\d)[日号]?/g, ([, m, d], today) => nearest(Number(m), Number(d), today)],
  [
    /([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})[日号]/g,
    ([, m, d], today) => nearest(chineseNumber(m ?? '') ?? 0, chineseNumber(d ?? '') ?? 0, today),
  ],
  [
    new RegExp(`\\b${MONTH} (\\d{1,2})(?: ?(?:st|nd|rd|th))?(?:,? ((?:19|20)\\d{2}))?\\b`, 'g'),
    ([, m, d, y], today) => named(m, d, y, today),
  ],
  [
    new RegExp(`\\b(\\d{1,2})(?: ?(?:st|nd|rd|th))?(?: of)? ${MONTH}(?:,? ((?:19|20)\\d{2}))?\\b`, 'g'),
    ([, d, m, y], today) => named(m, d, y, today),
  ],
  [
    /大前天|大后天|前天|前日|昨天|昨日|昨晚|今天|今日|今早|今晚|明天|明日|后天|\b(?:the day before yesterday|(?:the )?day after tomorrow|yesterday|last night|today|this morning|tonight|tomorrow)\b/g,
    ([word], today) => today + (RELATIVE[word] ?? 0) * DAY,
  ],
  [
    /(上上|下下|上个?|这个?|本|下个?)(?:周|星期|礼拜)([一二三四五六日天])/g,
    ([, which, weekday], today) => weekdayOf(which ?? '', WEEKDAYS[weekday ?? ''] ?? 0, today),
  ],
  [
    /(?<![上下这本个])(?:周|星期|礼拜)([一二三四五六日天])(?!下)/g,
    ([, weekday], today) => lastWeekday(WEEKDAYS[weekday ?? ''] ?? 0, today),
  ],
  [
    /\b(this|next|coming) (sun|mon|tue|wed|thu|fri|sat)(?:day|sday|nesday|rsday|urday|s|rs)?\b/g,
    ([, which, weekday], today) => weekdayOf(which === 'next' ? '下' : '', WEEKDAYS[weekday ?? ''] ?? 0, today),
  ],
  [
    /\b(sun|mon|tue|wed|thu|fri|sat)(?:day|sday|nesday|rsday|urday|s|rs)? (this|next|last) week\b/g,
    ([, weekday, which], today) => weekdayOf(which === 'next' ? '下' : which === 'last' ? '上' : '', WEEKDAYS[weekday ?? ''] ?? 0, today),
  ],
  [/\b(?:the )?(\d{1,2})(?:st|nd|rd|th) of this month\b/g, ([, d], today) => dayOfMonth(Number(d), today)],
  [
    /\b(?:on|by|for|until|since|before|after|from) the (\d{1,2})(?:st|nd|rd|th)\b(?! (?:of|floor|time|order|item))/g,
    ([, d], today) => dayOfMonth(Number(d), today),
  ],
  [
    /\b(?:last|on) (sun|mon|tue|wed|thu|fri|sat)(?:day|sday|nesday|rsday|urday|s|rs)?\b/g,
    ([, weekday], today) => lastWeekday(WEEKDAYS[weekday ?? ''] ?? 0, today),
  ],
  [
    new RegExp(`(?<!\\d)${N}\\s?(天|日|周|个?星期|个?礼拜|个月|days?|weeks?|months?)\\s?(?:之?前|以前|ago)`, 'g'),
    ([, n, unit], today) => before(n ?? '', unit ?? '', today),
  ],
  [
    /上上周|上个?(?:周末?|星期|礼拜|月)(?:[初中底])?|前几天|前两天|前段时间|上月[初中底]?|月初|这周|本周|\b(?:last|this|past) (?:week|month|weekend|year)\b|\ba (?:while|few days|couple of days|few weeks) ago\b/g,
    () => null,
  ],
  [/去年(?:\d{1,2}月)?|双十一|双11|双十二|双12|618/g, () => null],
]

export function findDates(text: string, now: number, offsetHours: number): readonly Found[] {
  const today = Math.floor((now + offsetHours * 3_600_000) / DAY) * DAY
  const found: Found[] = []
  for (const [pattern, resolve] of RULES) {
    for (const match of text.matchAll(pattern)) {
      if (found.length >= MOST_FOUND) break
      const span = { start: match.index, end: match.index + match[0].length }
      if (found.some((other) => other.start < span.end && span.start < other.end)) continue
      const when = resolve(match, today)
      if (Number.isNaN(when)) continue
      found.push({
        kind: 'date',
        value: when === null ? match[0] : new Date(when).toISOString().slice(0, 10),
        ...span,
        confidence: when === null ? 0.7 : 0.85,
      })
    }
  }
  return found.sort((a, b) => a.start - b.start)
}

function day(year: number, month: number, date: number): number {
  const at = Date.UTC(year, month - 1, date)
  const made = new Date(at)
  return made.getUTCMonth() === month - 1 && made.getUTCDate() === date ? at : Number.NaN
}

/** A day without a year: the last one, unless the next is within two months. */
function nearest(month: number, date: number, today: number): number {
  const year = new Date(today).getUTCFullYear()
  const at = day(year, month, date)
  return at > today + 60 * DAY ? day(year - 1, month, date) : at
}

function named(month: string | undefined, date: string | undefined, year: string | undefined, today: number): number {
  const m = MONTHS.indexOf((month ?? '').slice(0, 3)) + 1
  return year ? day(Number(year), m, Number(date)) : nearest(m, Number(date), today)
}

function dayOfMonth(date: number, today: number): number {
  const now = new Date(today)
  return day(now.getUTCFullYear(), now.getUTCMonth() + 1, date)
}

/** Weeks start on Monday, as the calendars of these customers do. */
function weekdayOf(which: string, weekday: number, today: number): number {
  const monday = today - ((new Date(today).getUTCDay() + 6) % 7) * DAY
  const weeks = which === '上上' ? -2 : which === '下下' ? 2 : which.startsWith('上') ? -1 : which.startsWith('下') ? 1 : 0
  return monday + weeks * 7 * DAY + ((weekday + 6) % 7) * DAY
}

function lastWeekday(weekday: number, today: number): number {
  const back = (new Date(today).getUTCDay() - weekday + 7) % 7
  return today - (back === 0 ? 7 : back) * DAY
}

function before(count: string, unit: string, today: number): number | null {
  const n = /^\d/.test(count)
    ? Number(count)
    : /^an?$/.test(count)
      ? 1
      : Math.max(ENGLISH_NUMBERS.indexOf(count), 0) || (chineseNumber(count) ?? Number.NaN)
  // "Three months ago" is nobody's exact day.
  if (unit.includes('月') || unit.startsWith('month')) return null
  return today - n * (/周|星期|礼拜|week/.test(unit) ? 7 : 1) * DAY
}
