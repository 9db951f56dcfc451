/** Quiet work by the hour and the minute: checkpoints over all tickets, old raw events, vacuum where nobody else does it. */
import { sql } from 'kysely'
import type { ConfigVersion } from '../bot/domain/desk-config.ts'
import type { Log } from '../kit/log.ts'
import { writeCheckpoint } from '../storage/audit/checkpoint.ts'
import { backfillPrivateWords } from '../storage/backfill-private-words.ts'
import type { Db } from '../storage/database.ts'
import { vacuumNext } from '../storage/due.ts'
import { forgetEarly } from '../storage/intake/early.ts'
import { keepRawMonths } from '../storage/raw-months.ts'

const HOUR = 60 * 60_000
const VACUUM_MS = 20_000
/** A page of older data so often, until none is left. */
const BACKFILL_MS = 1_000
const RAW_DAYS = 30
/** What a remote channel has not told of by then is lent anew, if it is still to be shown. */
const LENT_HOURS = 24
/** No platform brings a message again after so long. */
const EARLY_HOURS = 24

export function startHousekeeping(db: Db, log: Log, config: () => ConfigVersion['config']): { stop(): Promise<void> } {
  let round = 0
  let busy: Promise<void> = Promise.resolve()
  const run = (what: string, work: () => Promise<unknown>) => {
    busy = busy.then(work).then(
      () => undefined,
      (error) => log.warn('housekeeping failed', { what, error }),
    )
  }
  const hourly = () => {
    run('checkpoint', () => writeCheckpoint(db))
    run('tables of raw events', () => keepRawMonths(db, RAW_DAYS))
    run('what was lent', () => sql`delete from lent where lent_at < now() - make_interval(hours => ${LENT_HOURS})`.execute(db.kysely))
    run('changes whose message never came', () => forgetEarly(db, EARLY_HOURS))
    run('raw events', () => sql`delete from raw_event where at < now() - make_interval(days => ${RAW_DAYS})`.execute(db.kysely))
  }
  const older = setInterval(
    () =>
      run('private words of older data', async () => {
        if (!(await backfillPrivateWords(db, config()))) clearInterval(older)
      }),
    BACKFILL_MS,
  )
  const timers = [
    older,
    setInterval(hourly, HOUR),
    ...(db.embedded ? [setInterval(() => run('vacuum', () => vacuumNext(db, round++)), VACUUM_MS)] : []),
  ]
  return {
    stop: async () => {
      for (const timer of timers) clearInterval(timer)
      await busy
    },
  }
}
