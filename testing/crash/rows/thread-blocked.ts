import { pause } from '../fleet.ts'
import { startCustomers } from '../load/customers.ts'
import { BOTH, judge, type Scenario } from '../scenario.ts'

const LOOK_MS = 250
/** Longer than the desk answers when it is merely busy. */
const ANSWER_MS = 1_000
const HIT_MS = 60_000
const RESTART_MS = 20_000

/** A process computes for ever with work in hand: it ends itself, whoever supervises it starts it anew, and what it had is done. */
export const scenario: Scenario = {
  rows: [38],
  title: 'a process that computes for ever',
  backends: BOTH,
  lanes: ['N'],
  run: async (stage) => {
    const { fleet, customers, settle } = await stage.set()
    const desk = await fleet.start(0, { failpoint: 'in_decision:block@5' })
    // On a server others go on: a second process has the same work.
    if (stage.backend === 'postgres') await fleet.start(1)
    const load = startCustomers(customers, 4, 50)
    const answered = lastAnswer(desk.url, desk.exited)
    const ended = await fleet.killedItself(0, HIT_MS)
    if (!ended) await fleet.kill(0)
    const since = await answered
    await fleet.start(0)
    const restartMs = Date.now() - since
    await pause(1_000)
    await load.stop()
    return judge(await settle(), { restartMs }, [
      [ended, 'it went on computing'],
      [desk.output().includes('answers nobody any more'), 'it did not say why it ended'],
      [restartMs <= RESTART_MS, `it was back after ${restartMs} ms`],
    ])
  },
}

/** When the process answered last before its end. */
async function lastAnswer(url: string, exited: Promise<unknown>): Promise<number> {
  let [last, over] = [Date.now(), false]
  void exited.then(() => {
    over = true
  })
  for (; !over; await pause(LOOK_MS)) {
    const asked = Date.now()
    const answer = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(ANSWER_MS) }).catch(() => null)
    if (answer?.ok) last = asked
  }
  return last
}
