/** The server's side of Socket Mode: up to ten connections, one of them gets each envelope and must acknowledge it. */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { acceptWebSocket, type Connection } from './web-socket.ts'

export type EnvelopeType = 'events_api' | 'interactive' | 'slash_commands'

export interface Acked {
  readonly accepted: boolean
  readonly body: unknown
  readonly ms: number
}

export class SocketMode {
  readonly #connections = new Set<Connection>()
  readonly #waiting = new Map<string, (payload: unknown) => void>()
  readonly #answerMs: number
  #turn = 0
  /** Connections ever made. */
  made = 0

  constructor(answerMs: number) {
    this.#answerMs = answerMs
  }

  get connections(): readonly Connection[] {
    return [...this.#connections]
  }

  accept(request: IncomingMessage, socket: Duplex): void {
    const connection = acceptWebSocket(request, socket, (text) => this.#heard(text))
    this.made++
    void connection.closed.then(() => this.#connections.delete(connection))
    this.#connections.add(connection)
    const info = { num_connections: this.#connections.size, connection_info: { app_id: 'A0DOUBLE' } }
    connection.send(JSON.stringify({ type: 'hello', ...info, debug_info: { host: 'double', approximate_connection_time: 18_060 } }))
  }

  /** Sends one envelope over one connection, each in its turn. */
  async bring(type: EnvelopeType, payload: object, retry = 0, reason = ''): Promise<Acked> {
    const started = performance.now()
    const open = this.connections
    const connection = open[this.#turn++ % Math.max(1, open.length)]
    if (!connection) return { accepted: false, body: null, ms: 0 }
    const id = randomUUID()
    const acked = new Promise<unknown>((resolve) => void this.#waiting.set(id, resolve))
    const late = new Promise<typeof LATE>((resolve) => void setTimeout(() => resolve(LATE), this.#answerMs).unref())
    const accepts = { accepts_response_payload: type !== 'events_api' }
    connection.send(JSON.stringify({ envelope_id: id, type, payload, ...accepts, retry_attempt: retry, retry_reason: reason }))
    const body = await Promise.race([acked, late, connection.closed.then(() => LATE)])
    this.#waiting.delete(id)
    return { accepted: body !== LATE, body: body === LATE ? null : body, ms: performance.now() - started }
  }

  /** Asks every client, or one, to connect anew. */
  refresh(which: readonly Connection[] = this.connections): void {
    for (const connection of which) {
      connection.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' }))
    }
  }

  close(): void {
    for (const connection of this.#connections) connection.close(true)
  }

  #heard(text: string): void {
    const { envelope_id: id, payload } = JSON.parse(text) as { envelope_id?: string; payload?: unknown }
    if (id) this.#waiting.get(id)?.(payload)
  }
}

const LATE = Symbol('late')
