/** Why a ticket is what it is, in words: what a model claimed of the customer's words, and the rule that chose the team. */
import type { Claim, Understanding } from './domain/claim.ts'
import type { DeskConfig, RoutingRule } from './domain/desk-config.ts'
import type { Lang } from './domain/lang.ts'
import { shorten } from './domain/shorten.ts'
import { type Ticket, ticketNumber } from './domain/ticket.ts'
import { texts } from './texts/index.ts'
import { TITLE_LENGTH } from './understanding/verify-claims.ts'
import { wordValue } from './word-event.ts'

export function claimText(claim: Claim, ticket: Ticket, config: DeskConfig, lang: Lang): string {
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
export function isKept(claim: Claim, { matters, marks }: Understanding): boolean {
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

/** The rule that chose the team, as people say it; a person chose it where it has no name. */
export function ruleText(name: string, rule: RoutingRule | null, config: DeskConfig, lang: Lang): string {
  const { rule: words } = texts(lang).console
  if (rule === null) return name === '' ? words.byHand : words.gone
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
    when.level && words.level(either(when.level.map((key) => config.levels?.find((one) => one.key === key)?.labels[lang] ?? key))),
    when.contains && words.contains(either(when.contains.map((each) => `“${each}”`))),
  ].filter((part) => part !== undefined)
  const team = config.teams.find((one) => one.key === rule.team)?.labels[lang] ?? rule.team
  return words.to(parts.length === 0 ? words.always : parts.join(words.and), team)
}
