import { ApiClient } from '../../api-client.ts'
import { startTcpProxy } from '../../doubles/tcp-proxy.ts'
import { pause } from '../fleet.ts'
import { startCustomers } from '../load/customers.ts'
import { judge, type Scenario } from '../scenario.ts'

const HOLE_MS = 60_000
const AWAIT_MS = 30_000
const BACK_MS = 10_000

/** Nothing comes back from PostgreSQL, then from Redis, and no connection is told: every wait has an end of its own. */
export const scenario: Scenario = {
  rows: [34],
  title: 'black hole between the desk and PostgreSQL, then Redis',
  backends: ['postgres'],
  lanes: ['P', 'N'],
  run: async (stage) => {
    const { fleet, home, customers, settle } = await stage.set()
    const database = new URL(home.env['DATABASE_URL'] ?? '')
    const redis = new URL(home.env['REDIS_URL'] ?? '')
    const proxies = {
      database: await startTcpProxy({ port: Number(database.port) }),
      redis: await startTcpProxy({ port: Number(redis.port) }),
    }
    database.port = String(proxies.database.port)
    redis.port = String(proxies.redis.port)
    const desk = await fleet.start(0, { env: { DATABASE_URL: database.href, REDIS_URL: redis.href } })
    const load = startCustomers(customers, 4, 20)
    await pause(1_500)

    proxies.redis.set({ is: 'blackhole' })
    customers.ackMs.length = 0
    await pause(Math.max(3_000, HOLE_MS * stage.scale))
    const ackWithoutRedis = Math.round(Math.max(...customers.ackMs))
    const acked = customers.ackMs.length
    proxies.redis.set({ is: 'pass' })

    proxies.database.set({ is: 'blackhole' })
    const began = performance.now()
    const answer = new ApiClient(desk).say('hole', 'h1', '你好', 'hole').then(
      (a) => a.status,
      () => 0,
    )
    await pause(Math.max(3_000, HOLE_MS * stage.scale))
    proxies.database.set({ is: 'pass' })
    const back = performance.now()
    await customers.say(customers.fresh())
    const backMs = Math.round(performance.now() - back)
    const status = await answer
    const awaited = Math.round(performance.now() - began)
    await load.stop()
    const found = await settle()
    for (const proxy of Object.values(proxies)) await proxy.close()
    return judge(found, { ackWithoutRedisMs: ackWithoutRedis, ackedWithoutRedis: acked, backMs, awaited, status }, [
      [acked > 0 && ackWithoutRedis <= 1_000, `without Redis ${acked} acknowledged, slowest ${ackWithoutRedis} ms`],
      [awaited <= HOLE_MS * stage.scale + AWAIT_MS, `an answer was awaited for ${awaited} ms`],
      [backMs <= BACK_MS, `taken in again only after ${backMs} ms`],
    ])
  },
}
