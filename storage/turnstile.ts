/** One at a time: whoever is urgent goes before everybody who is not; among equals the first to come. */
export class Turnstile {
  readonly #urgent: (() => void)[] = []
  readonly #others: (() => void)[] = []
  #busy = false
  #hurriedAt = Number.NEGATIVE_INFINITY

  /** Milliseconds since somebody urgent came last. */
  get calmMs(): number {
    return performance.now() - this.#hurriedAt
  }

  async pass<T>(urgent: boolean, work: () => Promise<T>): Promise<T> {
    if (urgent) this.#hurriedAt = performance.now()
    if (this.#busy) await new Promise<void>((go) => (urgent ? this.#urgent : this.#others).push(go))
    this.#busy = true
    try {
      return await work()
    } finally {
      const next = this.#urgent.shift() ?? this.#others.shift()
      if (next) next()
      else this.#busy = false
    }
  }
}
