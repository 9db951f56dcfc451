import { ApiClient } from '../../api-client.ts'
import { pause } from '../fleet.ts'
import { startAgents } from '../load/agents.ts'
import { startCustomers } from '../load/customers.ts'
import { judge, type Scenario } from '../scenario.ts'

const DOWN_MS = 30_000
/** From the server's return to the first answer of 202. */
const BACK_MS = 5_000

/** The server stops at once and stays away, again and again; in between its connections are ended by an administrator. */
export const scenario: Scenario = {
  rows: [16, 31],
  title: 'PostgreSQL stopped at once, away, back; connections ended by an administrator',
  backends: ['postgres'],
  lanes: ['P', 'N'],
  run: async (stage) => {
    const { fleet, home, ledger, customers, settle } = await stage.set()
    const { services } = home
    if (!services) throw new Error('needs services')
    const desks = [await fleet.start(0), await fleet.start(1)]
    const loads = [startCustomers(customers, 8, 10), startAgents(fleet, ledger)]
    const rounds = stage.rounds(1, 20)
    const back: number[] = []
    for (let round = 1; round <= rounds; round++) {
      await pause(1_000)
      await services.terminateBackends()
      await pause(1_000)
      await services.crashPostgres()
      await pause(DOWN_MS * stage.scale * (round === 1 ? 1 : 0.1))
      await services.start()
      const began = performance.now()
      const words = customers.fresh()
      await customers.say(words)
      back.push(performance.now() - began)
      stage.progress(`round ${round}/${rounds}`)
    }
    await pause(1_000)
    await Promise.all(loads.map((load) => load.stop()))
    const alive = await Promise.all(
      desks.map((desk) =>
        new ApiClient(desk).call('GET', '/healthz').then(
          (a) => a.status === 200,
          () => false,
        ),
      ),
    )
    const slowest = Math.round(Math.max(...back))
    const refused = Object.fromEntries([...customers.refusals].map(([status, n]) => [`refused${status}`, n]))
    return judge(await settle(), { rounds, backMs: slowest, ...refused }, [
      [alive.every(Boolean), 'a process did not survive'],
      [slowest <= BACK_MS, `taken in again only after ${slowest} ms`],
      [[...customers.refusals.keys()].every((status) => status === 503 || status === 0), 'refused with something else than 503'],
      [(customers.refusals.get(503) ?? 0) > 0, 'nobody was refused while the server was away'],
    ])
  },
}
