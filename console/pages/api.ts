/** Every call the pages make, each a small typed function. A refusal becomes a `Problem` whose `detail` a person may read. */
import type * as T from './api-types.ts'

export class Problem extends Error {
  override readonly name = 'Problem'
  /** 0: the desk was not reached at all. */
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, detail: string, cause?: unknown) {
    super(detail, { cause })
    this.status = status
    this.code = code
  }
}

let language: T.Lang = 'en'

/** From now on answers are asked for in this language. */
export function speakLanguage(lang: T.Lang): void {
  language = lang
}

async function problemOf(response: Response): Promise<Problem> {
  const said: unknown = await response.json().catch(() => null)
  const field = (name: string): string | null => {
    if (typeof said !== 'object' || said === null) return null
    const value: unknown = Reflect.get(said, name)
    return typeof value === 'string' && value !== '' ? value : null
  }
  return new Problem(response.status, field('code') ?? '', field('detail') ?? field('title') ?? `HTTP ${response.status}`)
}

async function ask<Answer>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer> {
  const headers: Record<string, string> = { 'accept-language': language, accept: 'application/json' }
  const raw = body instanceof Blob
  if (body !== undefined) headers['content-type'] = raw ? body.type || 'application/octet-stream' : 'application/json'
  const init: RequestInit = { method, headers }
  if (body !== undefined) init.body = raw ? body : JSON.stringify(body)
  const response = await fetch(path, init).catch((cause: unknown) => {
    throw new Problem(0, 'UNREACHABLE', '', cause)
  })
  if (!response.ok) throw await problemOf(response)
  // Some answers have no body; nobody reads those.
  return (await response.json().catch(() => ({}))) as Answer
}

const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))

/** Asks again when the network or the server failed. Only for calls that carry their own id, so that twice is once. */
async function persist<Answer>(call: () => Promise<Answer>): Promise<Answer> {
  for (const pause of [400, 1200, 3000]) {
    try {
      return await call()
    } catch (error) {
      if (!(error instanceof Problem) || (error.status > 0 && error.status < 500)) throw error
      await wait(pause)
    }
  }
  return call()
}

function query(values: Readonly<Record<string, string | number | null | undefined>>): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) {
    if (value !== null && value !== undefined && value !== '') params.set(name, String(value))
  }
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}

const room = (id: string): string => `/web/rooms/${encodeURIComponent(id)}`

/** `crypto.randomUUID` is missing on plain http outside loopback, `getRandomValues` is not. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

export const getDesk = () => ask<T.Desk>('GET', '/v1/playground')
export const seed = () => ask<{ customers: number }>('POST', '/v1/playground/seed', {})
export const reset = () => ask<unknown>('POST', '/v1/playground/reset', {})
export const addCustomer = (name: string, lang: T.Lang) => ask<T.PlaygroundCustomer>('POST', '/v1/playground/customers', { name, lang })

/** This browser as a visitor of the chat page: the one it was, or a new one. */
export const visit = () => ask<T.Visit>('POST', '/web/session', {})

export interface PostsWanted {
  readonly as: string
  readonly after?: number
  readonly thread?: string
}

export const POSTS_LIMIT = 200
export const getPosts = (id: string, wanted: PostsWanted) =>
  ask<T.PostsAnswer>('GET', `${room(id)}/posts${query({ as: wanted.as, after: wanted.after, thread: wanted.thread, limit: POSTS_LIMIT })}`)
export const sendMessage = (id: string, message: T.NewMessage) =>
  persist(() => ask<{ post: string }>('POST', `${room(id)}/messages`, message))
export const act = (action: T.NewAction) => persist(() => ask<{ event?: string; say?: string }>('POST', '/web/actions', action))
export const sayTyping = (id: string, as: string) => ask<unknown>('POST', '/web/typing', { room: id, as })
export const uploadFile = (file: File) => ask<T.FileRef>('POST', `/web/files${query({ name: file.name })}`, file)
export const fileUrl = (blob: string): string => `/web/files/${encodeURIComponent(blob)}`
export const streamUrl = (rooms: readonly string[], as: string): string => `/web/stream${query({ rooms: rooms.join(','), as })}`

