/** Browsers of a test: they use the web channel through its routes, as the pages do. */

import { createWebChannel, type WebChannel } from '../../connectors/web/web-channel.ts'
import type { WebChannelOptions } from '../../connectors/web/web-options.ts'
import { createRouter } from '../../kit/http/create-router.ts'
import type { Router } from '../../kit/http/router-env.ts'
import { createLog } from '../../kit/log.ts'
import type { Post } from '../../kit/ports/board.ts'
import { createTokens, type Tokens } from '../../kit/tokens.ts'
import { createInProcessBell } from '../../workers/bell/in-process-bell.ts'
import { createMemoryBlobs } from '../fakes/memory-blobs.ts'
import { createMemoryBoard } from '../fakes/memory-board.ts'

export interface WebDesk {
  readonly channel: WebChannel
  readonly router: Router
  readonly options: WebChannelOptions
  readonly tokens: Tokens
  get(path: string, headers?: Record<string, string>): Promise<Response>
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>
  upload(name: string, bytes: Uint8Array, headers?: Record<string, string>): Promise<Response>
  posts(room: string, as: string, more?: Record<string, string | number>): Promise<{ posts: readonly Post[]; rev: number }>
}

/** A desk with nothing but web rooms, on a board and blobs in memory unless others are given. Anybody may do anything. */
export function startWebDesk(given: Partial<WebChannelOptions> = {}): WebDesk {
  const tokens = createTokens('a secret of the tests')
  const log = createLog({ level: 'silent' })
  const options: WebChannelOptions = {
    board: createMemoryBoard(),
    bell: createInProcessBell(),
    blobs: createMemoryBlobs(),
    tokens,
    log,
    mayUse: async () => true,
    word: (say, lang) => `${say.code} in ${lang}`,
    publicUrl: null,
    ...given,
  }
  const channel = createWebChannel(options)
  const router = createRouter({ log, word: (code) => ({ title: code, detail: '' }) })
  channel.mount(router)
  const ask = async (path: string, init: RequestInit): Promise<Response> => router.request(path, init)
  return {
    channel,
    router,
    options,
    tokens,
    get: (path, headers = {}) => ask(path, { headers }),
    post: (path, body, headers = {}) => {
      const raw = typeof body === 'string' ? body : JSON.stringify(body)
      return ask(path, { method: 'POST', body: raw, headers: { 'content-type': 'application/json', ...headers } })
    },
    upload: (name, bytes, headers = {}) =>
      ask(`/web/files?name=${encodeURIComponent(name)}`, { method: 'POST', body: new Uint8Array(bytes), headers }),
    posts: async (room, as, more = {}) => {
      const query = new URLSearchParams({ as, ...Object.fromEntries(Object.entries(more).map(([key, value]) => [key, String(value)])) })
      const answer = await ask(`/web/rooms/${encodeURIComponent(room)}/posts?${query}`, {})
      if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
      return (await answer.json()) as { posts: readonly Post[]; rev: number }
    },
  }
}

/** What an event stream said: `next` waits for the next event, and answers null when the stream has ended. */
export function eventsOf(body: ReadableStream<Uint8Array> | null): {
  next(): Promise<{ event: string; data: unknown } | null>
  cancel(): Promise<void>
} {
  if (body === null) throw new Error('the answer has no body')
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  return {
    async next() {
      for (;;) {
        const end = text.indexOf('\n\n')
        if (end >= 0) {
          const block = text.slice(0, end)
          text = text.slice(end + 2)
          const event = /^event: (.*)$/m.exec(block)?.[1]
          const data = /^data: (.*)$/m.exec(block)?.[1]
          if (event !== undefined) return { event, data: JSON.parse(data ?? 'null') }
          continue
        }
        const { done, value } = await reader.read()
        if (done) return null
        text += decoder.decode(value, { stream: true })
      }
    },
    cancel: () => reader.cancel(),
  }
}
