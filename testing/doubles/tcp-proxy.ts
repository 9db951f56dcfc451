/**
 * A TCP connection with the faults a network has. Stands between a process and its database, Redis or model; the
 * mode may change at any time and concerns open connections as well as new ones.
 */
import { connect, createServer, type Server, type Socket } from 'node:net'

export type ProxyMode =
  | { readonly is: 'pass' }
  /** Every piece arrives this much later, in order. */
  | { readonly is: 'delay'; readonly ms: number }
  /** Nothing arrives and nobody is told; what was sent arrives when the mode changes. */
  | { readonly is: 'blackhole' }
  /** Every connection, open or new, is reset. */
  | { readonly is: 'reset' }
  /** The server's side ends (FIN) and says nothing more; what the client sends still arrives. */
  | { readonly is: 'half-close' }
  /** Each connection is reset once the server has said this many bytes to it since the mode was set. */
  | { readonly is: 'cut-after'; readonly bytes: number }
  /** The connection is reset in place of a piece from the server that holds these bytes, each `every`th time. */
  | { readonly is: 'cut-on'; readonly bytes: Buffer; readonly every: number }
  /** Each direction gets this many bytes at a time, so far apart. */
  | { readonly is: 'drip'; readonly bytes: number; readonly ms: number }

export interface TcpProxy {
  readonly port: number
  /** Connections open now. */
  readonly open: number
  /** Connections the proxy has reset so far. */
  readonly cuts: number
  set(mode: ProxyMode): void
  close(): Promise<void>
}

export async function startTcpProxy(target: { readonly port: number; readonly host?: string }): Promise<TcpProxy> {
  const links = new Set<Link>()
  const shared: Shared = { mode: { is: 'pass' }, cuts: 0, seen: 0 }
  const server: Server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const link = new Link(client, target, shared, () => links.delete(link))
    links.add(link)
    link.changed()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    get open() {
      return links.size
    },
    get cuts() {
      return shared.cuts
    },
    set: (mode) => {
      shared.mode = mode
      for (const link of [...links]) link.changed()
    },
    close: async () => {
      for (const link of [...links]) link.end()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

interface Shared {
  mode: ProxyMode
  cuts: number
  /** How often `cut-on` found its bytes. */
  seen: number
}

class Link {
  readonly #client: Socket
  readonly #server: Socket
  readonly #shared: Shared
  readonly #gone: () => void
  readonly #chains = { toServer: Promise.resolve(), toClient: Promise.resolve() }
  #wake: () => void = () => undefined
  #said = 0
  #over = false
  #halfClosed = false

  constructor(client: Socket, target: { readonly port: number; readonly host?: string }, shared: Shared, gone: () => void) {
    this.#client = client
    this.#shared = shared
    this.#gone = gone
    // A proxy that gathers small packets adds 40 ms to each answer of a database.
    this.#server = connect({ port: target.port, host: target.host ?? '127.0.0.1', allowHalfOpen: true, noDelay: true })
    this.#pump(client, this.#server, 'toServer')
    this.#pump(this.#server, client, 'toClient')
  }

  /** The mode is another one: what waits goes on under it. */
  changed(): void {
    this.#said = 0
    const { is } = this.#shared.mode
    if (is === 'reset') this.#cut()
    else if (is === 'half-close' && !this.#halfClosed) {
      this.#halfClosed = true
      this.#client.end()
    }
    this.#wake()
  }

  end(): void {
    this.#over = true
    this.#client.destroy()
    this.#server.destroy()
    this.#wake()
    this.#gone()
  }

  #cut(): void {
    if (this.#over) return
    this.#shared.cuts++
    this.#over = true
    this.#client.resetAndDestroy()
    this.#server.resetAndDestroy()
    this.#wake()
    this.#gone()
  }

  /** Pieces go one after the other: a later one never overtakes an earlier one, whatever becomes of the mode. */
  #pump(from: Socket, to: Socket, way: 'toServer' | 'toClient'): void {
    const then = (step: () => Promise<void> | void) => {
      this.#chains[way] = this.#chains[way].then(step).catch(() => this.end())
    }
    from.on('data', (piece: Buffer) => {
      from.pause()
      then(async () => {
        await this.#carry(piece, to, way)
        if (!this.#over) from.resume()
      })
    })
    from.on('end', () => then(() => this.#passable().then(() => void (this.#over || to.end()))))
    from.on('error', () => this.end())
    from.on('close', () => then(() => this.end()))
  }

  async #carry(piece: Buffer, to: Socket, way: 'toServer' | 'toClient'): Promise<void> {
    await this.#passable()
    const { mode } = this.#shared
    if (this.#over || (way === 'toClient' && this.#halfClosed)) return
    if (mode.is === 'delay') await new Promise((resolve) => setTimeout(resolve, mode.ms))
    if (mode.is === 'drip') return this.#drip(piece, to, mode)
    if (way === 'toClient' && mode.is === 'cut-after') {
      const left = mode.bytes - this.#said
      this.#said += piece.length
      if (this.#said < mode.bytes) return write(to, piece)
      await write(to, piece.subarray(0, Math.max(0, left)))
      return this.#cut()
    }
    if (way === 'toClient' && mode.is === 'cut-on' && piece.includes(mode.bytes)) {
      this.#shared.seen++
      if (this.#shared.seen % mode.every === 0) return this.#cut()
    }
    return write(to, piece)
  }

  async #drip(piece: Buffer, to: Socket, { bytes, ms }: { readonly bytes: number; readonly ms: number }): Promise<void> {
    for (let at = 0; at < piece.length && !this.#over; at += bytes) {
      await write(to, piece.subarray(at, at + bytes))
      // Once the mode is another one the rest goes at once.
      if (this.#shared.mode.is === 'drip') await new Promise((resolve) => setTimeout(resolve, ms))
    }
  }

  async #passable(): Promise<void> {
    while (this.#shared.mode.is === 'blackhole' && !this.#over)
      await new Promise<void>((resolve) => {
        const before = this.#wake
        this.#wake = () => {
          before()
          resolve()
        }
      })
  }
}

function write(to: Socket, piece: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    if (to.destroyed) return resolve()
    to.write(piece, (error) => (error ? reject(error) : resolve()))
  })
}
