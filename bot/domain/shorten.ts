/** Cuts words to at most `most` code points, never inside what a reader sees as one character, on one safe line. */
import { visible } from './fold.ts'

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** Line breaks and controls; the marks that hide or turn the direction of text go with `visible`. */
const UNSAFE = /[\p{Cc}\u2028\u2029]+/gu

export function shorten(text: string, most: number): string {
  // Eight units a character leave room for most emoji, and keep a megabyte out of the segmenter.
  const clean = visible(text.slice(0, most * 8 + 400))
    .toWellFormed()
    .replace(UNSAFE, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
  if (clean.length <= most) return clean
  let out = ''
  let room = most
  for (const { segment } of graphemes.segment(clean)) {
    const size = [...segment].length
    if (size > room) {
      // A pile of marks longer than the whole allowance is hostile: it may be cut.
      return out === '' ? [...segment].slice(0, most).join('') : out.trimEnd()
    }
    out += segment
    room -= size
  }
  return out
}
