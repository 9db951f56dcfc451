/** Builds and drops indexes beside a working desk: `concurrently` where there are other sessions, plainly where there is one. */
import { sql } from 'kysely'
import type { Db, Tx } from './database.ts'

/** `on`: what follows the name in `create index`, as `ticket (state)`. Null: the index is dropped. */
export interface NewIndex {
  readonly name: string
  readonly on: string | null
}

/**
 * `tx` holds the ledger, so that no other runner builds the same. A concurrent build is outside of it, in a session
 * that `db` was opened without time limits for: it waits for the transactions of others, and locks out none.
 */
export async function buildIndexes(db: Db, tx: Tx, indexes: readonly NewIndex[]): Promise<void> {
  if (db.embedded) {
    for (const { name, on } of indexes)
      await sql.raw(on === null ? `drop index if exists ${name}` : `create index if not exists ${name} on ${on}`).execute(tx)
    return
  }
  await db.kysely.connection().execute(async (session) => {
    const run = (statement: string) => sql.raw(statement).execute(session)
    await run('set statement_timeout = 0')
    await run('set lock_timeout = 0')
    try {
      for (const { name, on } of indexes) {
        const { rows } = await sql<{
          valid: boolean
        }>`select indisvalid as valid from pg_index where indexrelid = to_regclass(${name})`.execute(session)
        if (on !== null && rows[0]?.valid) continue
        // An index whose building was interrupted is there, used by nothing and paid for by every write.
        if (rows.length > 0) await run(`drop index concurrently ${name}`)
        if (on !== null) await run(`create index concurrently ${name} on ${on}`)
      }
    } finally {
      await run('reset statement_timeout')
      await run('reset lock_timeout')
    }
  })
}
