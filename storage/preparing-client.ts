/**
 * A `pg` client that has the server prepare what is asked often, and asks together what is asked at one moment.
 *
 * Parsing and planning cost more than running here: every statement asks by key, for a few rows. A statement is
 * prepared from its third use on a connection, and only so many of them, because the server keeps each plan for the
 * connection's life.
 *
 * Behind pgbouncer this needs session pooling, or version 1.21 with `max_prepared_statements`.
 */
import pg from 'pg'

const WORTH_PREPARING = 3
const MOST_PREPARED = 256

interface Known {
  uses: number
  name: string | null
}

export class PreparingClient extends pg.Client {
  readonly #known = new Map<string, Known>()
  #prepared = 0
  #gathering = false

  // The overloads of `pg` cannot be repeated one by one; what is not text with values goes through untouched.
  override query(...asked: unknown[]): never {
    this.#gather()
    const [text, values, ...rest] = asked
    const name = typeof text === 'string' && Array.isArray(values) && values.length > 0 ? this.#nameOf(text) : null
    const ask = super.query as (...args: unknown[]) => never
    return name === null ? ask.apply(this, asked) : ask.apply(this, [{ name, text, values }, ...rest])
  }

  /** What follows at once goes with it: statements that wait for no answer reach the database in one piece, and wake it once. */
  #gather(): void {
    if (this.#gathering) return
    this.#gathering = true
    const { stream } = this.connection
    stream.cork()
    queueMicrotask(() =>
      process.nextTick(() => {
        this.#gathering = false
        stream.uncork()
      }),
    )
  }

  #nameOf(text: string): string | null {
    const known = this.#known.get(text) ?? { uses: 0, name: null }
    if (known.name !== null) return known.name
    if (this.#prepared >= MOST_PREPARED) return null
    known.uses++
    this.#known.set(text, known)
    if (known.uses < WORTH_PREPARING) return null
    known.name = `q${++this.#prepared}`
    return known.name
  }
}
