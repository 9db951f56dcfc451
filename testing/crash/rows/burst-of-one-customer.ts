import { ApiClient } from '../../api-client.ts'
import { BOTH, judge, type Scenario } from '../scenario.ts'

const WORDS = 20

/** Twenty messages of one customer in the same moment: none is lost, one turn at a time, no ticket twice for one turn. */
export const scenario: Scenario = {
  rows: [12],
  title: 'twenty messages at once from one customer without a ticket',
  backends: BOTH,
  lanes: ['P', 'N'],
  run: async (stage) => {
    const { fleet, home, ledger, customers, settle } = await stage.set()
    const desks = [await fleet.start(0), ...(home.services ? [await fleet.start(1)] : [])]
    const people = stage.rounds(10, 100)
    const refused: number[] = []
    for (let i = 0; i < people; i++) {
      const first = customers.fresh()
      const all = [first, ...Array.from({ length: WORDS - 1 }, () => customers.more(first.customer))]
      await Promise.all(
        all.map(async (words, n) => {
          const desk = desks[n % desks.length]
          if (!desk) return
          const { status, message = '' } = await new ApiClient(desk).say(words.customer, words.id, words.text, words.customer)
          if (status === 202) ledger.add({ is: 'acked', token: words.token, customer: words.customer, message, first: words.first })
          else refused.push(status)
        }),
      )
      stage.progress(`customer ${i + 1}/${people}`)
    }
    const found = await settle()
    return judge(found, { people, words: people * WORDS }, [
      [refused.length === 0, `refused with ${[...new Set(refused)].join(', ')}`],
      [found.events === people * WORDS, `${found.events} acknowledged`],
    ])
  },
}
