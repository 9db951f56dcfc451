/** Runs where REDIS_URL is given. What breaks Redis is tried on a Redis of the test's own. */
import { randomUUID } from 'node:crypto'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Jobs } from '../../kit/ports/jobs.ts'
import { jobsContract } from '../../testing/contracts/jobs.contract.ts'
import { hasRedisServer, ownRedis } from '../../testing/processes/redis-server.ts'
import { createBullmqJobs } from './bullmq-jobs.ts'

const url = process.env['REDIS_URL'] ?? ''
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 50 })

if (url === '') it.skip('jobs on Redis (skipped: REDIS_URL is not set)', () => undefined)
else
  jobsContract('BullMQ on Redis', async () => {
    const failed: string[] = []
    const prefix = `test-${randomUUID()}`
    return { join: () => createBullmqJobs({ redis: url, prefix, onFailed: (name) => failed.push(name), retryMs: 10 }), failed }
  })

describe.skipIf(url === '' || !hasRedisServer())('jobs on a Redis that fails', { timeout: 40_000 }, () => {
  const open: Jobs[] = []
  afterEach(async () => {
    for (const jobs of open.splice(0)) await jobs.close()
  })
  const join = async (at: string, prefix: string) => {
    const jobs = await createBullmqJobs({ redis: at, prefix, retryMs: 10, lockMs: 1_000 })
    open.push(jobs)
    return jobs
  }

  it('are begun anew by another process when the one that was at it is gone', async () => {
    const prefix = `test-${randomUUID()}`
    const [first, second] = [await join(url, prefix), await join(url, prefix)]
    let begun = 0
    first.work('train', () => {
      begun++
      return new Promise(() => undefined)
    })
    await first.ask('train')
    await eventually(() => expect(begun).toBe(1))
    await first.close()
    let done = 0
    second.work('train', async () => void done++)
    await eventually(() => expect(done).toBe(1))
  })

  it('are refused while it is away, and taken when it is back', async () => {
    const redis = await ownRedis()
    try {
      const jobs = await join(redis.url, 'desk')
      let runs = 0
      jobs.work('train', async () => void runs++)
      await redis.kill()
      await vi.waitFor(() => expect(jobs.ask('train')).rejects.toMatchObject({ code: 'UNAVAILABLE', http: 503 }), { timeout: 5_000 })
      await redis.start()
      await vi.waitFor(() => jobs.ask('train'), { timeout: 10_000, interval: 200 })
      await eventually(() => expect(runs).toBeGreaterThan(0))
    } finally {
      await redis.kill()
    }
  })
})
