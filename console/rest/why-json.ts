/** Why a ticket is what it is: what the customer said, what was made of it, and the rule that chose the team. */
import type { z } from '@hono/zod-openapi'
import type { Claim, Understanding } from '../../bot/domain/claim.ts'
import type { DeskConfig } from '../../bot/domain/desk-config.ts'
import type { Spent } from '../../bot/domain/dossier.ts'
import type { Lang } from '../../bot/domain/lang.ts'
import { type Ticket, ticketNumber } from '../../bot/domain/ticket.ts'
import type { WhyFacts } from '../../bot/ports/reader.ts'
import { claimText, isKept, ruleText } from '../../bot/word-why.ts'
import type { why as whySchema } from './schemas.ts'
import { iso } from './ticket-json.ts'

type Why = z.input<typeof whySchema>
type WhyClaim = Why['turns'][number]['claims'][number]

/** A model may say anything; nobody reads more than this of one claim. */
const LONGEST = 300

export function whyJson(ticket: Ticket, facts: WhyFacts, config: DeskConfig, lang: Lang): Why {
  return {
    ticket: ticketNumber(ticket.number),
    turns: facts.turns.map(({ id, at, messages, reading, spent }) => ({
      id,
      at: iso(at),
      model: reading?.model ?? '',
      spent: spentJson([spent], config),
      messages: messages.map((message) => ({ id: message.id, text: message.text, at: iso(message.at) })),
      claims: reading ? reading.claims.flatMap((claim) => claimJson(claim, ticket, reading.understanding, config, lang)) : [],
    })),
    rule: { name: ticket.rule, text: ruleText(ticket.rule, facts.rule, config, lang) },
    spent: spentJson(
      facts.turns.map(({ spent }) => spent),
      config,
    ),
    config: facts.config,
    model: facts.model,
  }
}

/** The sum; money only where every price is known. */
function spentJson(all: readonly Spent[], { prices }: DeskConfig): Why['spent'] {
  const sum = (of: (one: Spent) => number) => all.reduce((total, one) => total + of(one), 0)
  const priced = prices !== undefined && all.every(({ micros }) => micros !== null)
  return {
    tokensIn: sum(({ tokensIn }) => tokensIn),
    tokensOut: sum(({ tokensOut }) => tokensOut),
    calls: sum(({ calls }) => calls),
    cost: priced ? sum(({ micros }) => micros ?? 0) / 1_000_000 : null,
    currency: priced ? prices.currency : null,
  }
}

/** Claims are stored as the model made them, so a malformed one is left out rather than trusted. */
function claimJson(claim: Claim, ticket: Ticket, understanding: Understanding, config: DeskConfig, lang: Lang): readonly WhyClaim[] {
  const { words } = (claim ?? {}) as Partial<Claim>
  if (!words || typeof words.message !== 'string' || !Number.isInteger(words.start) || !Number.isInteger(words.end)) return []
  const confidence = claim.about === 'title' ? 1 : claim.confidence
  return [
    {
      about: String(claim.about),
      text: claimText(claim, ticket, config, lang).slice(0, LONGEST),
      confidence: typeof confidence === 'number' && Number.isFinite(confidence) ? confidence : 0,
      kept: isKept(claim, understanding),
      message: words.message,
      start: words.start,
      end: words.end,
    },
  ]
}
