/** Lanes that the loop does not wait for. What comes of them while something is being kept is kept together, next. */
export class LateLanes<Result> {
  readonly #most: number
  readonly #keep: (results: readonly Result[]) => Promise<void>
  readonly #lanes = new Set<Promise<void>>()
  #results: Result[] = []
  #keeping: Promise<void> | null = null

  constructor(most: number, keep: (results: readonly Result[]) => Promise<void>) {
    this.#most = most
    this.#keep = keep
  }

  /** How many more there may be; resolves when there may be any. */
  async room(): Promise<number> {
    if (this.#lanes.size >= this.#most) await Promise.race(this.#lanes)
    return this.#most - this.#lanes.size
  }

  add(lane: Promise<void>): void {
    this.#lanes.add(lane)
    void lane.finally(() => this.#lanes.delete(lane))
  }

  /** Resolves when these are kept. */
  keep(results: readonly Result[]): Promise<void> {
    this.#results.push(...results)
    this.#keeping ??= this.#keepAll()
    return this.#keeping
  }

  /** Resolves when none is waited for. */
  async over(): Promise<void> {
    await Promise.all(this.#lanes)
  }

  async #keepAll(): Promise<void> {
    try {
      while (this.#results.length > 0) await this.#keep(this.#results.splice(0))
    } finally {
      this.#keeping = null
    }
  }
}
