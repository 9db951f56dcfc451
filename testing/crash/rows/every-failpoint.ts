import { FAILPOINTS } from '../../../kit/failpoint.ts'
import type { BackendName } from '../backend.ts'
import { pause } from '../fleet.ts'
import { startAgents } from '../load/agents.ts'
import { startCustomers } from '../load/customers.ts'
import { startRemotePlatform } from '../load/remote-platform.ts'
import { BOTH, judge, type Scenario } from '../scenario.ts'

/** Not passed by this load: a timer is due only after its minutes (promise-in-hand.ts), files come from platforms (file-in-hand.ts), and nothing is looked up. */
const UNREACHED = ['after_timer_claim', 'after_timer_commit', 'after_fetch_before_settle', 'after_look_up_before_settle']
/** Mid-reading, mid-send, and between a commit and its bell. */
const ON_P = ['mid_reading', 'after_commit_before_ring', 'after_send_before_settle']
/** Processes that die beside each other. */
const VICTIMS: Readonly<Record<BackendName, readonly number[]>> = { pglite: [0], postgres: [0, 1] }
/** Starting takes a few dozen transactions; a process must have come so far before it is killed. */
const AFTER_START = { before_commit: 150 } as const
const HIT_MS = 40_000
const RESUME_MS = 30_000

/** A crash at each named place between a claim and its outcome, on the third pass; the commit before the ring is row 40. */
export const scenario: Scenario = {
  rows: [20, 40],
  title: 'killed at every named place, mid-reading, mid-decision, mid-send, before the bell',
  backends: BOTH,
  lanes: ['P', 'N'],
  run: async (stage) => {
    const { fleet, ledger, customers, settle } = await stage.set()
    const remote = startRemotePlatform(fleet, ledger, customers.patience)
    const loads = [startCustomers(customers, 4, 20), startAgents(fleet, ledger), remote]
    const missed: string[] = []
    const points = FAILPOINTS.filter((name) => (stage.lane === 'P' ? ON_P.includes(name) : !UNREACHED.includes(name)))
    const rounds = stage.rounds(1, 3)
    const deaths = Array.from({ length: rounds }, (_, round) => points.map((name) => ({ name, at: (round + 1) * 3 }))).flat()
    let begun = 0
    // On a server two processes die in turns: each works on what the other left.
    const victim = async (index: number) => {
      for (let death = deaths[begun++]; death; death = deaths[begun++]) {
        const { name, at } = death
        const failpoint = `${name}@${(name === 'before_commit' ? AFTER_START.before_commit : 0) + at}`
        if (!(await fleet.startToDie(index, { failpoint }, HIT_MS))) {
          missed.push(name)
          await fleet.kill(index)
        }
        stage.progress(`${name}, ${begun}/${deaths.length}`)
      }
    }
    await Promise.all(VICTIMS[stage.backend].map(victim))
    await fleet.start(0)
    await pause(2_000)
    await Promise.all(loads.map((load) => load.stop()))
    const found = await settle(() => remote.close())
    return judge(found, { places: points.length, rounds, missed: missed.length }, [
      [missed.length === 0, `never came by ${[...new Set(missed)].join(', ')}`],
      [found.resumeMs <= RESUME_MS, `interrupted work took ${found.resumeMs} ms`],
    ])
  },
}
