import { judge, type Scenario } from '../scenario.ts'
import { spawnDesk } from '../spawn-desk.ts'

const REFUSED_MS = 5_000

/** Two desks on one data directory would corrupt it silently: the second is refused by name; a dead one's lock is taken over. */
export const scenario: Scenario = {
  rows: [24],
  title: 'a second process on the same data directory; the lock of a dead one',
  backends: ['pglite'],
  lanes: ['P', 'N'],
  run: async (stage) => {
    const { fleet, home, customers, settle } = await stage.set()
    const rounds = stage.rounds(2, 50)
    let refused = 0
    let named = 0
    let slowest = 0
    for (let i = 0; i < rounds; i++) {
      const desk = await fleet.start(0)
      const began = performance.now()
      const { code, said } = await spawnDesk(home.dir, home.env).exited
      slowest = Math.max(slowest, performance.now() - began)
      if (code !== 0) refused++
      if (said.includes(String(desk.pid)) && said.includes('DATA_DIR_LOCKED')) named++
      await customers.say(customers.fresh())
      await fleet.kill(0)
      stage.progress(`round ${i + 1}/${rounds}`)
    }
    await fleet.start(0)
    return judge(await settle(), { rounds, refused, refusedMs: Math.round(slowest) }, [
      [refused === rounds, `${rounds - refused} of ${rounds} second starts were not refused`],
      [named === rounds, `the holder was named ${named} of ${rounds} times`],
      [slowest <= REFUSED_MS, `refused only after ${Math.round(slowest)} ms`],
    ])
  },
}
