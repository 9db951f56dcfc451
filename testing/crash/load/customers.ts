/** Customers who write over the API as a careful client does: the same id again until there is an answer. */
import { ApiClient } from '../../api-client.ts'
import { type Fleet, pause } from '../fleet.ts'
import type { Ledger } from '../ledger.ts'
import { Patience } from './patience.ts'

export interface Words {
  readonly customer: string
  readonly id: string
  /** Stands in the text and nowhere else. */
  readonly token: string
  readonly text: string
  /** The customer's first message, which opens the ticket. */
  readonly first: boolean
}

export interface SayOptions {
  /** Gives up after this long, milliseconds; the message then counts for nothing. */
  readonly patienceMs?: number
  readonly signal?: AbortSignal
}

const AGAIN_MS = 30
/** A client gives an answer this long; then it asks anew, and does not know whether the first time went through. */
const ANSWER_MS = 10_000

export class Customers {
  readonly #fleet: Fleet
  readonly #ledger: Ledger
  #count = 0
  #turn = 0
  /** Answers other than 202, by status; 0: no answer at all. */
  readonly refusals = new Map<number, number>()
  /** How long the desk took to acknowledge, milliseconds, answered tries only. */
  readonly ackMs: number[] = []
  resent = 0
  /** What customers of all kinds wait for. */
  readonly patience: Patience

  constructor(fleet: Fleet, ledger: Ledger) {
    this.#fleet = fleet
    this.#ledger = ledger
    this.patience = new Patience(fleet)
  }

  /** What a customer nobody has seen before says first. */
  fresh(): Words {
    return this.#words(`c${this.#count}`, true)
  }

  /** Something more from the same customer. */
  more(customer: string): Words {
    return this.#words(customer, false)
  }

  /** Says it until it is acknowledged, and keeps that in the ledger. Answers whether it was. */
  async say(words: Words, { patienceMs = 120_000, signal }: SayOptions = {}): Promise<boolean> {
    const end = Date.now() + patienceMs
    for (let tries = 0; Date.now() < end && !signal?.aborted; tries++) {
      const answer = await this.#once(words)
      if (answer?.status === 202 && answer.message) {
        if (tries > 0) this.resent++
        this.#ledger.add({ is: 'acked', token: words.token, customer: words.customer, message: answer.message, first: words.first })
        return true
      }
      await pause(AGAIN_MS)
    }
    return false
  }

  /** Says again what was acknowledged, as a platform that lost the answer does. */
  async repeat(words: Words): Promise<void> {
    const answer = await this.#once(words)
    if (answer?.status === 202 && answer.message) this.#ledger.add({ is: 'again', token: words.token, message: answer.message })
  }

  /** Says it once; null when no answer came. */
  async #once(words: Words): Promise<{ readonly status: number; readonly message?: string } | null> {
    const desk = this.#fleet.any(this.#turn++, 'intake')
    if (!desk) return null
    const began = performance.now()
    const asked = new ApiClient(desk).say(words.customer, words.id, words.text, words.customer).catch(() => null)
    const answer = await Promise.race([asked, pause(ANSWER_MS).then(() => null)])
    if (answer) this.ackMs.push(performance.now() - began)
    if (answer?.status !== 202) this.refusals.set(answer?.status ?? 0, (this.refusals.get(answer?.status ?? 0) ?? 0) + 1)
    return answer
  }

  #words(customer: string, first: boolean): Words {
    const token = String(20_260_000_000 + this.#count++)
    return { customer, id: `m${token}`, token, text: `我买的水壶漏水了，订单号 ${token}`, first }
  }
}

export interface Load {
  /** No new words; resolves when everybody has an answer. */
  stop(): Promise<void>
}

/** So many customers at once, each a new one as soon as the last was acknowledged, as long as the desk is not behind; one in ten is heard twice. */
export function startCustomers(customers: Customers, beside: number, betweenMs = 0): Load {
  const ended = new AbortController()
  const all = Array.from({ length: beside }, async () => {
    for (;;) {
      await customers.patience.room(ended.signal)
      if (ended.signal.aborted) return
      const words = customers.fresh()
      if (await customers.say(words)) customers.patience.waits(words.customer)
      if (Math.random() < 0.1) await customers.repeat(words)
      if (betweenMs > 0) await pause(betweenMs)
    }
  })
  return {
    stop: async () => {
      ended.abort()
      await Promise.all(all)
    },
  }
}
