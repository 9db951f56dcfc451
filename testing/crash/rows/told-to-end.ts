import type { Home } from '../backend.ts'
import { pause } from '../fleet.ts'
import { startAgents } from '../load/agents.ts'
import { startCustomers } from '../load/customers.ts'
import { BOTH, judge, type Scenario } from '../scenario.ts'

const STOP_MS = 10_000

/** SIGTERM under load: what is in hand is finished or handed back, and the process ends in time, with 0. */
export const scenario: Scenario = {
  rows: [26],
  title: 'SIGTERM under load',
  backends: BOTH,
  lanes: ['P', 'N'],
  run: async (stage) => {
    const { fleet, home, ledger, customers, settle } = await stage.set()
    await fleet.start(0)
    const loads = [startCustomers(customers, 8), startAgents(fleet, ledger)]
    const rounds = stage.rounds(2, 50)
    const codes: (number | null)[] = []
    let slowest = 0
    for (let i = 0; i < rounds; i++) {
      await pause(200 + Math.random() * 800)
      const end = await fleet.at(0)?.stop()
      if (!end) throw new Error('the desk is gone')
      slowest = Math.max(slowest, end.millis)
      codes.push(end.code)
      if (home.services) codes.push(-(await leases(home)))
      await fleet.start(0)
      stage.progress(`round ${i + 1}/${rounds}`)
    }
    await Promise.all(loads.map((load) => load.stop()))
    return judge(await settle(), { rounds, stopMaxMs: Math.round(slowest) }, [
      [slowest <= STOP_MS, `took ${Math.round(slowest)} ms`],
      [codes.every((code) => code === 0), `ended with ${[...new Set(codes)].join(', ')} (negative: leases not handed back)`],
    ])
  },
}

/** The embedded database has no other process that could wait for them. */
async function leases(home: Home): Promise<number> {
  const { db, close } = await home.open()
  const leased = await db.kysely.selectFrom('line').select('key').where('owner', 'is not', null).execute()
  await close()
  return leased.length
}
