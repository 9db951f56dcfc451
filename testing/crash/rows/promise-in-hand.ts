import { ApiClient } from '../../api-client.ts'
import { type Fleet, pause } from '../fleet.ts'
import { promiseSoon, SOON_MS } from '../promise-soon.ts'
import { BOTH, judge, type Scenario } from '../scenario.ts'

const DEATHS = 7
const HIT_MS = 40_000
const KEPT_MS = 30_000
const LOOK_MS = 250

/** The process dies again and again with the same promise in hand, that has just been broken. The team hears of it all the same, once, within half a minute of the last death. */
export const scenario: Scenario = {
  rows: [21, 39],
  title: 'the same broken promise in hand during seven crashes',
  backends: BOTH,
  lanes: ['N'],
  run: async (stage) => {
    const { fleet, home, customers, settle } = await stage.set()
    const env = { DESK_CONFIG: await promiseSoon(home) }
    const desk = await fleet.start(0, { env })
    await new ApiClient(desk).post('/v1/settings/reload', {})
    const promised = Date.now() + SOON_MS
    await customers.say(customers.fresh())
    const number = await ticketOf(fleet)
    await fleet.kill(0, 'before the promise is broken')
    await pause(promised + 1_000 - Date.now())
    const wanted = stage.rounds(2, DEATHS)
    const armed = { env, failpoint: 'after_timer_claim' }
    let deaths = 0
    while (deaths < wanted && (await fleet.startToDie(0, armed, HIT_MS))) stage.progress(`death ${++deaths}/${wanted}`)
    const since = Date.now()
    await fleet.start(0, { env })
    for (; Date.now() - since < 2 * KEPT_MS && (await broken(fleet, number)) === 0; ) await pause(LOOK_MS)
    const toldMs = Date.now() - since
    let times = 0
    const found = await settle(async () => {
      times = await broken(fleet, number)
    })
    return judge(found, { deaths, toldMs }, [
      [deaths === wanted, `it died ${deaths} times`],
      [times === 1, `the promise was broken ${times} times`],
      [toldMs <= KEPT_MS, `it was told ${toldMs} ms after the last death`],
    ])
  },
}

async function ticketOf(fleet: Fleet): Promise<string> {
  for (;;) {
    const desk = fleet.any(0)
    const [ticket] = desk ? await new ApiClient(desk).tickets() : []
    if (ticket) return ticket.number
    await pause(LOOK_MS)
  }
}

/** How often the ticket tells that a promise was broken. */
async function broken(fleet: Fleet, number: string): Promise<number> {
  const desk = fleet.any(0)
  if (!desk) return 0
  const { events } = await new ApiClient(desk).get<{ events: readonly unknown[] }>(`/v1/tickets/${number}/events?limit=200`)
  return events.filter((event) => JSON.stringify(event).includes('promise-broken')).length
}
