/**
 * Reads with the better model while there is budget for it: so many tokens a day (UTC) for everybody, and so many
 * for one customer. After that the local model reads, and the turn is marked so that its team knows. The count is
 * this process's own and begins anew with it; a turn under way may go over by what it costs itself.
 */
import type { Claim } from '../bot/domain/claim.ts'
import type { Turn } from '../bot/domain/conversation.ts'
import type { Understand } from '../bot/ports/understand.ts'

export interface Budget {
  /** Tokens in and out a day; null: no limit. */
  readonly everybody: number | null
  readonly customer: number | null
  readonly onSpent?: (by: 'everybody' | 'customer') => void
}

const DAY_MS = 24 * 60 * 60 * 1_000

export class BudgetedUnderstanding implements Understand {
  readonly #better: Understand
  readonly #local: Understand
  readonly #budget: Budget
  #day = 0
  #all = 0
  readonly #customers = new Map<string, number>()

  constructor(better: Understand, local: Understand, budget: Budget) {
    this.#better = better
    this.#local = local
    this.#budget = budget
  }

  version(): string {
    return this.#better.version()
  }

  async read(turn: Turn, ...rest: DropFirst<Parameters<Understand['read']>>): ReturnType<Understand['read']> {
    const [view] = rest
    this.#begin(Math.floor(view.now / DAY_MS))
    const spent = this.#spentBy(turn.author)
    if (spent) {
      this.#budget.onSpent?.(spent)
      const read = await this.#local.read(turn, ...rest)
      return { ...read, claims: [...read.claims, ...markOf(turn)] }
    }
    const read = await this.#better.read(turn, ...rest)
    const tokens = read.cost.tokensIn + read.cost.tokensOut
    this.#all += tokens
    if (tokens > 0 && this.#budget.customer !== null) this.#customers.set(turn.author, (this.#customers.get(turn.author) ?? 0) + tokens)
    return read
  }

  #begin(day: number): void {
    if (day === this.#day) return
    this.#day = day
    this.#all = 0
    this.#customers.clear()
  }

  #spentBy(customer: string): 'everybody' | 'customer' | null {
    const { everybody, customer: each } = this.#budget
    if (everybody !== null && this.#all >= everybody) return 'everybody'
    return each !== null && (this.#customers.get(customer) ?? 0) >= each ? 'customer' : null
  }
}

type DropFirst<T extends readonly unknown[]> = T extends readonly [unknown, ...infer Rest] ? Rest : never

function markOf({ messages }: Turn): readonly Claim[] {
  const said = messages.find(({ text }) => text.trim() !== '')
  if (!said) return []
  return [{ about: 'mark', matter: 0, mark: 'budget', confidence: 1, words: { message: said.id, start: 0, end: said.text.length } }]
}
