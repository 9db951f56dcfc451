import { readFile } from 'node:fs/promises'
import type { DeskProcess } from '../../desk-process.ts'
import { pause } from '../fleet.ts'
import { startCustomers } from '../load/customers.ts'
import { judge, type Scenario } from '../scenario.ts'

/** Longer than the lease of 15 s, whatever FAULT_SCALE says: the other worker must have taken over. */
const STOPPED_MS = 19_000
const PLACES = ['mid_reading', 'in_decision', 'after_send_claim', 'after_send_before_settle'] as const
const REACH_MS = 60_000

/** A worker stops in the midst of a job, another does the job, the first goes on: what it writes late is thrown away. */
export const scenario: Scenario = {
  rows: [27, 41],
  title: 'a worker stopped with a job in hand wakes after another has done it',
  backends: ['postgres'],
  lanes: ['P', 'N'],
  run: async (stage) => {
    const { fleet, customers, settle } = await stage.set()
    const rounds = stage.rounds(1, 7)
    const each = stage.lane === 'P' ? 1 : 2
    const places = PLACES.flatMap((place) => Array.from({ length: each }, () => place))
    let stopped = 0
    const missed: string[] = []
    await fleet.start(0)
    for (let round = 1; round <= rounds; round++) {
      const zombies: { readonly place: string; readonly desk: DeskProcess }[] = []
      await Promise.all(
        places.map(async (place, n) =>
          zombies.push({ place, desk: await fleet.start(n + 1, { role: 'worker', failpoint: `${place}:stop` }) }),
        ),
      )
      // So much is said that each of them comes by some of it.
      const load = startCustomers(customers, 4, 30)
      for (const { place, desk } of zombies) {
        if (await stops(desk.pid)) stopped++
        else missed.push(place)
      }
      await load.stop()
      await pause(STOPPED_MS)
      for (const { desk } of zombies) desk.kill('SIGCONT')
      await pause(2_000)
      for (const [n, { desk }] of zombies.entries()) {
        fleet.hide(n + 1)
        await desk.stop()
      }
      stage.progress(`round ${round}/${rounds}`)
    }
    const wanted = rounds * places.length
    return judge(await settle(), { rounds, stopped }, [
      [stopped === wanted, `${stopped} of ${wanted} stopped with a job in hand; not at ${[...new Set(missed)].join(', ')}`],
    ])
  },
}

async function stops(pid: number): Promise<boolean> {
  for (const end = Date.now() + REACH_MS; Date.now() < end; await pause(50)) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
    if (/ T /.test(stat.replace(/^.*\)/, ''))) return true
  }
  return false
}
