import { sql } from 'kysely'
import { type Db, openPostgres } from '../../../storage/database.ts'
import { sqlState } from '../../../storage/guarded-pool.ts'
import { pause } from '../fleet.ts'
import { startCustomers } from '../load/customers.ts'
import { judge, type Scenario } from '../scenario.ts'

/** Who has waited so long for a lock looks once whether it waits for itself, and loses. The rivals look later, so it is mostly the desk that loses. */
const LOOK_MS = 200
const RIVAL_LOOKS_MS = 1_500
/** The newest conversations are those whose turns are being committed. */
const NEWEST = 16
const RIVALS = 3
const LATEST_MS = 240_000

/** Somebody locks conversations in the order the desk does not: transactions that lose are run again, and nothing is held against what was in them. */
export const scenario: Scenario = {
  rows: [35],
  title: 'deadlocks that the desk loses',
  backends: ['postgres'],
  lanes: ['P', 'N'],
  run: async (stage) => {
    const { fleet, home, customers, settle } = await stage.set()
    const db = openPostgres(home.env['DATABASE_URL'] ?? '', RIVALS)
    const eye = openPostgres(home.env['DATABASE_URL'] ?? '', 1)
    await sql`do $$ begin execute format('alter database %I set deadlock_timeout = %L', current_database(), ${sql.lit(`${LOOK_MS}ms`)}); end $$`.execute(
      db.kysely,
    )
    await Promise.all([fleet.start(0), fleet.start(1)])
    const load = startCustomers(customers, 12)
    const wanted = stage.rounds(20, 200)
    let running = true
    let theirs = 0
    const rivals = Array.from({ length: RIVALS }, async () => {
      while (running) await rival(db, () => theirs++).catch(() => undefined)
    })
    let lost = 0
    for (const end = Date.now() + LATEST_MS; lost < wanted && Date.now() < end; await pause(300)) {
      lost = (await deadlocks(eye).catch(() => lost + theirs)) - theirs
      stage.progress(`${lost}/${wanted} deadlocks`)
    }
    running = false
    await Promise.all(rivals)
    await load.stop()
    await Promise.all([db.close(), eye.close()])
    const found = await settle()
    const refused = [...customers.refusals.keys()].filter((status) => status !== 503)
    return judge(found, { deadlocks: lost }, [
      [lost >= wanted, `${lost} of ${wanted} deadlocks`],
      [found.quarantined === 0, `${found.quarantined} items were put aside`],
      [refused.length === 0, `refused with ${refused.join(', ')}`],
    ])
  },
}

/** Locks the newest conversations one by one, newest first; the desk locks them oldest first. */
async function rival(db: Db, lost: () => void): Promise<void> {
  await db.tx(async (tx) => {
    await sql`select set_config('deadlock_timeout', ${`${RIVAL_LOOKS_MS}ms`}, true)`.execute(tx)
    const { rows } = await sql<{ id: string }>`select id from conversation order by id desc limit ${NEWEST}`.execute(tx)
    for (const { id } of rows) {
      await sql`select id from conversation where id = ${id} for update`.execute(tx).catch((error: unknown) => {
        if (sqlState(error) === '40P01') lost()
        throw error
      })
      await pause(2)
    }
  })
}

async function deadlocks(db: Db): Promise<number> {
  const { rows } = await sql<{ n: number }>`select deadlocks as n from pg_stat_database where datname = current_database()`.execute(
    db.kysely,
  )
  return rows[0]?.n ?? 0
}
