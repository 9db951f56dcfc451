/** Words for the search index: folded; Chinese as overlapping pairs, since it has no spaces. */
import { fold } from './fold.ts'

const MOST = 400

export function searchTokens(text: string): readonly string[] {
  const tokens = new Set<string>()
  for (const [run] of fold(text).matchAll(/[\p{Script=Han}]+|[\p{L}\p{N}]+/gu)) {
    if (/\p{Script=Han}/u.test(run)) for (const pair of pairs(run)) tokens.add(pair)
    else tokens.add(run.slice(0, 64))
    if (tokens.size >= MOST) break
  }
  return [...tokens]
}

function pairs(run: string): readonly string[] {
  const chars = [...run]
  return chars.length < 2 ? chars : chars.slice(1).map((char, i) => `${chars[i]}${char}`)
}
