/**
 * Folding: the one way the desk makes texts comparable. Full width becomes half width, capitals become small,
 * Traditional Chinese becomes Simplified, and characters nobody can see are dropped. Every comparison of words
 * goes through here, so that two parts of the desk never disagree about what a customer said.
 *
 * A folded text is for matching only. To show or store words, go back through the map to the original.
 * Folding a folded text changes nothing, and it takes time linear in the text.
 */
import { SIMPLIFIED, TRADITIONAL } from './fold-table.ts'

/** A folded text and where each of its UTF-16 units came from. */
export interface Folded {
  readonly text: string
  /** `starts[i]`, `ends[i]`: the units of the original that folded unit `i` stands for. */
  readonly starts: Uint32Array
  readonly ends: Uint32Array
}

/** One entry per unit of the basic plane: 0 keeps it, DROP hides it, anything else replaces it. */
const DROP = 0xffff
const TABLE = buildTable()

const ZWJ = 0x200d
const VS16 = 0xfe0f
const KEYCAP = 0x20e3
const BLACK_FLAG = 0x1f3f4
/** The flags of England, Scotland and Wales are the only tag sequences in use; any other hides text. */
const TAG_FLAGS = ['gbeng', 'gbsct', 'gbwls'].map((tag) =>
  [...tag, '\u007f'].map((char) => String.fromCodePoint(0xe0000 + char.charCodeAt(0))).join(''),
)
const PICTURE = /^[\p{Extended_Pictographic}\p{Emoji_Modifier}]$/u

export function fold(text: string): string {
  if (text.length > SHORT) return new Folding(text, false).text()
  const known = FOLDED.get(text)
  if (known !== undefined) return known
  const folded = new Folding(text, false).text()
  if (FOLDED.size >= MOST_KNOWN) FOLDED.clear()
  FOLDED.set(text, folded)
  return folded
}

/** The words of a configuration are compared with every message: short texts are folded once. */
const FOLDED = new Map<string, string>()
const SHORT = 32
const MOST_KNOWN = 4_096

/** The text as it was written, without what nobody can see. */
export function visible(text: string): string {
  return new Folding(text, false, true).text()
}

/** Folds and remembers; use `originalSpan` to go back. */
export function foldWithMap(text: string): Folded {
  const folding = new Folding(text, true)
  return { text: folding.text(), starts: folding.starts.subarray(0, folding.size), ends: folding.ends.subarray(0, folding.size) }
}

/** Offsets in the original of folded units `start` up to `end`; both ends lie on whole characters. */
export function originalSpan(folded: Folded, start: number, end: number): { readonly start: number; readonly end: number } {
  const from = folded.starts[start] ?? folded.ends[folded.ends.length - 1] ?? 0
  return { start: from, end: end > start ? (folded.ends[end - 1] ?? from) : from }
}

/** Folded, with spaces, hyphens and their kin gone: `AB-12 34` is `ab1234`. For comparing numbers and values. */
export function foldTight(text: string): string {
  return fold(text).replace(/[\s\-_‐‑‒–—―−]/g, '')
}

/** One folding under way. Units go into a buffer, because a megabyte of single characters joined is slow. */
class Folding {
  readonly starts: Uint32Array
  readonly ends: Uint32Array
  size = 0
  private readonly units: Uint16Array
  private readonly source: string
  private readonly mapped: boolean
  private readonly asWritten: boolean

  constructor(source: string, mapped: boolean, asWritten = false) {
    this.source = source
    this.mapped = mapped
    this.asWritten = asWritten
    // A capital may fold to two units (İ), never to more.
    const room = source.length * 2
    this.units = new Uint16Array(room)
    this.starts = new Uint32Array(mapped ? room : 0)
    this.ends = new Uint32Array(mapped ? room : 0)
    this.run()
  }

  text(): string {
    let text = ''
    for (let i = 0; i < this.size; i += 4096) {
      text += String.fromCharCode.apply(null, this.units.subarray(i, Math.min(this.size, i + 4096)) as unknown as number[])
    }
    return text
  }

  private run(): void {
    const { source } = this
    let before = 0
    for (let i = 0; i < source.length; i++) {
      const unit = source.charCodeAt(i)
      const to = TABLE[unit] ?? 0
      if (to === DROP) {
        if (!joinsEmoji(source, i, unit, before)) continue
        this.put(unit, i, i + 1)
        if (unit !== VS16) before = unit
      } else if (to !== 0 || isCaseless(unit)) {
        before = to || unit
        this.put(this.asWritten ? unit : before, i, i + 1)
      } else {
        const point = source.codePointAt(i) ?? unit
        const size = point > 0xffff ? 2 : 1
        if (!isHiddenPoint(point)) {
          const char = source.slice(i, i + size)
          const small = char.toLowerCase()
          // Ⓜ is a picture and no letter.
          this.putAll(this.asWritten || (small !== char && isPicture(point)) ? char : small, i, i + size)
          before = point
        }
        i += size - 1
        if (point === BLACK_FLAG) i += this.keepFlag(i + 1)
      }
    }
  }

