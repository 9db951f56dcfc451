/** One message as the local models read it: folded once, with the way back to the stored text. */
import type { Message } from '../bot/domain/conversation.ts'
import { type Folded, foldWithMap, originalSpan } from '../bot/domain/fold.ts'
import type { Evidence } from '../bot/domain/ticket.ts'

/** Nobody tells their trouble in more; the rest of a message is not read, so hostile length costs nothing. */
const LONGEST = 8_000

export interface Said {
  readonly message: string
  /** The stored text, all of it. */
  readonly text: string
  readonly folded: Folded
}

/** A stretch of a folded text. */
export interface Span {
  readonly start: number
  readonly end: number
}

export function hear(message: Message): Said {
  return { message: message.id, text: message.text, folded: foldWithMap(message.text.slice(0, LONGEST)) }
}

/** Where a stretch of the folded text stands in the stored one, without spaces at its ends. */
export function evidenceOf(said: Said, span: Span): Evidence {
  const { start, end } = originalSpan(said.folded, span.start, span.end)
  const words = said.text.slice(start, end)
  const from = start + (words.length - words.trimStart().length)
  return { message: said.message, start: from, end: Math.max(from, start + words.trimEnd().length) }
}

/** The customer's own words of a stretch of the folded text. */
export function wordsOf(said: Said, span: Span): string {
  const { start, end } = evidenceOf(said, span)
  return said.text.slice(start, end)
}

export function overlaps(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end
}
