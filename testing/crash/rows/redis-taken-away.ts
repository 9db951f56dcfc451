import { quantile, round } from '../../../bench/quantile.ts'
import { pause } from '../fleet.ts'
import { startCustomers } from '../load/customers.ts'
import { judge, type Scenario } from '../scenario.ts'

const FROZEN_MS = 60_000
const ACK_P99_MS = 300

/** Redis is frozen, thawed, killed and started again while customers write: nobody waits for it, and nothing is lost with it. */
export const scenario: Scenario = {
  rows: [15, 28],
  title: 'Redis frozen, killed, started again',
  backends: ['postgres'],
  lanes: ['P', 'N'],
  run: async (stage) => {
    const { fleet, home, customers, settle } = await stage.set()
    const { services } = home
    if (!services) throw new Error('needs services')
    await Promise.all([fleet.start(0), fleet.start(1)])
    const load = startCustomers(customers, 4, 40)
    await pause(2_000)
    const rounds = stage.rounds(1, 20)
    customers.ackMs.length = 0
    for (let round = 1; round <= rounds; round++) {
      const pid = await services.redisPid()
      process.kill(pid, 'SIGSTOP')
      await pause(Math.max(3_000, FROZEN_MS * stage.scale * (round === 1 ? 1 : 0.05)))
      process.kill(pid, 'SIGCONT')
      await pause(500)
      process.kill(await services.redisPid(), 'SIGKILL')
      await pause(1_500)
      await services.start()
      await pause(500)
      stage.progress(`round ${round}/${rounds}`)
    }
    const p99 = round(quantile(customers.ackMs, 0.99), 0)
    await load.stop()
    const found = await settle()
    return judge(found, { rounds, ackP99Ms: p99, acked: customers.ackMs.length }, [
      [p99 <= ACK_P99_MS, `acknowledged with p99 ${p99} ms`],
      [customers.refusals.size === 0, `refused with ${[...customers.refusals.keys()].join(', ')}`],
    ])
  },
}
