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
}

export interface DecidedPriority {
  readonly priority: Priority
  /** Codes `category`, `urgency`, `rule` and `mood`; on a tie the earlier one gave it. */
  readonly why: Reason
}

/** A category the config does not know. */
const USUAL: Priority = 'P3'

/**
 * The highest of what the category, the customer's words and the rule say. An angry customer is moved up
 * by one, but not to P1: anger alone must not outrank a stolen account.
 */
export function decidePriority(facts: PriorityFacts, config: Pick<DeskConfig, 'categories'>): DecidedPriority {
  const usual = config.categories.find(({ key }) => key === facts.category)?.priority ?? USUAL
  let decided: DecidedPriority = { priority: usual, why: { code: 'category', facts: { category: facts.category, priority: usual } } }
  const { urgency, rulePriority, rule } = facts
  if (urgency && isHigher(urgency, decided.priority))
    decided = { priority: urgency, why: { code: 'urgency', facts: { priority: urgency } } }
  if (rulePriority && isHigher(rulePriority, decided.priority)) {
    decided = { priority: rulePriority, why: { code: 'rule', facts: { priority: rulePriority, ...(rule && { rule }) } } }
  }
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

function isHigher(a: Priority, b: Priority): boolean {
  return PRIORITIES.indexOf(a) < PRIORITIES.indexOf(b)
}
