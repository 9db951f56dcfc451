import { type Fleet, pause } from '../fleet.ts'
import { startCustomers } from '../load/customers.ts'
import { BOTH, judge, type Scenario } from '../scenario.ts'
import { moveToSmallDisk } from '../servers/small-disk.ts'

/** Room for some hundred customers besides what is there. */
const SPARE_MB = 32
const LOAD_MS = 5_000
const FULL_MS = 60_000
const REFUSALS = 20
const BACK_MS = 30_000
/** The embedded desk cannot start on a full disk, either; its supervisor tries again as often as this. */
const SUPERVISED_MS = 2_000

/** The database's disk is full while customers write: each is refused (503) or gets no answer, none a false 202; all goes on by itself when there is room. */
export const scenario: Scenario = {
  rows: [17],
  title: 'the disk of the database is full, then has room again',
  backends: BOTH,
  lanes: ['N'],
  run: async (stage) => {
    const { fleet, home, customers, settle } = await stage.set()
    const disk = await moveToSmallDisk(home, SPARE_MB)
    try {
      await fleet.start(0)
      const supervised = supervise(fleet)
      const load = startCustomers(customers, 8, 20)
      await pause(LOAD_MS)
      await disk.fill()
      const refused = () => (customers.refusals.get(503) ?? 0) + (customers.refusals.get(0) ?? 0)
      const before = refused()
      for (const end = Date.now() + FULL_MS; refused() - before < REFUSALS && Date.now() < end; ) await pause(200)
      const refusals = refused() - before
      const told = await readiness(fleet)
      await pause(stage.scale * 10_000)
      await disk.free()
      const freed = Date.now()
      const takesIn = await customers.say(customers.fresh(), { patienceMs: 2 * BACK_MS })
      const backMs = Date.now() - freed
      await pause(LOAD_MS)
      await load.stop()
      await supervised.stop()
      const found = await settle()
      const odd = [...customers.refusals].filter(([status]) => status !== 503 && status !== 0)
      // A database that could not write its log has ended its process, with words: that is no death by itself.
      const [died, problems] = [supervised.ends, found.problems.filter((problem) => !fleet.deaths.includes(problem))]
      return judge({ ...found, died: 0, problems }, { refusals, unanswered: customers.refusals.get(0) ?? 0, starts: died, backMs }, [
        [refusals >= REFUSALS, 'the disk never was full'],
        [told === null || told.degraded.includes('disk'), `/readyz did not name the disk: ${JSON.stringify(told)}`],
        [odd.length === 0, `refused otherwise: ${JSON.stringify(odd)}`],
        [
          fleet.deaths.every((words) => /No space left|UNAVAILABLE|DATA_DIR_UNUSABLE/.test(words)),
          `ended for something else: ${fleet.deaths.at(0)}`,
        ],
        [stage.backend === 'pglite' || died === 0, `${died} processes ended beside a server`],
        [takesIn && backMs <= BACK_MS, `took in again ${backMs} ms after there was room`],
      ])
    } finally {
      await fleet.end()
      await disk.close()
    }
  },
}

/** Starts the process again when it ended by itself, as often as that takes. */
function supervise(fleet: Fleet): { readonly ends: number; stop(): Promise<void> } {
  let [ends, over] = [0, false]
  const run = async () => {
    for (; !over; await pause(SUPERVISED_MS)) {
      if (fleet.at(0)) continue
      ends++
      await fleet.start(0).catch(() => null)
    }
  }
  const running = run()
  return {
    get ends() {
      return ends
    },
    stop: async () => {
      over = true
      await running
    },
  }
}

/** What /readyz says; null while no process lives. */
async function readiness(fleet: Fleet): Promise<{ readonly degraded: readonly string[] } | null> {
  const url = fleet.at(0)?.url
  const answer = url === undefined ? null : await fetch(`${url}/readyz`).catch(() => null)
  return answer && ((await answer.json()) as { degraded: readonly string[] })
}
