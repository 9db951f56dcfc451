/**
 * PGlite behind a socket's face: `pg` speaks its wire protocol into this stream, which hands everything up to a
 * Sync to the database in one call (the package's own adapter makes one WASM call for each message: twice as slow).
 *
 * Protocol: https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
import { Duplex } from 'node:stream'
import type { Embedded } from './pglite.ts'

const QUERY = 0x51
const SYNC = 0x53
const TERMINATE = 0x58
/** AuthenticationOk, then ReadyForQuery (idle). */
const WELCOME = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5a, 0, 0, 0, 5, 0x49])
const HEADER = 5

export class PgliteStream extends Duplex {
  readonly #database: Embedded
  #waiting: Buffer[] = []
  #greeted = false

  constructor(database: Embedded) {
    super()
    this.#database = database
  }

  /** What `pg` asks of a socket. */
  connect(): this {
    process.nextTick(() => this.emit('connect'))
    return this
  }

  setNoDelay(): this {
    return this
  }

  setKeepAlive(): this {
    return this
  }

  ref(): this {
    return this
  }

  unref(): this {
    return this
  }

  override _read(): void {}

  override _writev(chunks: readonly { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.#take(Buffer.concat(chunks.map((c) => c.chunk)), done)
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#take(chunk, done)
  }

  #take(chunk: Buffer, done: (error?: Error | null) => void): void {
    if (!this.#greeted) {
      // The startup packet: there is nobody to authenticate, the database is ours alone.
      this.#greeted = true
      this.push(WELCOME)
      done()
      return
    }
    this.#waiting.push(chunk)
    const all = this.#waiting.length === 1 ? chunk : Buffer.concat(this.#waiting)
    const end = lastMessage(all)
    if (end === TERMINATE) {
      this.push(null)
      done()
      return
    }
    if (end !== SYNC && end !== QUERY) {
      done()
      return
    }
    this.#waiting = []
    this.#database.exec(all).then(
      (answer) => {
        this.push(Buffer.from(answer.buffer, answer.byteOffset, answer.byteLength))
        done()
      },
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
    )
  }
}

/** Kind of the last message, or null when the last one is not all there yet. */
function lastMessage(bytes: Buffer): number | null {
  let at = 0
  let kind: number | null = null
  while (at < bytes.length) {
    if (at + HEADER > bytes.length) return null
    kind = bytes.readUInt8(at)
    at += 1 + bytes.readUInt32BE(at + 1)
  }
  return at === bytes.length ? kind : null
}
