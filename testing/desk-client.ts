/** The hands of a desk's people, in process: customers over REST and remote channels, agents in web rooms and over REST. */
import { randomUUID } from 'node:crypto'
import type { ErrorFacts } from '../bot/errors.ts'
import type { Router } from '../kit/http/router-env.ts'

export interface Answer<T = unknown> {
  readonly status: number
  readonly body: T
}

export interface Problem {
  readonly code: string
  readonly title: string
  readonly detail: string
  readonly facts: ErrorFacts
}

export interface Heard {
  readonly id: string
  readonly kind: string
  readonly text: string
  readonly author: string | null
  readonly state?: string
  readonly options?: readonly { readonly key: string; readonly label: string }[]
}

export interface TicketSeen {
  readonly number: string
  readonly state: string
  readonly title: string
  readonly summary: string
  readonly category: string
  readonly priority: string
  readonly mood: string
  readonly team: string
  readonly owner: { readonly id: string; readonly key: string; readonly name: string } | null
  readonly customer: { readonly id: string; readonly name: string | null }
  readonly fields: readonly { readonly name: string; readonly value: string | null }[]
  readonly missing: readonly string[]
  readonly promises: readonly { readonly kind: string; readonly state: string; readonly due: string }[]
}

/** What stands in a web room. */
export interface RoomPost {
  readonly id: string
  readonly kind: string
  readonly thread: string | null
  readonly author: string | null
  readonly to: string | null
  readonly body: {
    readonly text?: string
    readonly speaker?: string
    readonly options?: readonly { readonly key: string }[]
    readonly cards?: Readonly<Record<string, CardSeen>>
    readonly tokens?: Readonly<Record<string, string>>
  }
}

export interface CardSeen {
  readonly kind: string
  readonly number: number
  readonly title: string
  readonly text: string
  readonly state: string
  readonly chips: readonly { readonly text: string }[]
  readonly lines: readonly { readonly label: string; readonly value: string }[]
  readonly actions: readonly { readonly action: string; readonly more?: string }[]
}

/** A delivery as a remote channel gets it. */
export interface Lent {
  readonly id: string
  readonly kind: string
  readonly room: { readonly id: string }
  readonly text?: string
}

/** For what comes as soon as the machine has time for it. */
const PATIENCE_MS = 40_000
const LONGEST_PAUSE_MS = 100

export class DeskClient {
  readonly #token: string
  readonly #router: () => Router
  #count = 0

  constructor(token: string, router: () => Router) {
    this.#token = token
    this.#router = router
  }

