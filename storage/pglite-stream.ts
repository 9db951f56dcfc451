/**
 * PGlite behind a socket's face: `pg` speaks its wire protocol into this stream, which hands whole
 * statements to the database, as many in one call as come in one piece (the package's own adapter makes one WASM call
 * for each message: twice as slow).
 */
import { Duplex } from 'node:stream'
import type { Embedded } from './pglite.ts'
import { lastMessage, QUERY, SYNC, TERMINATE } from './wire.ts'

/** AuthenticationOk, then ReadyForQuery (idle). */
const WELCOME = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5a, 0, 0, 0, 5, 0x49])

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
    for (const { chunk } of chunks) this.#take(chunk)
    this.#ask()
    done()
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#take(chunk)
    this.#ask()
    done()
  }

  #take(chunk: Buffer): void {
    if (!this.#greeted) {
      // The startup packet: there is nobody to authenticate, the database is ours alone.
      this.#greeted = true
      this.push(WELCOME)
      return
    }
    this.#waiting.push(chunk)
  }

  #ask(): void {
    if (this.#waiting.length === 0) return
    const all = this.#waiting.length === 1 && this.#waiting[0] ? this.#waiting[0] : Buffer.concat(this.#waiting)
    const end = lastMessage(all)
    if (end === TERMINATE) {
      this.push(null)
      return
    }
    if (end !== SYNC && end !== QUERY) return
    this.#waiting = []
    this.#database.exec(all).then(
      (answer) => void this.push(Buffer.from(answer.buffer, answer.byteOffset, answer.byteLength)),
      (error: unknown) => void this.destroy(error instanceof Error ? error : new Error(String(error))),
    )
  }
}
