/** Why a ticket is what it is: what the customer said, what was made of it, and the rule that chose the team. */
import type { z } from '@hono/zod-openapi'
import type { Claim, Understanding } from '../../bot/domain/claim.ts'
import type { DeskConfig, RoutingRule } from '../../bot/domain/desk-config.ts'
import type { Lang } from '../../bot/domain/lang.ts'
import { shorten } from '../../bot/domain/shorten.ts'
import { type Ticket, ticketNumber } from '../../bot/domain/ticket.ts'
import type { WhyFacts } from '../../bot/ports/reader.ts'
import { texts } from '../../bot/texts/index.ts'
import { TITLE_LENGTH } from '../../bot/understanding/verify-claims.ts'
import type { why as whySchema } from './schemas.ts'
import { iso } from './ticket-json.ts'
import { wordValue } from './word-event.ts'

type Why = z.input<typeof whySchema>
type WhyClaim = Why['turns'][number]['claims'][number]

/** A model may say anything; nobody reads more than this of one claim. */
const LONGEST = 300

export function whyJson(ticket: Ticket, facts: WhyFacts, config: DeskConfig, lang: Lang): Why {
  return {
    ticket: ticketNumber(ticket.number),
    turns: facts.turns.map(({ id, at, messages, reading }) => ({
      id,
      at: iso(at),
      model: reading?.model ?? '',
      messages: messages.map((message) => ({ id: message.id, text: message.text, at: iso(message.at) })),
      claims: reading ? reading.claims.flatMap((claim) => claimJson(claim, ticket, reading.understanding, config, lang)) : [],
    })),
    rule: { name: ticket.rule, text: ruleText(facts.rule, config, lang) },
    config: facts.config,
    model: facts.model,
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

function claimText(claim: Claim, ticket: Ticket, config: DeskConfig, lang: Lang): string {
  switch (claim.about) {
    case 'intent':
      return texts(lang).console.intents[claim.intent] ?? String(claim.intent)
    case 'category':
      return config.categories.find((one) => one.key === claim.category)?.labels[lang] ?? String(claim.category)
    case 'field':
      return `${config.fields.find((one) => one.key === claim.name)?.labels[lang] ?? String(claim.name)}: ${wordValue(String(claim.name), String(claim.value), config, lang)}`
    case 'mood':
      return texts(lang).card.moods[claim.mood] ?? String(claim.mood)
    case 'urgency':
      return String(claim.priority)
    case 'ticket':
      return claim.ticket === ticket.id ? ticketNumber(ticket.number) : String(claim.ticket)
    case 'title':
      return String(claim.title)
    case 'mark':
      return texts(lang).marks.codes[claim.mark] ?? String(claim.mark)
    default:
      return ''
  }
}

/** Did it become part of what was understood? */
function isKept(claim: Claim, { matters, marks }: Understanding): boolean {
  switch (claim.about) {
    case 'intent':
      return matters.some((matter) => matter.intent === claim.intent)
    case 'category':
      return matters.some((matter) => matter.category?.key === claim.category)
    case 'field':
      return matters.some((matter) =>
        matter.fields.some(
          ({ name, value, evidence }) =>
            name === claim.name &&
            value === claim.value &&
            evidence.message === claim.words.message &&
            evidence.start === claim.words.start,
        ),
      )
    case 'mood':
      return matters.some((matter) => matter.mood === claim.mood)
    case 'urgency':
      return matters.some((matter) => matter.urgency === claim.priority)
    case 'ticket':
      return matters.some((matter) => matter.ticket === claim.ticket)
    case 'mark':
      return marks?.includes(claim.mark) ?? false
    case 'title':
      return typeof claim.title === 'string' && matters.some((matter) => matter.title === shorten(claim.title, TITLE_LENGTH))
    default:
      return false
  }
}

function ruleText(rule: RoutingRule | null, config: DeskConfig, lang: Lang): string {
  const { rule: words } = texts(lang).console
  if (rule === null) return words.gone
  const { card } = texts(lang)
  const { when } = rule
  const either = (keys: readonly string[]) => keys.join(words.or)
  const category = (key: string) => config.categories.find((one) => one.key === key)?.labels[lang] ?? key
  const parts = [
    when.category && words.category(either(when.category.map(category))),
    when.priority && words.priority(either(when.priority)),
    when.mood && words.mood(either(when.mood.map((mood) => card.moods[mood as keyof typeof card.moods] ?? mood))),
    when.lang && words.lang(either(when.lang)),
    when.channel && words.channel(either(when.channel)),
    when.contains && words.contains(either(when.contains.map((each) => `“${each}”`))),
  ].filter((part) => part !== undefined)
  const team = config.teams.find((one) => one.key === rule.team)?.labels[lang] ?? rule.team
  return words.to(parts.length === 0 ? words.always : parts.join(words.and), team)
}
