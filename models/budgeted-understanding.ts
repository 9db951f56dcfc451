/**
 * Reads with the better model while there is budget for it: so many tokens a day (UTC) for everybody, and so many
 * for one customer. After that the local model reads, and the turn is marked so that its team knows. What was spent
 * stands in the database, so it holds for all processes and over their ends. Turns under way count by what one has
 * cost of late; the last may go over by what it costs itself.
 */
import type { Claim } from '../bot/domain/claim.ts'
import type { Turn } from '../bot/domain/conversation.ts'
import type { Spending } from '../bot/ports/spending.ts'
import type { Understand } from '../bot/ports/understand.ts'

export interface Budget {
  /** Tokens in and out a day; null: no limit. */
  readonly everybody: number | null
  readonly customer: number | null
  readonly onSpent?: (by: 'everybody' | 'customer') => void
}

/** What a turn is thought to cost until one has been read, in tokens; of later ones each weighs so much in the guess. */
const FIRST_GUESS = 1_500
const NEWS = 0.2

export class BudgetedUnderstanding implements Understand {
  readonly #better: Understand
  readonly #local: Understand
  readonly #spending: Spending
  readonly #budget: Budget
  readonly #underWay = new Map<string, number>()
  #guess: number | null = null

  constructor(better: Understand, local: Understand, spending: Spending, budget: Budget) {
    this.#better = better
    this.#local = local
    this.#spending = spending
    this.#budget = budget
  }

  version(): string {
    return this.#better.version()
  }

  /** Whether there is budget left for something that belongs to a turn, such as its pictures. */
  async mayPay(customer: string): Promise<boolean> {
    return (await this.#spent(customer)) === null
  }

  async read(turn: Turn, ...rest: DropFirst<Parameters<Understand['read']>>): ReturnType<Understand['read']> {
    const spent = await this.#begin(turn.author)
    if (spent) {
      this.#budget.onSpent?.(spent)
      const read = await this.#local.read(turn, ...rest)
      return { ...read, claims: [...read.claims, ...markOf(turn)] }
    }
    try {
      const read = await this.#better.read(turn, ...rest)
      const tokens = read.cost.tokensIn + read.cost.tokensOut
      if (tokens > 0) this.#guess = this.#guess === null ? tokens : this.#guess + NEWS * (tokens - this.#guess)
      return read
    } finally {
      const others = (this.#underWay.get(turn.author) ?? 1) - 1
      if (others > 0) this.#underWay.set(turn.author, others)
      else this.#underWay.delete(turn.author)
    }
  }

  /** Whose budget is spent; null: nobody's, and the turn counts as under way from the moment it was looked at. */
  async #begin(customer: string): Promise<'everybody' | 'customer' | null> {
    return this.#spent(customer, () => this.#underWay.set(customer, (this.#underWay.get(customer) ?? 0) + 1))
  }

  /** Whose budget is spent; null: nobody's, and `free` is called in the same breath. */
  async #spent(customer: string, free?: () => void): Promise<'everybody' | 'customer' | null> {
    const { everybody, customer: each } = this.#budget
    const capped = everybody !== null || each !== null
    const spent = capped ? await this.#spending.today(customer) : { everybody: 0, customer: 0 }
    const guess = this.#guess ?? FIRST_GUESS
    const own = this.#underWay.get(customer) ?? 0
    const all = [...this.#underWay.values()].reduce((sum, one) => sum + one, 0)
    if (everybody !== null && spent.everybody + all * guess >= everybody) return 'everybody'
    if (each !== null && spent.customer + own * guess >= each) return 'customer'
    free?.()
    return null
  }
}

type DropFirst<T extends readonly unknown[]> = T extends readonly [unknown, ...infer Rest] ? Rest : never

function markOf({ messages }: Turn): readonly Claim[] {
  const said = messages.find(({ text }) => text.trim() !== '')
  if (!said) return []
  return [{ about: 'mark', matter: 0, mark: 'budget', confidence: 1, words: { message: said.id, start: 0, end: said.text.length } }]
}
