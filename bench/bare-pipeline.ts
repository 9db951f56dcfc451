/**
 * The peer: a pipeline with no product in it, on a bare PGlite with the desk's settings. Per ticket four
 * transactions: message → ticket and event → team and delivery → sent. One row each, nothing else.
 */
import { sql } from 'kysely'
import { openEmbedded } from '../storage/database.ts'
import { openPgliteInMemory } from '../storage/pglite.ts'
import { round } from './quantile.ts'

export async function barePipeline(n: number): Promise<{ ticketsPerSecond: number }> {
  const db = openEmbedded(await openPgliteInMemory())
  try {
    await sql`create table m (id int primary key, body text)`.execute(db.kysely)
    await sql`create table t (id int primary key, m int, state text, team text)`.execute(db.kysely)
    await sql`create table e (t int, seq int, body text, primary key (t, seq))`.execute(db.kysely)
    await sql`create table d (id int primary key, t int, state text)`.execute(db.kysely)
    const started = performance.now()
    for (let i = 0; i < n; i++) {
      await db.tx((tx) => sql`insert into m values (${i}, 'my kettle leaks')`.execute(tx))
      await db.tx(async (tx) => {
        await sql`insert into t values (${i}, ${i}, 'new', null)`.execute(tx)
        await sql`insert into e values (${i}, 1, '{}')`.execute(tx)
      })
      await db.tx(async (tx) => {
        await sql`update t set team = 'a' where id = ${i}`.execute(tx)
        await sql`insert into d values (${i}, ${i}, 'queued')`.execute(tx)
      })
      await db.tx((tx) => sql`update d set state = 'sent' where id = ${i}`.execute(tx))
    }
    return { ticketsPerSecond: round((n * 1000) / (performance.now() - started)) }
  } finally {
    await db.close()
  }
}
