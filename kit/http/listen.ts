/** Serves the router on a port, and stops serving without cutting anybody off who can still be answered. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { createAdaptorServer, type HttpBindings } from '@hono/node-server'
import { Fault } from '../fault.ts'
import type { Router } from './router-env.ts'

export interface Listening {
  /** The port really listened on, also when asked for port 0. */
  readonly port: number
  /** `http://127.0.0.1:3000` */
  readonly url: string
  /** Takes no new request, ends event streams and idle connections, waits at most `ms` for the rest, then cuts. */
  stop(ms: number): Promise<void>
}

const HEADERS_MS = 10_000
/** Longer than the idle time of common load balancers, so that it is they who hang up. */
const KEEP_ALIVE_MS = 65_000
const LOOK_AGAIN_MS = 50
/** Connections that wait to be accepted, where the system grants so many: the usual 511 are fewer than a flood opens while one batch is worked on, and who finds no place hears nothing for seconds. */
const BACKLOG = 4_096

/** What is open now: connections, and answers under way. */
interface Open {
  readonly sockets: Set<Socket>
  readonly answers: Set<ServerResponse>
}

export interface ListenOptions {
  readonly host: string
  readonly port: number
  /** Told of each request before it is looked at. */
  readonly onRequest?: () => void
}

/** Rejects with UNAVAILABLE when the port cannot be had. */
export async function listen(router: Router, { host, port, onRequest = () => undefined }: ListenOptions): Promise<Listening> {
  const open: Open = { sockets: new Set(), answers: new Set() }
  const server = createAdaptorServer({ fetch: (request, env) => router.fetch(request, env as HttpBindings) }) as Server
  server.headersTimeout = HEADERS_MS
  server.keepAliveTimeout = KEEP_ALIVE_MS
  server.on('connection', (socket: Socket) => remember(open.sockets, socket))
  server.prependListener('request', onRequest)
  server.on('request', (_: IncomingMessage, answer: ServerResponse) => remember(open.answers, answer))
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new Fault('UNAVAILABLE', { host, port, why: error.code ?? '' }, error)))
    server.listen({ port, host, backlog: BACKLOG }, resolve)
  })
  const address = server.address()
  const bound = typeof address === 'object' && address !== null ? address.port : port
  return {
    port: bound,
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    stop: (ms) => stop(server, open, ms),
  }
}

function remember<T extends Socket | ServerResponse>(set: Set<T>, thing: T): void {
  set.add(thing)
  thing.on('close', () => set.delete(thing))
}

/** Event streams have no end of their own. */
const isStream = (answer: ServerResponse): boolean => String(answer.getHeader('content-type')).startsWith('text/event-stream')

async function stop(server: Server, { sockets, answers }: Open, ms: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  const sweep = () => {
    const busy = new Set<Socket | null>()
    for (const answer of answers) {
      busy.add(answer.socket)
      if (!answer.headersSent) answer.setHeader('connection', 'close')
      // A browser opens an ended event stream again, elsewhere or when we are back.
      else if (isStream(answer) && !answer.writableEnded) answer.end()
    }
    // Node's closeIdleConnections leaves alone whoever connected and has not asked for anything yet.
    for (const socket of sockets) if (!busy.has(socket)) socket.destroySoon()
  }
  sweep()
  const sweeping = setInterval(sweep, LOOK_AGAIN_MS)
  const cutting = setTimeout(() => server.closeAllConnections(), ms)
  await closed
  clearInterval(sweeping)
  clearTimeout(cutting)
}
