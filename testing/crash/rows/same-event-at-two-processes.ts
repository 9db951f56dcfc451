import { ApiClient } from '../../api-client.ts'
import { judge, type Scenario } from '../scenario.ts'

const COPIES = 10

/** One message at two processes at the same moment: the unique key decides, every copy is answered the same. */
export const scenario: Scenario = {
  rows: [2],
  title: 'the same event ten times at once, at two processes',
  backends: ['postgres'],
  lanes: ['P', 'N'],
  run: async (stage) => {
    const { fleet, ledger, customers, settle } = await stage.set()
    const desks = await Promise.all([fleet.start(0), fleet.start(1)])
    const events = stage.rounds(60, 500)
    const refused: number[] = []
    let different = 0
    for (let i = 0; i < events; i++) {
      const words = customers.fresh()
      const answers = await Promise.all(
        Array.from({ length: COPIES }, (_, n) =>
          new ApiClient(desks[n % 2] ?? desks[0]).say(words.customer, words.id, words.text, words.customer),
        ),
      )
      refused.push(...answers.flatMap(({ status }) => (status === 202 ? [] : [status])))
      const [message = ''] = new Set(answers.map((a) => a.message ?? ''))
      if (answers.some((a) => a.message !== message)) different++
      ledger.add({ is: 'acked', token: words.token, customer: words.customer, message, first: true })
      stage.progress(`event ${i + 1}/${events}`)
    }
    return judge(await settle(), { copies: events * COPIES }, [
      [refused.length === 0, `answered ${refused.length} times with ${[...new Set(refused)].join(', ')}`],
      [different === 0, `${different} events got different ids`],
    ])
  },
}
