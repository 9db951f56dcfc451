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
    const desk = await fleet.start(0)
    const pending = stage.rounds(200, 1_000)
    const all = Array.from({ length: pending }, () => customers.fresh())
    // Said so fast that most of it is still unread when Redis is emptied.
    const said = Promise.all(
      Array.from({ length: 32 }, async (_, n) => {
        for (let i = n; i < all.length; i += 32) {
          const words = all[i]
          if (words) await customers.say(words)
        }
      }),
    )
    await pause(150)
    await promisify(execFile)('redis-cli', ['-p', redis.port, 'flushall'])
    await said
    await promisify(execFile)('redis-cli', ['-p', redis.port, 'flushall'])
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
