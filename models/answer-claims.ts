/** Turns a language model's answer into claims: quotes become offsets, ticket numbers become ids. */
import type { Claim, Intent } from '../bot/domain/claim.ts'
import type { Turn } from '../bot/domain/conversation.ts'
import { type Mood, type Priority, ticketNumber } from '../bot/domain/ticket.ts'
import type { TurnView } from '../bot/ports/understand.ts'
import type { ModelAnswer } from './claim-schema.ts'
import { findQuote } from './find-quote.ts'
import { recites } from './recites.ts'

const MOST_MATTERS = 8
const MOST_FIELDS = 40
/** More is cut by the desk anyway. */
const LONGEST_TITLE = 400
const LONGEST_SUMMARY = 1_000
/** Models state these without a number of their own. */
const STATED = 0.8

/**
 * Keys are not checked here: what is not on a list is the verifier's to drop and count. A title or summary that recites
 * `prompt` is left empty; the desk then takes the customer's words.
 */
export function toClaims(answer: ModelAnswer, turn: Turn, view: TurnView, prompt = ''): readonly Claim[] {
  const own = (text: string, most: number): string => (recites(text.slice(0, most), prompt) ? '' : text.slice(0, most))
  return answer.matters.slice(0, MOST_MATTERS).flatMap((one, matter): readonly Claim[] => {
    const at = ({ message, quote }: { readonly message: number; readonly quote: string }) => findQuote(turn, message, quote)
    const words = at(one.intent_words)
    const claims: Claim[] = [{ about: 'intent', matter, intent: one.intent as Intent, confidence: share(one.intent_confidence), words }]
    if (one.category) {
      const others = one.other_categories.map(({ category, confidence }) => ({ category, confidence: share(confidence) }))
      claims.push({
        about: 'category',
        matter,
        category: one.category.category,
        confidence: share(one.category.confidence),
        others,
        words: at(one.category_words),
      })
    }
    for (const field of one.fields.slice(0, MOST_FIELDS)) {
      claims.push({
        about: 'field',
        matter,
        name: field.name,
        value: field.value,
        confidence: share(field.confidence),
        words: at(field.words),
      })
    }
    if (one.mood !== 'neutral')
      claims.push({ about: 'mood', matter, mood: one.mood as Mood, confidence: STATED, words: at(one.mood_words) })
    if (one.urgency)
      claims.push({
        about: 'urgency',
        matter,
        priority: one.urgency as Priority,
        confidence: STATED,
        words: at(one.urgency_words ?? one.intent_words),
      })
    const ticket = one.ticket ? view.tickets.find((each) => ticketNumber(each.number) === one.ticket) : undefined
    if (one.ticket) claims.push({ about: 'ticket', matter, ticket: ticket?.id ?? '', confidence: STATED, words })
    const [title, summary] = [own(one.title, LONGEST_TITLE), own(one.summary, LONGEST_SUMMARY)]
    claims.push({ about: 'title', matter, title, summary, ...(ticket ? { whole: true } : {}), words })
    return claims
  })
}

function share(confidence: number): number {
  return Number.isFinite(confidence) ? Math.min(1, Math.max(0, confidence)) : 0
}
