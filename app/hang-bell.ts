/** The bell the settings ask for: in this process alone, or on Redis between the processes of one desk. */
import type { Log } from '../kit/log.ts'
import type { Metrics } from '../kit/metrics.ts'
import type { Bell } from '../kit/ports/bell.ts'
import type { Settings } from '../kit/settings.ts'
import { createInProcessBell } from '../workers/bell/in-process-bell.ts'
import type { RedisLinks } from '../workers/bell/redis-links.ts'

export interface HungBell {
  readonly bell: Bell
  /** Whether Redis answers; null: there is none. */
  readonly redis: (() => boolean) | null
  /** The connections to Redis of this process; null: there is none. */
  readonly links: RedisLinks | null
}

/** A Redis that is away drops many hints a second: one line of the log stands for this many milliseconds. */
const QUIET_MS = 10_000

export async function hangBell(settings: Pick<Settings, 'databaseUrl' | 'redisUrl'>, log: Log, metrics: Metrics): Promise<HungBell> {
  let said = Number.NEGATIVE_INFINITY
  const onDropped = (work: string, error: unknown) => {
    metrics.droppedRings.inc({ work })
    if (performance.now() - said < QUIET_MS) return
    said = performance.now()
    log.warn('a bell hint was dropped', { topic: work, error })
  }
  if (settings.redisUrl === null || settings.databaseUrl === null) {
    if (settings.redisUrl !== null) log.warn('REDIS_URL is not used: the embedded database has one process')
    return { bell: createInProcessBell(onDropped), redis: null, links: null }
  }
  const { createBullmqBell } = await import('../workers/bell/bullmq-bell.ts')
  const bell = await createBullmqBell({
    url: settings.redisUrl,
    // Processes of one desk are those of one database; another desk may use the same Redis.
    prefix: `relaydesk-${new URL(settings.databaseUrl).pathname.slice(1)}`,
    onDropped,
    onState: (ok) => (ok ? log.info('redis answers') : log.warn('redis does not answer; work is found by polling')),
    onEviction: (policy) => log.warn('redis throws keys away when its memory is full; set maxmemory-policy to noeviction', { policy }),
  })
  if (!bell.ok()) log.warn('redis does not answer; work is found by polling')
  return { bell, redis: bell.ok, links: bell.links }
}
