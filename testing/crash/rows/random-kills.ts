import { quantile, round } from '../../../bench/quantile.ts'
import type { BackendName } from '../backend.ts'
import { type FleetRole, pause } from '../fleet.ts'
import { startAgents } from '../load/agents.ts'
import { startCustomers } from '../load/customers.ts'
import { startRemotePlatform } from '../load/remote-platform.ts'
import { BOTH, judge, type Scenario } from '../scenario.ts'

const ROLES: Readonly<Record<BackendName, readonly FleetRole[]>> = {
  pglite: ['all'],
  postgres: ['intake', 'worker', 'intake', 'worker', 'console'],
}
/** The processes that each of those who kill at the same time may kill. */
const KILLERS: Readonly<Record<BackendName, readonly (readonly number[])[]>> = {
  pglite: [[0]],
  postgres: [
    [0, 1, 4],
    [2, 3],
  ],
}
/** A kill comes this long after the process was ready, milliseconds; every third one later, when it is in full swing. */
const KILL_AFTER = [20, 900] as const
const KILL_LATER = [900, 4_000] as const
/** After the last kill the desk works on before it is told to end. */
const LAST_MS = 3_000
const BESIDE = 16
const RESUME_MS = 30_000
/** Events lane N wants before the run may end; it ends all the same when the desk takes nothing in for so long. */
const EVENTS_N = 20_000
const IDLE_MS = 180_000

/** Customers, agents and a remote platform at work while the desk is killed at random moments; on a server one of five processes. */
export const scenario: Scenario = {
  rows: [19, 20],
  title: 'kill -9 at random moments under load',
  backends: BOTH,
  lanes: ['P', 'N'],
  run: async (stage) => {
    const { fleet, ledger, customers, settle } = await stage.set()
    const roles = ROLES[stage.backend]
    await Promise.all(roles.map((role, i) => fleet.start(i, { role })))
    const remote = startRemotePlatform(fleet, ledger, customers.patience)
    const loads = [startCustomers(customers, BESIDE), startAgents(fleet, ledger), remote]
    const kills = stage.rounds(5, 100)
    const readies: number[] = []
    let kill = 0
    // Each killer has its victims, so that nobody is killed before it was ready.
    const killer = async (victims: readonly number[]) => {
      while (kill < kills) {
        const [least, most] = ++kill % 3 === 0 ? KILL_LATER : KILL_AFTER
        const victim = victims[kill % victims.length] ?? 0
        await pause(least + Math.random() * (most - least))
        await fleet.kill(victim)
        readies.push((await fleet.start(victim, { role: roles[victim] ?? 'all' })).readyMs)
        stage.progress(`kill ${kill}/${kills}, ${ledger.acked} acknowledged`)
      }
    }
    await Promise.all(KILLERS[stage.backend].map(killer))
    await pause(LAST_MS)
    // Without `--rounds`, lane N goes on until it has its number of events.
    const wanted = stage.full ? EVENTS_N : 0
    let [acked, since] = [ledger.acked, Date.now()]
    while (acked < wanted && Date.now() - since < IDLE_MS) {
      await pause(500)
      if (ledger.acked > acked) [acked, since] = [ledger.acked, Date.now()]
      stage.progress(`${ledger.acked}/${EVENTS_N} events`)
    }
    await Promise.all(loads.map((load) => load.stop()))
    const found = await settle(() => remote.close())
    return judge(
      found,
      {
        processes: roles.length,
        resent: customers.resent,
        readyP50Ms: round(quantile(readies, 0.5), 0),
        readyMaxMs: round(Math.max(...readies), 0),
        stopMs: found.stopMs,
      },
      [
        [found.resumeMs <= RESUME_MS, `interrupted work took ${found.resumeMs} ms`],
        [found.events >= wanted, `${found.events} of ${wanted} events`],
        [found.kills === kills, `${found.kills} of ${kills} kills`],
        [found.quarantined === 0, `${found.quarantined} items were put aside`],
      ],
    )
  },
}
