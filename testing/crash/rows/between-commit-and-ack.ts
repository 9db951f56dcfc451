import type { BackendName } from '../backend.ts'
import { type FleetRole, pause } from '../fleet.ts'
import { BOTH, judge, type Scenario } from '../scenario.ts'

const PLACES = ['after_commit_before_ack', 'after_receive_before_commit'] as const
/** What is killed, and how many of it at a time. */
const VICTIMS: Readonly<Record<BackendName, readonly FleetRole[]>> = { pglite: ['all'], postgres: ['intake', 'intake'] }
const PEOPLE = 3
const HIT_MS = 40_000

/** Killed after the commit and before the answer: the customer asks again and gets the first message's id, not a second message. */
export const scenario: Scenario = {
  rows: [8, 9],
  title: 'killed between receiving, committing and acknowledging',
  backends: BOTH,
  lanes: ['P', 'N'],
  run: async (stage) => {
    const { fleet, customers, settle } = await stage.set()
    const rounds = stage.rounds(2, 100)
    let [begun, hit, running] = [0, 0, true]
    const victim = async (role: FleetRole, index: number) => {
      while (begun < rounds) {
        const place = PLACES[begun++ % PLACES.length]
        if (await fleet.startToDie(index, { role, failpoint: `${place}@2` }, HIT_MS)) hit++
        else await fleet.kill(index, 'missed')
        stage.progress(`${hit}/${rounds}`)
      }
    }
    const person = async () => {
      for (; running; await pause(20)) {
        const words = customers.fresh()
        await customers.say(words)
        await customers.repeat(words)
      }
    }
    const people = Array.from({ length: PEOPLE }, person)
    await Promise.all(VICTIMS[stage.backend].map(victim))
    running = false
    await fleet.start(0)
    await Promise.all(people)
    return judge(await settle(), { rounds, resent: customers.resent }, [
      [hit === rounds, `the failpoint was hit ${hit} of ${rounds} times`],
      [customers.resent > 0, 'nobody had to ask again'],
    ])
  },
}
