/** How urgent a ticket is, and why: the reason stands on the card so that an agent can disagree. */
import type { DeskConfig } from './desk-config.ts'
import { type Mood, PRIORITIES, type Priority, type Reason, type Ticket } from './ticket.ts'

export interface PriorityFacts {
  readonly category: string
  /** What the customer's words claim; null: nothing. */
  readonly urgency: Priority | null
  readonly mood: Mood
  /** What the routing rule demands; null: nothing. */
  readonly rulePriority: Priority | null
  /** The rule's name, so that the reason can say it. */
  readonly rule?: string
  /** The customer's; null or absent: none. */
  readonly level?: string | null
}

export interface DecidedPriority {
  readonly priority: Priority
  /** Codes `category`, `urgency`, `rule`, `level`, `mood` and `capped`; on a tie the earlier one gave it. */
  readonly why: Reason
}

/** A category the config does not know. */
const USUAL: Priority = 'P3'

/**
 * The highest of what the category, the customer's words, the rule and the customer's level say. An angry customer is moved up
 * by one, but not to P1: anger alone must not outrank a stolen account.
 */
export function decidePriority(facts: PriorityFacts, config: Pick<DeskConfig, 'categories' | 'levels'>): DecidedPriority {
  const usual = config.categories.find(({ key }) => key === facts.category)?.priority ?? USUAL
  let decided: DecidedPriority = { priority: usual, why: { code: 'category', facts: { category: facts.category, priority: usual } } }
  const { urgency, rulePriority, rule } = facts
  if (urgency && isHigher(urgency, decided.priority))
    decided = { priority: urgency, why: { code: 'urgency', facts: { priority: urgency } } }
  if (rulePriority && isHigher(rulePriority, decided.priority)) {
    decided = { priority: rulePriority, why: { code: 'rule', facts: { priority: rulePriority, ...(rule && { rule }) } } }
  }
  const level = config.levels?.find(({ key }) => key === facts.level)
  if (level?.priority && isHigher(level.priority, decided.priority))
    decided = { priority: level.priority, why: { code: 'level', facts: { priority: level.priority, level: level.key } } }
  const raised = PRIORITIES[PRIORITIES.indexOf(decided.priority) - 1]
  if (facts.mood !== 'angry' || !raised || raised === 'P1') return decided
  return { priority: raised, why: { code: 'mood', facts: { mood: facts.mood, from: decided.priority, priority: raised } } }
}

/**
 * What a customer's mood does to a ticket they write more about: anger that was not there before, or a second turn of
 * displeasure, moves it up by one (not to P1) and should be told to whoever leads. Null: nothing new. Once a ticket:
 * afterwards its reason is the mood, and where a person set the priority that person has heard the customer.
 */
export function afterMood(ticket: Pick<Ticket, 'mood' | 'priority' | 'priorityWhy'>, mood: Mood): DecidedPriority | null {
  const { priority, priorityWhy } = ticket
  if (priorityWhy.code === 'mood' || priorityWhy.code === 'agent') return null
  const angered = mood === 'angry' && ticket.mood !== 'angry'
  const again = ticket.mood === 'unhappy' && mood === 'unhappy' && priority !== 'P1'
  if (!angered && !again) return null
  if (priority === 'P1') return { priority, why: priorityWhy }
  const above = PRIORITIES[PRIORITIES.indexOf(priority) - 1]
  const raised = above && above !== 'P1' ? above : priority
  return { priority: raised, why: { code: 'mood', facts: { mood, from: priority, priority: raised } } }
}

/** P1 that no person set: so many a customer in a day; what goes beyond is P2 until a person has looked. */
export const MOST_URGENT = 3
const DAY_MS = 24 * 60 * 60 * 1_000
const AUTOMATIC = new Set(['category', 'urgency', 'rule', 'level'])

/**
 * Words alone must not buy the first place in the queue again and again: a customer whose tickets of the last day, ended
 * ones too, are P1 three times over gets P2, with the reason on the card. `customers`: that customer's tickets.
 */
export function capUrgent(
  decided: DecidedPriority,
  customers: Iterable<Pick<Ticket, 'openedAt' | 'priority' | 'priorityWhy'>>,
  now: number,
): DecidedPriority {
  if (decided.priority !== 'P1') return decided
  let urgent = 0
  for (const { openedAt, priority, priorityWhy } of customers) {
    if (openedAt <= now - DAY_MS) continue
    // Capped before: where many tickets came since, the first three need not be seen any more.
    if (priorityWhy.code === 'capped') urgent = MOST_URGENT
    else if (priority === 'P1' && AUTOMATIC.has(priorityWhy.code)) urgent++
  }
  if (urgent < MOST_URGENT) return decided
  return { priority: 'P2', why: { code: 'capped', facts: { priority: 'P2', from: 'P1', most: MOST_URGENT, by: decided.why.code } } }
}

export function isHigher(a: Priority, b: Priority): boolean {
  return PRIORITIES.indexOf(a) < PRIORITIES.indexOf(b)
}
