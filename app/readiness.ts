import { sql } from 'kysely'
import type { Readiness } from '../console/rest/health.ts'
import type { Db } from '../storage/database.ts'
import { weakDurability } from '../storage/durability.ts'

export interface ReadinessParts {
  readonly db: Db
  /** Whether Redis answers; null: there is none. */
  readonly redis: (() => boolean) | null
  /** By what rule Redis throws keys away; null: by none, or there is no Redis. */
  readonly evictsBy: () => string | null
  /** Whether turns are read by the second choice. */
  readonly modelDegraded: () => boolean
}

/** A database that answers later than this cannot be relied on to commit. */
const DATABASE_MS = 2_500

/** Work can be taken in as long as the database commits, and has room for it; all the rest is only slower or plainer without. */
export async function readiness({ db, redis, evictsBy, modelDegraded }: ReadinessParts): Promise<Readiness> {
  const { answered, weak } = await ask(db)
  const ready = answered && !db.full()
  const degraded = [
    ...(answered ? [] : ['database']),
    ...(db.full() ? ['disk'] : []),
    ...(weak ? ['durability'] : []),
    ...(redis && !redis() ? ['redis'] : []),
    ...(evictsBy() === null ? [] : ['redis-eviction']),
    ...(modelDegraded() ? ['model'] : []),
  ]
  return { ready, degraded }
}

/** `weak`: what the database has committed may be gone when its machine fails. Of an embedded one that is known. */
async function ask(db: Db): Promise<{ readonly answered: boolean; readonly weak: boolean }> {
  let timer: NodeJS.Timeout | undefined
  const silent = { answered: false, weak: false }
  const late = new Promise<typeof silent>((resolve) => {
    timer = setTimeout(resolve, DATABASE_MS, silent)
  })
  const asked = Promise.all([sql`select version from desk_config limit 1`.execute(db.kysely), db.embedded ? [] : weakDurability(db)]).then(
    ([, off]) => ({ answered: true, weak: off.length > 0 }),
    () => silent,
  )
  const found = await Promise.race([asked, late])
  clearTimeout(timer)
  return found
}
