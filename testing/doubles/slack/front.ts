/**
 * The Web API as our app sees it: the emulator behind a proxy that keeps Slack's limits, adds what the emulator
 * lacks (forms, Socket Mode, response_url) and fails on demand.
 */
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { checkMessage, checkView } from './check-blocks.ts'
import { Faults } from './faults.ts'
import type { SocketMode } from './socket-mode.ts'
import type { Workspace } from './workspace.ts'

type Json = Readonly<Record<string, unknown>>

/** One call of the Web API as it was made. */
export interface CallSeen {
  readonly method: string
  readonly args: Json
  readonly at: number
  /** Null: it was not answered. */
  readonly answer: Json | null
}

export interface OpenView {
  readonly id: string
  readonly hash: string
  readonly user: string
  readonly view: Json
}

export interface Front {
  readonly url: string
  readonly faults: Faults
  /** Headers of every answer of the Web API, such as `x-oauth-scopes` or another `date`. */
  readonly headers: Record<string, string>
  readonly calls: readonly CallSeen[]
  readonly views: readonly OpenView[]
  /** What was posted to `response_url`s. */
  readonly responses: readonly { readonly url: string; readonly body: Json }[]
  /** What only one person sees. */
  readonly ephemerals: readonly Json[]
  /** The home each person sees, by their id. */
  readonly homes: ReadonlyMap<string, Json>
  /** Makes a trigger of a person's press; a form can be opened with it for three seconds. */
  trigger(user: string): string
  responseUrl(place: { readonly user: string; readonly channel: string }): string
  /** A form whose sending was answered with another view, which now stands in its place. Throws for a view Slack would not take. */
  updated(opened: OpenView, view: Json): void
  close(): Promise<void>
}

export interface FrontOptions {
  readonly workspace: Workspace
  readonly sockets: SocketMode
  readonly appToken: string
  readonly port?: number
  /** Requests that are the double's own; true: answered. */
  readonly also?: (path: string, body: string, response: ServerResponse) => boolean
}

const TRIGGER_MS = 3_000
const CHECKED = new Set(['chat.postMessage', 'chat.postEphemeral', 'chat.update'])

