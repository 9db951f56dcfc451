export interface BatchBounds {
  readonly least: number
  readonly most: number
  /** Whether somebody waits for what a batch holds up; absent: nobody ever does. */
  readonly hurry?: () => boolean
}

/**
 * How many items the next batch may have. Small while there is little to do, and while somebody waits for an
 * acknowledgement, because they wait for the batch before; doubled for as long as each batch comes back full, because
 * a large one costs less an item.
 */
export class BatchSize {
  readonly #least: number
  readonly #most: number
  readonly #hurry: () => boolean
  #now: number

  constructor({ least, most, hurry = () => false }: BatchBounds) {
    this.#least = least
    this.#most = most
    this.#hurry = hurry
    this.#now = least
  }

  get now(): number {
    return this.#hurry() ? this.#least : this.#now
  }

  /** Tells how many items the last batch had. */
  had(items: number): void {
    this.#now = items >= this.now ? Math.min(this.#most, this.#now * 2) : this.#least
  }
}
