/** Cuts a text to what a platform takes, at grapheme borders, with nothing lost: the parts joined are the text. */

export interface TextLimit {
  readonly max: number
  readonly unit: 'utf8-bytes' | 'utf16' | 'chars'
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** Length of a text in a platform's own measure; `chars` are Unicode code points. */
export function textLength(text: string, unit: TextLimit['unit']): number {
  if (unit === 'utf16') return text.length
  let n = 0
  for (const char of text) n += unit === 'chars' ? 1 : utf8Length(char.codePointAt(0) ?? 0)
  return n
}

/** Parts of at most `limit.max`; prefers to cut after a line or a sentence in the last fifth of a part. */
export function cutText(text: string, limit: TextLimit): readonly string[] {
  if (textLength(text, limit.unit) <= limit.max) return [text]
  const parts: string[] = []
  let part = ''
  let size = 0
  let softEnd = 0
  for (const { segment } of graphemes.segment(text)) {
    for (const piece of fitting(segment, limit)) {
      const length = textLength(piece, limit.unit)
      if (size + length > limit.max) {
        const cut = softEnd > 0 && textLength(part.slice(0, softEnd), limit.unit) > limit.max * 0.8 ? softEnd : part.length
        parts.push(part.slice(0, cut))
        part = part.slice(cut)
        size = textLength(part, limit.unit)
        softEnd = 0
      }
      part += piece
      size += length
      if (/[\n。！？.!?；;]$/u.test(piece)) softEnd = part.length
    }
  }
  if (part) parts.push(part)
  return parts
}

/** A grapheme longer than a whole part (a hostile pile of marks) is cut at code points. */
function fitting(segment: string, limit: TextLimit): readonly string[] {
  return textLength(segment, limit.unit) <= limit.max ? [segment] : [...segment]
}

function utf8Length(point: number): number {
  if (point < 0x80) return 1
  if (point < 0x800) return 2
  return point < 0x10000 ? 3 : 4
}
