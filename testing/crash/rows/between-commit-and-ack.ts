import { quantile, round } from '../../../bench/quantile.ts'
import { BOTH, judge, type Scenario } from '../scenario.ts'

/** Killed after the commit and before the answer: the customer asks again and gets the first message's id, not a second message. */
export const scenario: Scenario = {
  rows: [8, 9],
  title: 'killed between receiving, committing and acknowledging',
  backends: BOTH,
  lanes: ['P', 'N'],
  run: async (stage) => {
    const { fleet, customers, settle } = await stage.set()
    const rounds = stage.rounds(1, 50)
    const readies: number[] = []
    let hit = 0
    for (let i = 0; i < rounds; i++) {
      for (const failpoint of ['after_commit_before_ack', 'after_receive_before_commit']) {
        const desk = await fleet.start(0, { failpoint: `${failpoint}@2` })
        readies.push(desk.readyMs)
        const words = [customers.fresh(), customers.fresh(), customers.fresh()]
        const saying = Promise.all(words.map((one, n) => pauseThen(n * 40, () => customers.say(one))))
        if (await fleet.killedItself(0, 10_000)) hit++
        await fleet.start(0)
        await saying
        for (const one of words) await customers.repeat(one)
        await fleet.kill(0)
        stage.progress(`round ${i + 1}/${rounds}`)
      }
    }
    await fleet.start(0)
    return judge(await settle(), { resent: customers.resent, readyP50Ms: round(quantile(readies, 0.5), 0) }, [
      [hit === rounds * 2, `the failpoint was hit ${hit} of ${rounds * 2} times`],
      [customers.resent >= hit, 'nobody had to ask again'],
    ])
  },
}

const pauseThen = async <T>(ms: number, act: () => Promise<T>): Promise<T> => {
  await new Promise((resolve) => setTimeout(resolve, ms))
  return act()
}
