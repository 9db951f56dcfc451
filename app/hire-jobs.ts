/** The engine of heavy jobs the settings ask for: in this process alone, or on Redis among the processes of one desk. */
import type { Log } from '../kit/log.ts'
import type { Jobs } from '../kit/ports/jobs.ts'
import type { Settings } from '../kit/settings.ts'
import { createInProcessJobs } from '../workers/jobs/in-process-jobs.ts'

export async function hireJobs({ databaseUrl, redisUrl }: Pick<Settings, 'databaseUrl' | 'redisUrl'>, log: Log): Promise<Jobs> {
  const onFailed = (name: string, error: unknown) => log.error('a job failed', { name, error })
  if (redisUrl === null || databaseUrl === null) return createInProcessJobs({ onFailed })
  const { createBullmqJobs } = await import('../workers/jobs/bullmq-jobs.ts')
  return createBullmqJobs({ url: redisUrl, prefix: `relaydesk-${new URL(databaseUrl).pathname.slice(1)}`, onFailed })
}
