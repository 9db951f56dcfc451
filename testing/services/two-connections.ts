/** A desk on a database of its own, and a connection beside it: for what happens between the statements of two transactions. */
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, vi } from 'vitest'
import { type Db, openPostgres } from '../../storage/database.ts'
import { type StoresRig, storesRig } from '../contracts/stores-rig.ts'
import { type FreshDatabase, freshDatabase } from './fresh-database.ts'

/** For what comes as soon as the machine has time for it. */
const PATIENCE = { timeout: 20_000, interval: 20 }

export interface TwoConnections {
  /** The desk's, which has several connections. */
  readonly desk: Db
  readonly other: Db
  readonly rig: StoresRig
  /** Resolves when somebody waits for a lock. */
  waitsForALock(): Promise<void>
}

/** For a whole file; what it answers is there when its tests begin. */
export function twoConnections(): () => TwoConnections {
  let here: TwoConnections
  let fresh: FreshDatabase
  beforeAll(async () => {
    fresh = await freshDatabase(4)
    const desk = fresh.db
    const waiting = () =>
      sql<{ n: number }>`select count(*) as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
        .execute(desk.kysely)
        .then(({ rows }) => rows[0]?.n ?? 0)
    here = {
      desk,
      other: openPostgres(fresh.url ?? '', 1),
      rig: await storesRig(desk),
      waitsForALock: () => vi.waitFor(async () => expect(await waiting()).toBe(1), PATIENCE),
    }
  })
  afterAll(async () => {
    await here?.other.close()
    await fresh?.drop()
  })
  return () => here
}
