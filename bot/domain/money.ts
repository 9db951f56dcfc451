/** Sums of money in a text, with the words around each. */
import { fold } from './fold.ts'

export interface Sum {
  /** In the currency's whole units. */
  readonly value: number
  readonly text: string
  /** Folded words of the same clause, before and behind. */
  readonly around: string
}

const NUMBER = String.raw`\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,9}(?:\.\d{1,2})?`
const SUM = new RegExp(
  String.raw`(?:(?:¥|\$|€|£|\b(?:rmb|cny|usd|eur|gbp|twd|ntd|hkd)\b ?\$?|nt\$|hk\$) ?(${NUMBER})(?![\d.,]*\d))|(?<![\d.,])(${NUMBER}) ?(?:元|块钱?|圆|港币|台币|人民币|\b(?:rmb|cny|usd|eur|gbp|yuan|dollars?|euros?|pounds?)\b)`,
  'g',
)
const CLAUSE_END = /[。！？!?;；\n，,]/
const NEAR = 24

export function sumsIn(text: string): readonly Sum[] {
  const folded = fold(text)
  return [...folded.matchAll(SUM)].map((match) => {
    const end = match.index + match[0].length
    const before =
      folded
        .slice(Math.max(0, match.index - NEAR), match.index)
        .split(CLAUSE_END)
        .at(-1) ?? ''
    const after = folded.slice(end, end + NEAR).split(CLAUSE_END)[0] ?? ''
    return { value: numberOf(match[1] ?? match[2] ?? ''), text: match[0], around: `${before} ${after}` }
  })
}

/** The sum a field holds: `199`, `￥199.00`, `199元`; null where it holds none, or more than one. */
export function sumOf(value: string | null): number | null {
  const numbers = fold(value ?? '').match(new RegExp(NUMBER, 'g')) ?? []
  return numbers.length === 1 && numbers[0] ? numberOf(numbers[0]) : null
}

function numberOf(said: string): number {
  return Number(said.replaceAll(',', ''))
}
