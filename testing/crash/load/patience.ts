/**
 * Customers have things to do besides: so many wait for their first answer, and the others hold their tongue until
 * these have it. Without it a driver that gets an acknowledgement in two milliseconds measures how long a queue grows.
 */
import { ApiClient } from '../../api-client.ts'
import { type Fleet, pause } from '../fleet.ts'

/** Words without a ticket yet, of all customers together. */
const MOST_WAITING = 100
const LOOK_MS = 500
const PAGE = 50

export class Patience {
  readonly #fleet: Fleet
  /** The names of customers who were acknowledged and have no ticket. One who never gets one waits to the end, and the audit says why. */
  readonly #waiting = new Set<string>()
  #turn = 0
  #looking: Promise<void> | null = null

  constructor(fleet: Fleet) {
    this.#fleet = fleet
  }

  /** The customer's first words were acknowledged. */
  waits(customer: string): void {
    this.#waiting.add(customer)
  }

  /** Resolves when one more customer may say something, or `signal` is aborted. */
  async room(signal: AbortSignal): Promise<void> {
    while (this.#waiting.size >= MOST_WAITING && !signal.aborted) {
      this.#looking ??= this.#look().finally(() => {
        this.#looking = null
      })
      await this.#looking
      if (this.#waiting.size >= MOST_WAITING) await pause(LOOK_MS)
    }
  }

  /** The newest tickets, page by page for as long as there are some on it that somebody waits for. */
  async #look(): Promise<void> {
    for (let cursor = '', found = true; found; ) {
      const desk = this.#fleet.any(this.#turn++, 'console')
      if (!desk) break
      const page = await new ApiClient(desk)
        .get<Page>(`/v1/tickets?limit=${PAGE}${cursor === '' ? '' : `&cursor=${cursor}`}`)
        .catch(() => null)
      const answered = page?.tickets.filter(({ customer }) => this.#waiting.delete(customer.name ?? '')) ?? []
      cursor = page?.next ?? ''
      found = answered.length > 0 && cursor !== ''
    }
  }
}

interface Page {
  readonly tickets: readonly { readonly customer: { readonly name: string | null } }[]
  readonly next: string | null
}
