/** Words a card from what is stored: the ticket's, or that of a reply on its way. */
import type { Lang } from '../domain/lang.ts'
import type { CardFacts } from '../ports/stores.ts'
import type { Card } from './card.ts'
import { replyCard } from './reply-card.ts'
import { ticketCard } from './ticket-card.ts'

export function drawCard(facts: CardFacts, lang: Lang): Card {
  return facts.reply ? replyCard(facts, facts.reply, lang) : ticketCard(facts, lang)
}
