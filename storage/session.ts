/**
 * One transaction on one connection. Statements are sent when they are asked and answered in that order, so what
 * does not need the answer before it need not wait for it: a transaction costs as many round trips as it has
 * questions whose answers it looks at, not as many as it has statements. (Kysely's own transaction lets each wait.)
 *
 * Nothing of a statement's failure is lost by not waiting for it: the transaction has failed, its commit is answered
 * with a rollback, and the statement's own error is what the caller gets.
 */
import { type CompiledQuery, type DatabaseConnection, type Kysely, type PostgresPool, type PostgresPoolClient, Transaction } from 'kysely'
import { sqlState } from './guarded-pool.ts'
import type { Database } from './schema.ts'

/** The statement was refused only because one before it had failed. */
const ABORTED = '25P02'

export async function transact<T>(
  kysely: Kysely<Database>,
  pool: PostgresPool,
  work: (tx: Transaction<Database>) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  try {
    const session = new Session(client)
    // Nobody waits for it: where it fails, so does all that follows.
    unawaited(session.ask('begin'))
    try {
      const done = await work(transactionOn(kysely, session))
      await session.commit()
      return done
    } catch (error) {
      await client.query('rollback', []).catch(() => undefined)
      throw session.cause(error)
    }
  } finally {
    client.release()
  }
}

/** For a write of a transaction whose answer nobody needs: should it fail, the transaction fails with its error. */
export function unawaited(write: Promise<unknown>): void {
  write.catch(() => undefined)
}

function transactionOn(kysely: Kysely<Database>, connection: DatabaseConnection): Transaction<Database> {
  const executor = kysely.getExecutor().withConnectionProvider({ provideConnection: (use) => use(connection) })
  const outside = () => {
    throw new Error('a transaction has one connection, and it is taken')
  }
  const nothing = { init: outside, acquireConnection: outside } as never
  return new Transaction<Database>({ config: { dialect: nothing }, driver: nothing, dialect: nothing, executor })
}

class Session implements DatabaseConnection {
  readonly #client: PostgresPoolClient
  #failed: unknown = null

  constructor(client: PostgresPoolClient) {
    this.#client = client
  }

  async ask(text: string, values: readonly unknown[] = []) {
    try {
      return await this.#client.query<never>(text, values)
    } catch (error) {
      this.#failed ??= error
      throw error
    }
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery) {
    const { command, rowCount, rows } = await this.ask(sql, [...parameters])
    const changes = command === 'INSERT' || command === 'UPDATE' || command === 'DELETE' || command === 'MERGE'
    return { rows: (rows ?? []) as R[], ...(changes ? { numAffectedRows: BigInt(rowCount) } : {}) }
  }

  streamQuery(): never {
    throw new Error('rows are not streamed here')
  }

  /** The server answers a commit of a failed transaction with ROLLBACK and no error: nothing was kept. */
  async commit(): Promise<void> {
    const { command } = await this.ask('commit')
    if ((command as string) !== 'COMMIT') throw this.#failed ?? new Error('the transaction had failed and was rolled back')
  }

  /** Why it failed, where `error` only says that it had failed already. */
  cause(error: unknown): unknown {
    return this.#failed !== null && sqlState(error) === ABORTED ? this.#failed : error
  }
}
