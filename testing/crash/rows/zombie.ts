import { readFile } from 'node:fs/promises'
import { pause } from '../fleet.ts'
import { judge, type Scenario } from '../scenario.ts'

/** Longer than the lease of 15 s, whatever FAULT_SCALE says: the other worker must have taken over. */
const STOPPED_MS = 19_000
const PLACES = ['mid_reading', 'in_decision', 'after_send_claim', 'after_send_before_settle'] as const

/** A process stops in the midst of a job, another does the job, the first goes on: what it writes late is thrown away. */
export const scenario: Scenario = {
  rows: [27, 41],
  title: 'a process stopped with a job in hand wakes after another has done it',
  backends: ['postgres'],
  lanes: ['P', 'N'],
  run: async (stage) => {
    const { fleet, customers, settle } = await stage.set()
    // Each place stops a process of its own, so that the lane P can wait for all of them at once.
    const rounds = stage.rounds(1, 12)
    let stopped = 0
    const missed: string[] = []
    for (let round = 1; round <= rounds; round++) {
      const zombies = []
      for (const [n, place] of PLACES.entries()) {
        const desk = await fleet.start(n, { failpoint: `${place}:stop` })
        // Only the zombie runs, so it is the one that claims; a stopped one gives no answer, so nobody waits for it.
        void customers.say(customers.fresh(), { patienceMs: 60_000 })
        for (const end = Date.now() + 20_000; Date.now() < end && !(await isStopped(desk.pid)); ) await pause(50)
        if (await isStopped(desk.pid)) stopped++
        else missed.push(place)
        fleet.hide(n)
        zombies.push(desk)
      }
      const helper = PLACES.length
      await fleet.start(helper)
      await pause(STOPPED_MS)
      for (const zombie of zombies) zombie.kill('SIGCONT')
      await pause(2_000)
      for (const zombie of zombies) await zombie.stop()
      if (round < rounds) await fleet.kill(helper, 'between rounds')
      stage.progress(`round ${round}/${rounds}`)
    }
    return judge(await settle(), { places: PLACES.length, rounds, stopped }, [
      [
        stopped === rounds * PLACES.length,
        `${stopped} of ${rounds * PLACES.length} stopped with a job in hand; not at ${missed.join(', ')}`,
      ],
    ])
  },
}

async function isStopped(pid: number): Promise<boolean> {
  return / T /.test((await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')).replace(/^.*\)/, ''))
}