  private put(unit: number, start: number, end: number): void {
    this.units[this.size] = unit
    if (this.mapped) {
      this.starts[this.size] = start
      this.ends[this.size] = end
    }
    this.size++
  }

  private putAll(piece: string, start: number, end: number): void {
    for (let k = 0; k < piece.length; k++) this.put(piece.charCodeAt(k), start, end)
  }

  private keepFlag(at: number): number {
    const tags = TAG_FLAGS.find((flag) => this.source.startsWith(flag, at)) ?? ''
    for (let k = 0; k < tags.length; k += 2) this.putAll(tags.slice(k, k + 2), at + k, at + k + 2)
    return tags.length
  }
}

/** Joiners and variation selectors stay where they make an emoji, and are dropped where they hide in words. */
function joinsEmoji(text: string, at: number, unit: number, before: number): boolean {
  if (unit !== VS16 && unit !== ZWJ) return false
  const next = text.codePointAt(at + 1) ?? 0
  if (unit === VS16) return isPicture(before) || (isKeycapBase(before) && next === KEYCAP)
  return isPicture(before) && isPicture(next)
}

/** ASCII that the table leaves alone, and Chinese: most of every text, and never upper case. */
function isCaseless(unit: number): boolean {
  return unit < 0x80 || (unit >= 0x3000 && unit < 0xa000)
}

function isPicture(point: number): boolean {
  return point > 0xa8 && PICTURE.test(String.fromCodePoint(point))
}

function isKeycapBase(point: number): boolean {
  return (point >= 0x30 && point <= 0x39) || point === 0x23 || point === 0x2a
}

/** Tags (U+E0000–E007F) and the supplementary variation selectors. */
function isHiddenPoint(point: number): boolean {
  return point >= 0xe0000 && point <= 0xe01ef
}

function buildTable(): Uint16Array {
  const table = new Uint16Array(0x10000)
  for (let a = 0x41; a <= 0x5a; a++) table[a] = a + 32
  for (let wide = 0xff01; wide <= 0xff5e; wide++) {
    const half = wide - 0xfee0
    table[wide] = table[half] || half
  }
  table[0x3000] = 0x20
  table[0xa0] = 0x20
  table[0xffe5] = 0xa5
  const hidden: readonly (readonly [number, number])[] = [
    [0xad, 0xad],
    [0x34f, 0x34f],
    [0x61c, 0x61c],
    [0x115f, 0x1160],
    [0x17b4, 0x17b5],
    [0x180b, 0x180f],
    [0x200b, 0x200f],
    [0x202a, 0x202e],
    [0x2060, 0x206f],
    [0x3164, 0x3164],
    [0xfe00, 0xfe0f],
    [0xfeff, 0xfeff],
    [0xffa0, 0xffa0],
    [0xfff9, 0xfffb],
  ]
  for (const [first, last] of hidden) table.fill(DROP, first, last + 1)
  for (let i = 0; i < TRADITIONAL.length; i++) table[TRADITIONAL.charCodeAt(i)] = SIMPLIFIED.charCodeAt(i)
  return table
}

const CHINESE_DIGITS = new Map(
  ['〇零洞', '一壹幺', '二贰两', '三叁', '四肆', '五伍', '六陆', '七柒', '八捌', '九玖'].flatMap((row, digit) =>
    [...row].map((char) => [char, String(digit)] as const),
  ),
)

/**
 * Chinese digits of a folded text to 0–9, one character to one (「尾号六六八八」), so offsets stay right. Apart
 * from `fold`, because in most sentences 一 and 两 are words and not digits.
 */
export function foldChineseDigits(folded: string): string {
  return folded.replace(/[〇零洞一壹幺二贰两三叁四肆五伍六陆七柒八捌九玖]/g, (char) => CHINESE_DIGITS.get(char) ?? char)
}

/** A number in Chinese words (二十三, 两千零五, 一万二, 二〇二六); null when the folded text is not one. */
export function chineseNumber(folded: string): number | null {
  let total = 0
  let section = 0
  let digit = 0
  let unit = 0
  for (const char of foldChineseDigits(folded)) {
    const power = '十百千'.indexOf(char) + 1
    if (char >= '0' && char <= '9') digit = unit === 0 ? digit * 10 + Number(char) : Number(char)
    else if (power > 0) {
      unit = 10 ** power
      section += (digit || 1) * unit
      digit = 0
    } else if (char === '万') {
      unit = 10_000
      total += (section + digit) * unit
      section = 0
      digit = 0
    } else return null
  }
  // 一百五 means 150 and 一万二 12,000, but 一百零五 means 105.
  const shortened = unit >= 100 && digit > 0 && !/[零〇0]/.test(folded)
  return folded === '' ? null : total + section + (shortened ? (digit * unit) / 10 : digit)
}