export interface TicketFilter {
  readonly state?: string
  readonly team?: string
  readonly owner?: string
  readonly tag?: string
  readonly q?: string
  readonly limit?: number
  readonly cursor?: string | null
}

const ticket = (number: number): string => `/v1/tickets/${number}`

export const getTickets = (filter: TicketFilter) =>
  ask<{ tickets: readonly T.TicketRow[]; next: string | null }>('GET', `/v1/tickets${query({ ...filter })}`)
export const getTicket = (number: number) => ask<T.TicketDetail>('GET', ticket(number))
export const getTicketEvents = (number: number, cursor?: string | null) =>
  ask<{ events: readonly T.TicketEventRow[]; next: string | null }>('GET', `${ticket(number)}/events${query({ limit: 100, cursor })}`)
export const getWhy = (number: number) => ask<T.Why>('GET', `${ticket(number)}/why`)
export const getForm = (number: number, action: string) => ask<T.CardForm>('GET', `${ticket(number)}/forms/${encodeURIComponent(action)}`)
/** What the customer would read; null where nothing is said to them. */
export const lookAt = (number: number, action: string, wish: T.Look) =>
  ask<{ readonly preview: T.ReplyPreview | null }>('POST', `${ticket(number)}/forms/${encodeURIComponent(action)}/preview`, wish)
/** The form of a new ticket for what was filled in so far, and what is wrong in that. */
export const drawCreateForm = (input: Readonly<Record<string, string>>) =>
  ask<T.Form & { readonly errors: Readonly<Record<string, string>> }>('POST', '/v1/forms/create', { input })
/** Without `number` the desk has it and is not done yet. */
export const createTicket = (wish: T.NewTicket) => persist(() => ask<{ readonly number?: string }>('POST', '/v1/tickets', wish))

export const getMessages = (conversation: string, cursor?: string | null) =>
  ask<{ messages: readonly T.MessageRow[]; next: string | null }>(
    'GET',
    `/v1/messages${query({ conversation, limit: 100, cursor, unsent: 'true' })}`,
  )

export const getPersonItems = (cursor?: string | null) =>
  ask<{ items: readonly T.PersonItem[]; next: string | null }>('GET', `/v1/person${query({ limit: 50, cursor })}`)
export const settlePersonItem = (item: T.PersonItem, what: 'retry' | 'drop') =>
  ask<unknown>('POST', `/v1/person/${item.kind}/${encodeURIComponent(item.id)}`, { do: what })

/** Where an agent signs in as themselves: a path of this desk, until then. */
export const agentLink = (agent: string) =>
  ask<{ readonly path: string; readonly until: string }>('POST', `/v1/agents/${encodeURIComponent(agent)}/link`, {})
export const signOut = () => ask<unknown>('POST', '/logout', {})

/** Whether the desk can take work in. That it cannot is an answer, not a refusal; null where somebody else answers in its place. */
export async function getReadiness(): Promise<T.Readiness | null> {
  const said = (await (await fetch('/readyz')).json()) as Partial<T.Readiness> | null
  const { ready, degraded } = said ?? {}
  return typeof ready === 'boolean' && Array.isArray(degraded) ? { ready, degraded } : null
}

export const getCategories = () => ask<{ categories: readonly T.Category[] }>('GET', '/v1/categories')
export const getTags = () => ask<{ tags: readonly T.Category[] }>('GET', '/v1/tags')
export const getSettings = () => ask<T.Settings>('GET', '/v1/settings')
export const retrain = () => ask<unknown>('POST', '/v1/settings/retrain', {})
export const reloadConfig = () => ask<unknown>('POST', '/v1/settings/reload', {})
