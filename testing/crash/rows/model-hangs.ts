import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ApiClient } from '../../api-client.ts'
import { pause } from '../fleet.ts'
import { BOTH, judge, type Scenario } from '../scenario.ts'

const WORDS = 30
/** From the acknowledgement to the ticket of a message whose model says nothing. */
const TICKET_MS = 40_000

/** The model takes connections and never answers: every message becomes a ticket all the same, read by the built-in model. */
export const scenario: Scenario = {
  rows: [34, 58],
  title: 'a model that takes connections and never answers',
  backends: BOTH,
  lanes: ['P', 'N'],
  run: async (stage) => {
    const { fleet, customers, settle } = await stage.set()
    let asked = 0
    const hangs = createServer(() => void asked++)
    await new Promise<void>((resolve) => hangs.listen(0, '127.0.0.1', resolve))
    const model = { OPENAI_BASE_URL: `http://127.0.0.1:${(hangs.address() as AddressInfo).port}/v1`, OPENAI_API_KEY: 'none' }
    try {
      const desk = await fleet.start(0, { env: model })
      const all = Array.from({ length: WORDS }, () => customers.fresh())
      await Promise.all(all.map((words) => customers.say(words)))
      const ackMs = Math.round(Math.max(...customers.ackMs))
      const since = performance.now()
      let tickets = 0
      while (tickets < WORDS && performance.now() - since < TICKET_MS) {
        await pause(100)
        tickets = (await new ApiClient(desk).tickets()).length
      }
      const ticketMs = Math.round(performance.now() - since)
      return judge(await settle(), { ackMs, ticketMs, asked }, [
        [asked > 0, 'the model was never asked'],
        [tickets === WORDS, `${tickets} of ${WORDS} tickets after ${ticketMs} ms`],
      ])
    } finally {
      hangs.closeAllConnections()
      await new Promise((resolve) => hangs.close(resolve))
    }
  },
}
