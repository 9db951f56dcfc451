import type { Outcome } from '../../bot/ports/channel.ts'
import type { SendWork } from '../../bot/ports/stores.ts'

export type SendResult = { readonly work: SendWork; readonly outcome: Outcome }

/**
 * Deliveries of one claimed lane. They are settled together, because settling frees the lane: one that is
 * still on its way in a freed lane would be waited for by nobody.
 */
export class LaneBatch {
  readonly #works: ReadonlyMap<string, SendWork>
  readonly #outcomes = new Map<string, Outcome>()

  constructor(works: readonly SendWork[]) {
    this.#works = new Map(works.map((work) => [work.outgoing.id, work]))
  }

  get ids(): readonly string[] {
    return [...this.#works.keys()]
  }

  report(id: string, outcome: Outcome): void {
    if (this.#works.has(id)) this.#outcomes.set(id, outcome)
  }

  outcomeOf(id: string): Outcome | null {
    return this.#outcomes.get(id) ?? null
  }

  get complete(): boolean {
    return this.#outcomes.size === this.#works.size
  }

  get begun(): boolean {
    return this.#outcomes.size > 0
  }

  /** Ids without an outcome. */
  get missing(): readonly string[] {
    return this.ids.filter((id) => !this.#outcomes.has(id))
  }

  /** What is known; what is not is queued again, so that the next poll gets it. */
  results(): readonly SendResult[] {
    return [...this.#works.values()].map((work) => ({ work, outcome: this.#outcomes.get(work.outgoing.id) ?? { later: 0 } }))
  }
}
