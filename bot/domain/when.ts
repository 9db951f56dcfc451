/** A time as people say it: “2h”, “90 分钟”, “明天 9 点”, “fri 14:30”. Counted from now, in the desk's time zone. */
import type { DeskConfig } from './desk-config.ts'
import { chineseNumber, fold } from './fold.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** Nobody means a longer pause than this. */
const LONGEST = 90 * DAY
/** When only a day is said: the hour people begin to work. */
const MORNING = 9

export interface When {
  readonly at: number
  /** What stood behind the time. */
  readonly rest: string
}

const NUMBER = '(\\d{1,4}(?:\\.\\d)?|[零一二两三四五六七八九十百]+|半|an?|half an)'
const SPAN = new RegExp(
  `^(?:in\\s+)?${NUMBER}\\s*个?(半)?\\s*(分钟?|m(?:in(?:ute)?s?)?|小时|钟头|h(?:(?:ou)?rs?)?|天|日|d(?:ays?)?|周|星期|w(?:eeks?)?)(?![a-z])(?:之?后|以后)?`,
)
const DAYS: readonly { readonly says: RegExp; readonly after: number }[] = [
  { says: /^(?:今天|今日|today)/, after: 0 },
  { says: /^(?:今晚|tonight)/, after: 0 },
  { says: /^(?:明天|明日|tomorrow|tmr)/, after: 1 },
  { says: /^(?:明早)/, after: 1 },
  { says: /^(?:后天|day after tomorrow)/, after: 2 },
]
const WEEKDAY = /^(?:(下)?(?:周|星期|礼拜)([一二三四五六日天])|(?:(next)\s+)?(sun|mon|tue|wed|thu|fri|sat)(?:[a-z]*day)?\b)/
const EN_DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
const CN_DAYS = '日一二三四五六'
const DATE = /^(\d{4})[-/年](\d{1,2})[-/月](\d{1,2})日?/
const CLOCK =
  /^(?:at\s+)?(凌晨|早上|上午|中午|下午|晚上|傍晚)?\s*(\d{1,2}|[零一二两三四五六七八九十]+)(?:\s*(?::|点|时)(\d{1,2}|半)?(?:分)?)?\s*(am|pm)?(?![a-z\d])/

/** Null where the text does not begin with a time, or with one that is past or too far away. `zone` is an IANA name. */
export function parseWhen(text: string, now: number, zone: string): When | null {
  const words = text.trim()
  const found = parseFolded(fold(words), now, zone)
  // Folding seldom changes the length: then the rest is given as it was typed.
  return found && fold(words).length === words.length ? { at: found.at, rest: words.slice(words.length - found.rest.length) } : found
}

function parseFolded(said: string, now: number, zone: string): When | null {
  const span = SPAN.exec(said)
  if (span) return done(now + spanOf(span), now, said.slice(span[0].length))
  const day = dayOf(said, now, zone)
  const behind = (day ? said.slice(day.length) : said).replace(/^(?:[\s,，的]+)/, '')
  const clock = CLOCK.exec(behind)
  const time = clock && isClock(clock) ? timeOf(clock) : null
  if (!day && !time) return null
  const [hour, minute] = time ?? [day?.hour ?? MORNING, 0]
  const date = day ?? { ...partsOf(now, zone), length: 0 }
  let at = momentOf(date.year, date.month, date.day, hour, minute, zone)
  // An hour alone that is over today is tomorrow's.
  if (!day && at <= now) at = momentOf(date.year, date.month, date.day + 1, hour, minute, zone)
  return done(at, now, time && clock ? behind.slice(clock[0].length) : behind)
}

function done(at: number, now: number, rest: string): When | null {
  return at > now && at - now <= LONGEST ? { at, rest: rest.replace(/^[\s,，:：。.]+/, '') } : null
}

function spanOf([, count = '', half, unit = '']: RegExpExecArray): number {
  const n = count === '半' || count.startsWith('half') ? 0.5 : /^an?$/.test(count) ? 1 : (numberOf(count) ?? 0)
  const one = /^(?:分|m)/.test(unit) ? MINUTE : /^(?:小|钟|h)/.test(unit) ? HOUR : /^(?:天|日|d)/.test(unit) ? DAY : 7 * DAY
  return Math.round((n + (half ? 0.5 : 0)) * one)
}

