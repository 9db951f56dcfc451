/** A small client of the desk's REST API, as somebody else's program would write it. */
import type { DeskProcess } from './desk-process.ts'

export interface Sent {
  readonly status: number
  readonly message?: string
  readonly conversation?: string
}

export class ApiClient {
  readonly url: string
  readonly token: string

  constructor(desk: Pick<DeskProcess, 'url' | 'token'>) {
    this.url = desk.url
    this.token = desk.token
  }

  /** Rejects when no answer came. */
  async say(customer: string, id: string, text: string, name?: string): Promise<Sent> {
    const answer = await this.call('POST', '/v1/messages', { customer: { id: customer, ...(name ? { name } : {}) }, id, text })
    return { status: answer.status, ...(answer.body as object) }
  }

  async get<T>(path: string): Promise<T> {
    const { status, body } = await this.call('GET', path)
    if (status >= 300) throw new Error(`GET ${path}: ${status} ${JSON.stringify(body)}`)
    return body as T
  }

  async post<T>(path: string, body: unknown): Promise<T> {
    const answer = await this.call('POST', path, body)
    if (answer.status >= 300) throw new Error(`POST ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body as T
  }

  async call(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
    const response = await fetch(this.url + path, {
      method,
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, body: text ? JSON.parse(text) : null }
  }

  /** Every ticket, page by page. */
  async tickets(): Promise<readonly { number: string; customer: { id: string; name: string | null }; state: string }[]> {
    const all: { number: string; customer: { id: string; name: string | null }; state: string }[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: { tickets: typeof all; next: string | null } = await this.get(
        `/v1/tickets?limit=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
      )
      all.push(...page.tickets)
      cursor = page.next
    }
    return all
  }
}
