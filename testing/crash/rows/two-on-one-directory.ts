import { judge, type Scenario } from '../scenario.ts'
import { spawnDesk } from '../spawn-desk.ts'

/** Or twice the start of a desk, where the machine is slow at that: nothing but the lock is looked at. */
const REFUSED_MS = 5_000
/** Second starts at the same moment. */
const RIVALS = 2

/** Two desks on one data directory would corrupt it silently: the second is refused by name; a dead one's lock is taken over. */
export const scenario: Scenario = {
  rows: [24],
  title: 'a second process on the same data directory; the lock of a dead one',
  backends: ['pglite'],
  lanes: ['P', 'N'],
  run: async (stage) => {
    const { fleet, home, customers, settle } = await stage.set()
    const rounds = stage.rounds(2, 25)
    let refused = 0
    let named = 0
    let [slowest, ready] = [0, 0]
    for (let i = 0; i < rounds; i++) {
      const desk = await fleet.start(0)
      ready = Math.max(ready, desk.readyMs)
      const began = performance.now()
      for (const { code, said } of await Promise.all(Array.from({ length: RIVALS }, () => spawnDesk(home.dir, home.env).exited))) {
        if (code !== 0) refused++
        if (said.includes(String(desk.pid)) && said.includes('DATA_DIR_LOCKED')) named++
      }
      slowest = Math.max(slowest, performance.now() - began)
      await customers.say(customers.fresh())
      await fleet.kill(0)
      stage.progress(`round ${i + 1}/${rounds}`)
    }
    await fleet.start(0)
    const starts = rounds * RIVALS
    return judge(await settle(), { rounds, refused, refusedMs: Math.round(slowest) }, [
      [refused === starts, `${starts - refused} of ${starts} second starts were not refused`],
      [named === starts, `the holder was named ${named} of ${starts} times`],
      [slowest <= Math.max(REFUSED_MS, 2 * ready), `refused only after ${Math.round(slowest)} ms`],
    ])
  },
}