  async call<T = unknown>(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer<T>> {
    const response = await this.#router().request(`http://127.0.0.1${path}`, {
      method,
      headers: { host: '127.0.0.1', authorization: `Bearer ${this.#token}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, body: (text ? JSON.parse(text) : null) as T }
  }

  /** A desk whose machine has too much to do asks to be tried again in a little while: the same again, by its id, until it takes it. */
  #ask<T>(method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer<T>> {
    return this.until(async () => {
      const answer = await this.call<T>(method, path, body, headers)
      return answer.status !== 503 && answer
    })
  }

  async get<T>(path: string): Promise<T> {
    const { status, body } = await this.#ask<T>('GET', path)
    if (status >= 300) throw new Error(`GET ${path}: ${status} ${JSON.stringify(body)}`)
    return body
  }

  /** A name nobody had before, for ids and people. */
  fresh(prefix: string): string {
    this.#count++
    return `${prefix}-${this.#count}`
  }

  /** A customer's message over REST; the customer's id is also the conversation's name and the customer's name. */
  say(customer: string, text: string, id = this.fresh('m')): Promise<Answer<{ message: string; conversation: string }>> {
    return this.#ask('POST', '/v1/messages', { customer: { id: customer, name: customer }, id, text })
  }

  /** All that was said with a customer, oldest first. */
  async talk(customer: string): Promise<readonly Heard[]> {
    return (await this.get<{ messages: Heard[] }>(`/v1/messages?conversation=${encodeURIComponent(customer)}&limit=200`)).messages
  }

  /** What the customer was told, without what the customer said. */
  async told(customer: string, kind?: string): Promise<readonly string[]> {
    const heard = (await this.talk(customer)).filter((m) => m.kind !== 'customer' && (kind === undefined || m.kind === kind))
    return heard.map((m) => m.text)
  }

  /** The customer's tickets, oldest first. */
  async tickets(customer: string): Promise<readonly TicketSeen[]> {
    const { tickets } = await this.get<{ tickets: TicketSeen[] }>('/v1/tickets?limit=200')
    return tickets.filter((t) => t.customer.name === customer).reverse()
  }

  ticket(number: string): Promise<TicketSeen> {
    return this.get(`/v1/tickets/${number}`)
  }

  /** Says it and waits for the ticket it opens, the only one the customer has. */
  async open(customer: string, ...texts: readonly string[]): Promise<TicketSeen> {
    for (const text of texts) await this.say(customer, text)
    return this.until(async () => (await this.tickets(customer))[0])
  }

  /** What comes of a command, however long this machine takes: one not decided in the desk's five seconds is asked for again, by its id. */
  async command(
    number: string,
    as: string,
    command: string,
    args: Readonly<Record<string, string>> = {},
    lang = 'en',
  ): Promise<Answer<Problem & TicketSeen>> {
    const body = { as, command, args, id: randomUUID() }
    return this.until(async () => {
      const path = `/v1/tickets/${number}/commands`
      const answer = await this.#ask<Problem & TicketSeen>('POST', path, body, { 'accept-language': lang })
      return answer.status !== 202 && answer
    })
  }

  /** What a person sees in a web room, or in a thread of it. */
  async room(room: string, as: string, thread?: string): Promise<readonly RoomPost[]> {
    const { posts } = await this.get<{ posts: RoomPost[] }>(`/web/rooms/${room}/posts?as=${as}${thread ? `&thread=${thread}` : ''}`)
    return posts
  }

  /** The ticket's card in a room, once it is there. */
  card(room: string, number: string, as = 'sun'): Promise<RoomPost> {
    return this.until(async () =>
      (await this.room(room, as)).find((post) => cardOf(post)?.kind === 'ticket' && `T-${cardOf(post)?.number}` === number),
    )
  }

  /** Words in the thread of a ticket's card. */
  async thread(room: string, number: string, as = 'sun'): Promise<readonly string[]> {
    const card = await this.card(room, number, as)
    return (await this.room(room, as, card.id)).map((post) => post.body.text ?? '')
  }

  /** A person types in a room or a thread. */
  type(room: string, as: string, text: string, more: Readonly<Record<string, unknown>> = {}): Promise<Answer<{ event: string }>> {
    return this.#ask('POST', `/web/rooms/${room}/messages`, { id: this.fresh('w'), as, text, ...more })
  }

  /** A person presses a button of a card. */
  press(
    post: RoomPost,
    action: string,
    as: string,
    input?: Readonly<Record<string, string>>,
    wait = false,
  ): Promise<Answer<{ event: string; code?: string; detail?: string }>> {
    return this.#ask('POST', '/web/actions', {
      id: this.fresh('p'),
      as,
      token: post.body.tokens?.[action] ?? '',
      ...(input ? { input } : {}),
      ...(wait ? { wait } : {}),
    })
  }

  /** Somebody of a remote channel says something; the room has the person's name. */
  hear(
    channel: string,
    person: string,
    text: string,
    more: Readonly<Record<string, unknown>> = {},
  ): Promise<Answer<{ answers: readonly { taken: string; message: string | null }[] }>> {
    const event = { key: this.fresh('k'), room: { id: person }, from: { id: person, name: person }, text, ...more }
    return this.#ask('POST', `/v1/channels/${channel}/events`, { events: [event] })
  }

  /** What a remote channel is lent now. */
  async lent(channel: string): Promise<readonly Lent[]> {
    return (await this.get<{ deliveries: Lent[] }>(`/v1/channels/${channel}/deliveries?wait=0`)).deliveries
  }

  /** What comes of lent deliveries: `outcome` is asked for each, until one is found that `ends`. */
  async deliver(channel: string, outcome: (out: Lent) => object, ends: (out: Lent) => boolean): Promise<readonly Lent[]> {
    const all: Lent[] = []
    return this.until(async () => {
      const lent = await this.lent(channel)
      for (const out of lent) await this.#ask('POST', `/v1/channels/${channel}/deliveries/${out.id}/outcome`, outcome(out))
      all.push(...lent)
      return lent.some(ends) && all
    })
  }

  /** The first value that is there; rejects when it does not come. */
  async until<T>(look: () => Promise<T | undefined | null | false>, ms = PATIENCE_MS): Promise<T> {
    let pause = 10
    for (const end = Date.now() + ms; ; await new Promise((resolve) => setTimeout(resolve, pause))) {
      // Who looks too often keeps the machine from what is looked for.
      pause = Math.min(pause * 1.3, LONGEST_PAUSE_MS)
      const found = await look()
      if (found !== undefined && found !== null && found !== false) return found
      if (Date.now() > end) throw new Error(`it did not come: ${look.toString().slice(0, 200)}`)
    }
  }
}

export function cardOf(post: RoomPost): CardSeen | undefined {
  return post.body.cards?.['zh-CN'] ?? Object.values(post.body.cards ?? {})[0]
}
