import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { ApiClient } from '../../api-client.ts'
import { pause } from '../fleet.ts'
import { judge, type Scenario } from '../scenario.ts'

const DONE_MS = 30_000

/** Everything in Redis is gone while messages wait to be read: the rows are found by looking. */
export const scenario: Scenario = {
  rows: [29],
  title: 'FLUSHALL with work pending',
  backends: ['postgres'],
  lanes: ['P', 'N'],
  run: async (stage) => {
    const { fleet, home, customers, settle } = await stage.set()
    const redis = new URL(home.env['REDIS_URL'] ?? '')
    await fleet.start(0, { role: 'intake' })
    const pending = stage.rounds(200, 1_000)
    const all = Array.from({ length: pending }, () => customers.fresh())
    // Nobody works yet, so all of it is pending when Redis is emptied.
    await Promise.all(
      Array.from({ length: 16 }, async (_, n) => {
        for (let i = n; i < all.length; i += 16) {
          const words = all[i]
          if (words) await customers.say(words)
        }
      }),
    )
    await promisify(execFile)('redis-cli', ['-p', redis.port, 'flushall'])
    const [desk] = await Promise.all([fleet.start(1, { role: 'console' }), fleet.start(2, { role: 'worker' })])
    const began = performance.now()
    let done = 0
    while (done < pending && performance.now() - began < DONE_MS) {
      await pause(300)
      done = (await new ApiClient(desk).tickets()).length
      stage.progress(`${done}/${pending}`)
    }
    const ms = Math.round(performance.now() - began)
    return judge(await settle(), { pending, doneMs: ms }, [[done === pending, `${done} of ${pending} done after ${ms} ms`]])
  },
}
