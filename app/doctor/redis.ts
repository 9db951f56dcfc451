import { Redis } from 'ioredis'
import type { Finding } from '../../bot/ports/check.ts'
import type { Settings } from '../../kit/settings.ts'

const ANSWER_MS = 3_000

/** Whether Redis answers. It holds nothing that may not be lost, so nothing else of it matters. */
export async function checkRedis({ redisUrl }: Settings): Promise<Finding> {
  if (redisUrl === null) return { area: 'redis', code: 'redis-off', facts: {} }
  const redis = new Redis(redisUrl, {
    lazyConnect: true,
    connectTimeout: ANSWER_MS,
    commandTimeout: ANSWER_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  })
  let last: unknown
  redis.on('error', (error) => {
    last = error
  })
  try {
    await redis.connect()
    const version = /redis_version:(\S+)/.exec(await redis.info('server'))?.[1] ?? '?'
    return { area: 'redis', code: 'redis-ok', facts: { version } }
  } catch (error) {
    const { code, message = '' } = (last ?? error) as { code?: string; message?: string }
    const why = code ?? (/^(?:NOAUTH|WRONGPASS|NOPERM|LOADING)\b/.exec(message)?.[0] || 'no answer')
    return { area: 'redis', code: 'redis-away', facts: { why } }
  } finally {
    redis.disconnect()
  }
}
