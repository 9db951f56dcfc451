import type { Matter } from '../domain/claim.ts'
import type { Turn } from '../domain/conversation.ts'
import { shorten } from '../domain/shorten.ts'
import { SUMMARY_LENGTH, TITLE_LENGTH } from '../understanding/verify-claims.ts'

/** What a turn is when no model could read it: a matter for a person to sort, in the customer's own words. Null when nothing was said. */
export function unreadMatter(turn: Pick<Turn, 'messages'>): Matter | null {
  const words = turn.messages.map((m) => m.text).filter((text) => text.trim() !== '')
  const said = (words.length > 0 ? words : turn.messages.flatMap((m) => m.attachments.map((file) => file.name))).join('\n')
  const title = shorten(said, TITLE_LENGTH)
  if (title === '') return null
  return {
    intent: 'problem',
    confidence: 0,
    category: null,
    fields: [],
    mood: 'neutral',
    urgency: null,
    ticket: null,
    title,
    summary: shorten(said, SUMMARY_LENGTH),
  }
}
