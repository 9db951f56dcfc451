import { startTcpProxy } from '../../doubles/tcp-proxy.ts'
import { pause } from '../fleet.ts'
import { startAgents } from '../load/agents.ts'
import { startCustomers } from '../load/customers.ts'
import { judge, type Scenario } from '../scenario.ts'

/** The CommandComplete of a commit. The rows are there; the desk is not told. */
const COMMITTED = Buffer.from('COMMIT\0')

/** The connection is reset in place of the server's answer to a commit: whether it happened is read from the rows. */
export const scenario: Scenario = {
  rows: [33],
  title: 'connection cut in place of the answer to COMMIT',
  backends: ['postgres'],
  lanes: ['P', 'N'],
  run: async (stage) => {
    const { fleet, home, ledger, customers, settle } = await stage.set()
    const direct = new URL(home.env['DATABASE_URL'] ?? '')
    const proxy = await startTcpProxy({ port: Number(direct.port) })
    const through = new URL(direct)
    through.port = String(proxy.port)
    await fleet.start(0, { env: { DATABASE_URL: through.href } })
    const loads = [startCustomers(customers, 8), startAgents(fleet, ledger, 30)]
    await pause(1_000)
    const cuts = stage.rounds(40, 200)
    proxy.set({ is: 'cut-on', bytes: COMMITTED, every: 7 })
    for (const end = Date.now() + 120_000; proxy.cuts < cuts && Date.now() < end; await pause(50)) stage.progress(`${proxy.cuts} cuts`)
    proxy.set({ is: 'pass' })
    await Promise.all(loads.map((load) => load.stop()))
    const found = await settle()
    const done = proxy.cuts
    await proxy.close()
    return judge(found, { cuts: done, resent: customers.resent }, [[done >= cuts, `only ${done} cuts`]])
  },
}