export async function openFront({ workspace, sockets, appToken, port = 0, also }: FrontOptions): Promise<Front> {
  const faults = new Faults()
  const headers: Record<string, string> = {}
  const calls: CallSeen[] = []
  const views: OpenView[] = []
  const responses: { url: string; body: Json }[] = []
  const ephemerals: Json[] = []
  const homes = new Map<string, Json>()
  const triggers = new Map<string, { user: string; until: number }>()
  const places = new Map<string, Json>()
  let base = ''

  const own: Readonly<Record<string, (args: Json, token: string) => Json>> = {
    'apps.connections.open': (_, token) =>
      token === appToken
        ? { ok: true, url: `${base.replace('http', 'ws')}/socket?ticket=${randomUUID()}` }
        : { ok: false, error: 'invalid_auth' },
    'views.open': (args) => {
      const trigger = triggers.get(String(args['trigger_id']))
      if (!trigger || trigger.until < Date.now()) return { ok: false, error: 'expired_trigger_id' }
      triggers.delete(String(args['trigger_id']))
      const view = args['view'] as Json
      const wrong = checkView(view)
      if (wrong) return { ok: false, error: wrong }
      const opened = { id: `V${views.length + 1}DOUBLE`, hash: `${Date.now()}.abc`, user: trigger.user, view }
      views.push(opened)
      return { ok: true, view: { ...view, id: opened.id, hash: opened.hash } }
    },
    'views.publish': (args) => {
      const view = args['view'] as Json
      const wrong = checkView(view)
      if (wrong) return { ok: false, error: wrong }
      homes.set(String(args['user_id']), view)
      return { ok: true, view: { ...view, id: `V${args['user_id']}` } }
    },
    'views.update': (args) => {
      const opened = views.findLast((each) => each.id === args['view_id'])
      if (!opened) return { ok: false, error: 'not_found' }
      if (args['hash'] !== undefined && args['hash'] !== opened.hash) return { ok: false, error: 'hash_conflict' }
      const view = args['view'] as Json
      const wrong = checkView(view)
      if (wrong) return { ok: false, error: wrong }
      redrawn(opened, view)
      return { ok: true, view: { ...view, id: opened.id } }
    },
  }
  const redrawn = (opened: OpenView, view: Json) => void views.push({ ...opened, hash: `${Date.now()}.${views.length}`, view })

  /** What is posted to a `response_url`: for the person alone unless it says otherwise. A fault of `response_url` refuses it. */
  const answerTo = (url: string, said: Json, response: ServerResponse): void => {
    const wrong = faults.take('response_url', said) ? 'expired_url' : checkMessage(said)
    if (!wrong) responses.push({ url, body: said })
    if (!wrong && said['response_type'] !== 'in_channel') ephemerals.push({ ...said, ...places.get(url) })
    json(response, wrong ? 404 : 200, wrong ? { ok: false, error: wrong } : { ok: true })
  }

  const callApi = async (method: string, request: IncomingMessage, body: string, response: ServerResponse): Promise<void> => {
    const token = String(request.headers.authorization ?? '').replace(/^Bearer /, '')
    const args = argsOf(request.headers['content-type'] ?? '', body)
    const seen = { method, args, at: Date.now() }
    const fault = faults.take(method, args)
    if (fault && 'drop' in fault) return cut(response, calls, seen)
    if (fault && 'limited' in fault) {
      calls.push({ ...seen, answer: { ok: false, error: 'ratelimited' } })
      return json(response, 429, { ok: false, error: 'ratelimited' }, { 'retry-after': String(fault.limited) })
    }
    if (fault && 'status' in fault) {
      calls.push({ ...seen, answer: null })
      return json(response, fault.status, { ok: false })
    }
    const wrong = fault && 'error' in fault ? fault.error : CHECKED.has(method) ? checkMessage(args) : null
    const answer: Json = wrong
      ? { ok: false, error: wrong }
      : (own[method]?.(args, token) ?? (await forward(workspace, base, method, request, body)))
    if (method === 'chat.postEphemeral' && answer['ok']) ephemerals.push({ ...args, ts: answer['message_ts'] })
    if (fault && 'cut' in fault) return cut(response, calls, seen)
    if (fault && 'slow' in fault) await new Promise((resolve) => setTimeout(resolve, fault.slow))
    calls.push({ ...seen, answer })
    json(response, 200, answer, headers)
  }

  const server = createServer((request, response) => {
    void (async () => {
      const bytes = await read(request)
      const body = bytes.toString()
      const path = (request.url ?? '').split('?')[0] ?? ''
      if (path.startsWith('/response/')) return answerTo(`${base}${path}`, JSON.parse(body) as Json, response)
      if (path.startsWith('/api/')) return callApi(path.slice(5), request, body, response)
      if (also?.(path, body, response)) return
      await passOn(workspace, request, bytes, response)
    })().catch((error: unknown) => json(response, 500, { error: String(error) }))
  })
  // A machine that stalls must not find a connection closed that it was about to use.
  server.keepAliveTimeout = 120_000
  server.on('upgrade', (request, socket) => {
    if (request.url?.startsWith('/socket')) sockets.accept(request, socket)
    else socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: `${base}/api`,
    faults,
    headers,
    calls,
    views,
    responses,
    ephemerals,
    homes,
    trigger: (user) => {
      const id = `${triggers.size + 1}.${randomUUID()}`
      triggers.set(id, { user, until: Date.now() + TRIGGER_MS })
      return id
    },
    updated: (opened, view) => {
      const wrong = checkView(view)
      if (wrong) throw new Error(`Slack would not take the view: ${wrong}`)
      redrawn(opened, view)
    },
    responseUrl: (place) => {
      const url = `${base}/response/${randomUUID()}`
      places.set(url, place)
      return url
    },
    close: async () => {
      sockets.close()
      server.closeAllConnections()
      await new Promise<void>((resolve) => void server.close(() => resolve()))
    },
  }
}

/** What is no method is a file: its bytes go to and come from the emulator, whose own address nobody needs. */
async function passOn(workspace: Workspace, request: IncomingMessage, bytes: Buffer, response: ServerResponse): Promise<void> {
  const headers = { 'content-type': request.headers['content-type'] ?? '', authorization: request.headers.authorization ?? '' }
  const hasBody = request.method === 'POST' || request.method === 'PUT'
  const answer = await fetch(`${workspace.url}${request.url}`, {
    method: request.method ?? 'GET',
    headers,
    ...(hasBody ? { body: new Uint8Array(bytes) } : {}),
  })
  response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' })
  response.end(Buffer.from(await answer.arrayBuffer()))
}

/** The emulator answers an unknown method with 404, Slack with an error of its own. Addresses it names are ours. */
async function forward(workspace: Workspace, base: string, method: string, request: IncomingMessage, body: string): Promise<Json> {
  const headers = { 'content-type': request.headers['content-type'] ?? '', authorization: request.headers.authorization ?? '' }
  const answer = await fetch(`${workspace.url}/api/${method}`, { method: 'POST', headers, body })
  if (answer.status === 404) return { ok: false, error: 'unknown_method' }
  const own = [workspace.url, workspace.url.replace('127.0.0.1', 'localhost')]
  return JSON.parse(own.reduce((text, url) => text.replaceAll(url, base), await answer.text())) as Json
}

function cut(response: ServerResponse, calls: CallSeen[], seen: Omit<CallSeen, 'answer'>): void {
  calls.push({ ...seen, answer: null })
  response.socket?.destroy()
}

export function json(response: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

/** The SDK sends a form whose structures are JSON. */
function argsOf(contentType: string, body: string): Json {
  if (contentType.startsWith('application/json')) return body === '' ? {} : (JSON.parse(body) as Json)
  return Object.fromEntries([...new URLSearchParams(body)].map(([key, value]) => [key, structured(key, value)]))
}

const STRUCTURES = new Set(['blocks', 'metadata', 'view', 'files', 'attachments'])
const FLAGS = new Set(['link_names', 'unfurl_links', 'unfurl_media', 'mrkdwn'])

function structured(key: string, value: string): unknown {
  if (STRUCTURES.has(key)) return JSON.parse(value)
  return FLAGS.has(key) ? value === 'true' : value
}
