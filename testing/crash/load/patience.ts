/**
 * Customers have things to do besides: so many wait for their first answer, and the others hold their tongue until
 * these have it. Without it a driver that gets an acknowledgement in two milliseconds measures how long a queue grows.
 */
import { ApiClient } from '../../api-client.ts'
import { type Fleet, pause } from '../fleet.ts'

/** Words without a ticket yet, of all customers together. */
const MOST_WAITING = 100
/** Who has had no ticket for so long gives up waiting, and another customer comes in his place; the audit says why. */
const LONGEST_MS = 120_000
const LOOK_MS = 500
const PAGE = 50

export class Patience {
  readonly #fleet: Fleet
  /** When they were acknowledged, by the customers' names. */
  readonly #waiting = new Map<string, number>()
  #turn = 0
  #looking: Promise<void> | null = null
  /** Customers who gave up waiting. */
  unanswered = 0

  constructor(fleet: Fleet) {
    this.#fleet = fleet
  }

  /** The customer's first words were acknowledged. */
  waits(customer: string): void {
    this.#waiting.set(customer, Date.now())
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
    for (const [customer, since] of this.#waiting)
      if (Date.now() - since > LONGEST_MS) {
        this.#waiting.delete(customer)
        this.unanswered++
      }
  }
}

interface Page {
  readonly tickets: readonly { readonly customer: { readonly name: string | null } }[]
  readonly next: string | null
}