function numberOf(said: string): number | null {
  return /^\d/.test(said) ? Number(said) : chineseNumber(said)
}

interface Day {
  readonly year: number
  readonly month: number
  readonly day: number
  /** How much of the text named it. */
  readonly length: number
  readonly hour?: number
}

/** Null for a day that no calendar has. */
function dated([whole, ...parts]: RegExpExecArray): Day | null {
  const [year = 0, month = 0, day = 0] = parts.map(Number)
  const is = new Date(Date.UTC(year, month - 1, day))
  return is.getUTCMonth() === month - 1 && is.getUTCDate() === day ? { year, month, day, length: whole.length } : null
}

function dayOf(said: string, now: number, zone: string): Day | null {
  const today = partsOf(now, zone)
  const date = DATE.exec(said)
  if (date) return dated(date)
  for (const { says, after } of DAYS) {
    const match = says.exec(said)
    if (match) return { ...today, day: today.day + after, length: match[0].length, ...(/晚|night/.test(match[0]) ? { hour: 20 } : {}) }
  }
  const named = WEEKDAY.exec(said)
  if (!named) return null
  const wanted = named[2] ? (named[2] === '天' ? 0 : CN_DAYS.indexOf(named[2])) : EN_DAYS.indexOf(named[4] ?? '')
  const weekday = new Date(Date.UTC(today.year, today.month - 1, today.day)).getUTCDay()
  // 下周三 is that of the week after this one, weeks beginning on Monday; a bare weekday is the next to come.
  const ahead = named[1] ? ((wanted + 6) % 7) - ((weekday + 6) % 7) + 7 : (wanted - weekday + 7) % 7 || 7
  return { ...today, day: today.day + ahead, length: named[0].length }
}

/** A bare number is no time of day: “3 pieces” is not three o'clock. */
function isClock([whole = '', part, , , half]: RegExpExecArray): boolean {
  return part !== undefined || half !== undefined || /[:点时]/.test(whole)
}

function timeOf([, part, hours = '', minutes, half]: RegExpExecArray): readonly [number, number] | null {
  const hour = numberOf(hours)
  const minute = minutes === '半' ? 30 : Number(minutes ?? 0)
  if (hour === null || hour > 24 || minute > 59) return null
  const later = half === 'pm' || /下午|晚上|傍晚/.test(part ?? '') || (part === '中午' && hour < 11)
  if (later && hour < 12) return [hour + 12, minute]
  return [half === 'am' && hour === 12 ? 0 : hour, minute]
}

function partsOf(at: number, zone: string): { readonly year: number; readonly month: number; readonly day: number } {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: 'numeric', day: 'numeric' }).formatToParts(at)
  const of = (type: string) => Number(parts.find((p) => p.type === type)?.value)
  return { year: of('year'), month: of('month'), day: of('day') }
}

/** The moment a clock of the zone shows this. */
function momentOf(year: number, month: number, day: number, hour: number, minute: number, zone: string): number {
  const wanted = Date.UTC(year, month - 1, day, hour, minute)
  const first = wanted - offsetAt(wanted, zone)
  return wanted - offsetAt(first, zone)
}

function offsetAt(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  }).formatToParts(at)
  const of = (type: string) => Number(parts.find((p) => p.type === type)?.value)
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute')) - Math.floor(at / MINUTE) * MINUTE
}

/** The moment as a clock of the zone shows it: `2026-01-12 10:00`. */
export function clockText(at: number, zone: string): string {
  return new Date(at + offsetAt(at, zone)).toISOString().slice(0, 16).replace('T', ' ')
}

/** The moment as people of the desk read it, with the zone where that is not their own. */
export function zonedClock(at: number, config: Pick<DeskConfig, 'timeZone'>): string {
  return config.timeZone ? clockText(at, config.timeZone) : `${clockText(at, 'UTC')} UTC`
}
