/** Choice fields: the value is a key of the closed list, said by one of its labels or words. */
import type { FieldDef } from '../../bot/domain/desk-config.ts'
import { fold } from '../../bot/domain/fold.ts'
import type { Span } from '../said.ts'

export interface Chosen extends Span {
  readonly key: string
  readonly confidence: number
}

const NEGATED = /(?:不要|不想|不用|不是|别|不需要|无需|not|don'?t want(?: an?| the)?|no)\s?$/
/** A one- or two-letter label (M, XL) is a word by itself only beside one of these. */
const SIZE_AFTER = /^\s?(?:码|号|size\b)/
const SIZE_BEFORE = /(?:size|码|号|要|换|改成|换成|是)[:\s]?$/

/** The best choice named in a folded text; `asked` tells that the desk has just asked for this field. */
export function findChoice(text: string, field: FieldDef, asked: boolean): Chosen | null {
  let best: (Chosen & { readonly length: number }) | null = null
  for (const choice of field.choices ?? []) {
    for (const label of new Set([...Object.values(choice.labels), ...choice.words].map((one) => fold(one).trim()))) {
      const at = label === '' ? -1 : placeOf(text, label, asked)
      if (at < 0 || (best && best.length >= label.length)) continue
      best = { key: choice.key, start: at, end: at + label.length, length: label.length, confidence: asked ? 0.9 : 0.7 }
    }
  }
  return best && { key: best.key, start: best.start, end: best.end, confidence: best.confidence }
}

function placeOf(text: string, label: string, asked: boolean): number {
  const latin = /^[\x20-\x7e]+$/.test(label)
  for (let at = text.indexOf(label), tries = 0; at >= 0 && tries < 50; at = text.indexOf(label, at + 1), tries++) {
    const before = text.slice(Math.max(0, at - 16), at)
    const after = text.slice(at + label.length, at + label.length + 8)
    if (latin && (/[a-z0-9]$/.test(before) || /^[a-z0-9]/.test(after))) continue
    if (NEGATED.test(before)) continue
    if (latin && label.length <= 2 && !asked && !SIZE_AFTER.test(after) && !SIZE_BEFORE.test(before)) continue
    return at
  }
  return -1
}
