import { BOTH, judge, type Scenario } from '../scenario.ts'

/** The process dies four times over the same turn. It is done at the fifth try: what else ends the process is not held against it. */
export const scenario: Scenario = {
  rows: [21],
  title: 'the same job in hand during four crashes',
  backends: BOTH,
  lanes: ['P', 'N'],
  run: async (stage) => {
    const { fleet, customers, settle } = await stage.set()
    const failpoint = { failpoint: 'in_decision' }
    await fleet.start(0, failpoint)
    await customers.say(customers.fresh(), { patienceMs: 20_000 })
    let deaths = (await fleet.killedItself(0, 20_000)) ? 1 : 0
    while (deaths < 4) {
      await fleet.start(0, failpoint).catch(() => null)
      // On a server the dead process's lease must end first.
      if (!(await fleet.killedItself(0, 25_000))) break
      deaths++
      stage.progress(`death ${deaths}`)
    }
    await fleet.start(0)
    const found = await settle()
    return judge(found, { deaths }, [
      [deaths === 4, `it died ${deaths} times`],
      [found.quarantined === 0, 'the turn was put aside'],
      [found.tickets === 1, `${found.tickets} tickets`],
    ])
  },
}
