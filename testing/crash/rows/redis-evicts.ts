import { Redis } from 'ioredis'
import { ApiClient } from '../../api-client.ts'
import { pause } from '../fleet.ts'
import { startCustomers } from '../load/customers.ts'
import { judge, type Scenario } from '../scenario.ts'

/** Rules by which Redis throws keys away. With next to no memory it does so all the time. */
const RULES = ['allkeys-lru', 'allkeys-random', 'volatile-ttl']
const MEMORY = '1mb'
const LOAD_MS = 5_000
const FINE = { 'maxmemory-policy': 'noeviction', maxmemory: '0' }

/** A Redis that throws keys away, and one without a log of its own (as everywhere here): each process says the first, and nothing is lost by either. */
export const scenario: Scenario = {
  rows: [30],
  title: 'a Redis that throws keys away, and keeps nothing',
  backends: ['postgres'],
  lanes: ['P', 'N'],
  run: async (stage) => {
    const { fleet, home, customers, settle } = await stage.set()
    const redis = new Redis(home.env['REDIS_URL'] ?? '')
    const set = async (values: Readonly<Record<string, string>>) => {
      for (const [name, value] of Object.entries(values)) await redis.config('SET', name, value)
    }
    const rules = RULES.slice(0, stage.rounds(1, RULES.length))
    let [warned, degraded] = [0, 0]
    try {
      for (const rule of rules) {
        await set({ 'maxmemory-policy': rule, maxmemory: MEMORY })
        const desk = await fleet.start(0)
        const { degraded: named } = await new ApiClient(desk).get<{ degraded: readonly string[] }>('/readyz')
        if (named.includes('redis-eviction')) degraded++
        const load = startCustomers(customers, 4, 50)
        await pause(LOAD_MS)
        await load.stop()
        if (desk.output().includes('throws keys away') && desk.output().includes(rule)) warned++
        await fleet.kill(0, 'before the next rule')
      }
      await fleet.start(0)
      const found = await settle()
      return judge(found, { rules: rules.length, warned, degraded }, [
        [warned === rules.length, `${rules.length - warned} rules were not told in the log`],
        [degraded === rules.length, `${rules.length - degraded} rules were not told by /readyz`],
      ])
    } finally {
      await set(FINE).finally(() => redis.disconnect())
    }
  },
}
