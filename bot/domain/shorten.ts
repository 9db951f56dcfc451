/** Cuts words to at most `most` code points, never inside what a reader sees as one character, on one safe line. */
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** Line breaks, controls, and the marks that turn the direction of text on a card. */
const UNSAFE = /[\p{Cc}\u2028\u2029]+/gu
const HIDDEN = /[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]/g

export function shorten(text: string, most: number): string {
  // Eight units a character leave room for most emoji, and keep a megabyte out of the segmenter.
  const clean = text
    .slice(0, most * 8 + 400)
    .toWellFormed()
    .replace(HIDDEN, '')
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
