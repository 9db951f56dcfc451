/**
 * How many items the next batch may have. Small while there is little to do, because whoever waits for an
 * acknowledgement waits for the batch before; doubled for as long as each batch comes back full, because a large
 * one costs less an item.
 */
export class BatchSize {
  readonly #least: number
  readonly #most: number
  #now: number

  constructor({ least, most }: { readonly least: number; readonly most: number }) {
    this.#least = least
    this.#most = most
    this.#now = least
  }

  get now(): number {
    return this.#now
  }

  /** Tells how many items the last batch had. */
  had(items: number): void {
    this.#now = items >= this.#now ? Math.min(this.#most, this.#now * 2) : this.#least
  }
}
