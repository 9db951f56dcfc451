/** Which team a ticket goes to: the desk's rules in order, the first that fits wins. */
import type { DeskConfig, RoutingRule, RuleWhen } from './desk-config.ts'
import { fold } from './fold.ts'
import type { Lang } from './lang.ts'
import type { Mood, Priority } from './ticket.ts'

const LATIN = /[a-z0-9]/
const DIGIT = /[0-9]/

/** What a rule may look at. `text` is the turn's text as said. */
export interface RoutingFacts {
  readonly category: string
  readonly priority: Priority
  readonly mood: Mood
  readonly lang: Lang
  readonly channel: string
  /** The customer's; null or absent: none. */
  readonly level?: string | null
  readonly text: string
}

export interface Routed {
  readonly team: string
  /** Name of the rule that fitted. */
  readonly rule: string
  /** The least priority the rule demands; absent when it has no opinion. */
  readonly priority?: Priority
}

/**
 * Always answers: a checked config ends in a rule without conditions, and the last rule is taken as one
 * even if it has some, because a ticket without a team is seen by nobody.
 */
export function route(facts: RoutingFacts, config: Pick<DeskConfig, 'routing' | 'teams'>): Routed {
  const folded = { ...facts, text: fold(facts.text) }
  const rule = config.routing.find(({ when }) => ruleFits(when, folded)) ?? config.routing.at(-1)
  if (!rule) return { team: config.teams[0]?.key ?? '', rule: '' }
  return answer(rule)
}

function answer({ name, team, priority }: RoutingRule): Routed {
  return priority ? { team, rule: name, priority } : { team, rule: name }
}

/** Do all given parts hold? `facts.text` must be folded already. */
export function ruleFits(when: RuleWhen, facts: RoutingFacts): boolean {
  return (
    (when.category?.some((pattern) => categoryFits(pattern, facts.category)) ?? true) &&
    (when.priority?.includes(facts.priority) ?? true) &&
    (when.mood?.includes(facts.mood) ?? true) &&
    (when.lang?.includes(facts.lang) ?? true) &&
    (when.channel?.includes(facts.channel) ?? true) &&
    (when.level?.includes(facts.level ?? '') ?? true) &&
    (when.contains?.some((word) => holdsWord(facts.text, fold(word))) ?? true)
  )
}

/** `after-sales/quality` fits itself; `after-sales/*` fits the whole group. */
export function categoryFits(pattern: string, category: string): boolean {
  return pattern.endsWith('/*') ? category.startsWith(pattern.slice(0, -1)) : pattern === category
}

/**
 * Both folded. Chinese has no spaces, so a word may stand anywhere; but a Latin word starts where a word
 * starts (“sue” is not in “issue”) and a number is whole (“12315” is not in order 8812315900).
 */
export function holdsWord(text: string, word: string): boolean {
  if (word === '') return false
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    const starts = !(LATIN.test(word[0] ?? '') && LATIN.test(text[at - 1] ?? ''))
    const ends = !(DIGIT.test(word.at(-1) ?? '') && DIGIT.test(text[at + word.length] ?? ''))
    if (starts && ends) return true
  }
  return false
}
