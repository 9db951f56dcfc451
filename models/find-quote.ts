import type { Turn } from '../bot/domain/conversation.ts'
import { fold, foldWithMap, originalSpan } from '../bot/domain/fold.ts'
import type { Evidence } from '../bot/domain/ticket.ts'

/** Points at nothing; verification drops and counts what rests on it. */
export const NOWHERE: Evidence = { message: '', start: 0, end: 0 }

/**
 * Where a model's quote stands in the stored text: letter for letter, else folded (models mend width, case and
 * script when they copy). The message it names first, then the others, because models also miscount messages.
 */
export function findQuote(turn: Turn, message: number, quote: string): Evidence {
  const wanted = quote.trim()
  if (wanted === '') return NOWHERE
  const named = turn.messages[message]
  const places = named ? [named, ...turn.messages.filter((one) => one !== named)] : turn.messages
  for (const { id, text } of places) {
    const start = text.indexOf(wanted)
    if (start >= 0) return { message: id, start, end: start + wanted.length }
  }
  const folded = fold(wanted.toWellFormed()).trim()
  if (folded === '') return NOWHERE
  for (const { id, text } of places) {
    const source = foldWithMap(text.toWellFormed())
    const at = source.text.indexOf(folded)
    if (at >= 0) return { message: id, ...originalSpan(source, at, at + folded.length) }
  }
  return NOWHERE
}
