/** Keeps the configuration of this process the newest one, whichever process applied it. */
import { sql } from 'kysely'
import type { Log } from '../kit/log.ts'
import type { Bell } from '../kit/ports/bell.ts'
import type { ConfigStore } from '../storage/config-store.ts'
import type { Db } from '../storage/database.ts'

export interface FollowConfigOptions {
  readonly db: Db
  readonly config: ConfigStore
  readonly bell: Pick<Bell, 'listen'>
  readonly log: Log
  readonly everyMs: () => number
}

export function followConfig({ db, config, bell, log, everyMs }: FollowConfigOptions): { stop(): Promise<void> } {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let busy: Promise<void> = Promise.resolve()
  const look = async () => {
    try {
      const { rows } = await sql<{ version: number | null }>`select max(version) as version from desk_config`.execute(db.kysely)
      if ((rows[0]?.version ?? 0) <= config.current().version) return
      const { version } = await config.refresh()
      log.info('configuration followed', { version })
    } catch (error) {
      log.warn('the configuration could not be looked for', { error })
    }
  }
  const lookNow = () => {
    busy = busy.then(look)
    return busy
  }
  const next = () => {
    timer = setTimeout(() => void lookNow().then(() => stopped || next()), everyMs())
  }
  const deaf = bell.listen('config', () => void lookNow())
  next()
  return {
    stop: async () => {
      stopped = true
      deaf()
      clearTimeout(timer)
      await busy
    },
  }
}
