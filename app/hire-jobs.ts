/** The engine of heavy jobs the settings ask for: in this process alone, or on Redis among the processes of one desk. */
import type { Log } from '../kit/log.ts'
import type { Jobs } from '../kit/ports/jobs.ts'
import type { Settings } from '../kit/settings.ts'
import type { RedisLinks } from '../workers/bell/redis-links.ts'
import { createInProcessJobs } from '../workers/jobs/in-process-jobs.ts'

/** `links`: the connections to Redis of this process; null where there is none. */
export async function hireJobs({ databaseUrl }: Pick<Settings, 'databaseUrl'>, links: RedisLinks | null, log: Log): Promise<Jobs> {
  const onFailed = (name: string, error: unknown) => log.error('a job failed', { name, error })
  if (links === null || databaseUrl === null) return createInProcessJobs({ onFailed })
  const { createBullmqJobs } = await import('../workers/jobs/bullmq-jobs.ts')
  return createBullmqJobs({ redis: links, prefix: `relaydesk-${new URL(databaseUrl).pathname.slice(1)}`, onFailed })
}
