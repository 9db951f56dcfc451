/** Rows 1 and 4 of the fault catalogue: events that come more than once, as twins, out of order, and while the desk restarts. Each is heard once. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { envelopeOf } from '../doubles/slack/payloads.ts'
import { sized } from '../full-size.ts'
import { type SlackDesk, slackDesk } from './slack-desk.ts'

const EVENTS = sized(250, 1_000)
/** Answers under way at once: Slack does not bring an hour's events in one moment. */
const BESIDE = 64
/** The project's number is a second; every day there are other tests beside. */
const WORST_MS = sized(3_000, 1_000)
const RESTARTS = 3

describe.each([
  ['HTTP', false],
  ['Socket Mode', true],
])('events over %s', (_, socket) => {
  let here: SlackDesk
  beforeAll(async () => {
    here = await slackDesk({ socket, start: false }, { retryMs: [0, 100, 500, 1_000, 2_000, 4_000, 30_000, 60_000] })
  }, 120_000)
  afterAll(() => here.stop())

  it('redelivered, doubled and shuffled over restarts are neither lost nor doubled', async () => {
    const { desk, slack } = here
    const channel = slack.workspace.channel('customers')
    const user = slack.workspace.person('alice').id
    const payloads = Array.from({ length: EVENTS }, (_, i) => {
      const event = { type: 'message', channel, user, text: `message ${i}`, ts: `1790000000.${String(i).padStart(6, '0')}` }
      const said = envelopeOf(slack.workspace, event)
      const twin = envelopeOf(slack.workspace, { ...event, type: 'app_mention' })
      return i % 3 === 0 ? [twin, said, said] : Array.from({ length: 1 + (i % 4) }, () => said)
    })
    const all = payloads.flat().sort((a, b) => hash(a) - hash(b))
    const waits: number[] = []
    for (let part = 0; part <= RESTARTS; part++) {
      const bringing = beside(
        BESIDE,
        all.slice((all.length * part) / (RESTARTS + 1), (all.length * (part + 1)) / (RESTARTS + 1)),
        async (payload) => {
          const { accepted, ms } = await slack.bring(payload)
          waits.push(ms)
          return accepted
        },
      )
      // The desk goes away in the middle of it.
      if (part < RESTARTS) await desk.restart()
      expect((await bringing).every(Boolean)).toBe(true)
    }
    const heard = await desk.db.kysely.selectFrom('message').select('text').where('kind', '=', 'customer').execute()
    expect(heard.map(({ text }) => text).sort()).toEqual(Array.from({ length: EVENTS }, (_, i) => `message ${i}`).sort())
    expect(Math.max(...waits)).toBeLessThan(WORST_MS)
  }, 300_000)
})

/** Does them all, so many at once. */
async function beside<T, R>(most: number, items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = []
  const left = [...items]
  const one = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) results.push(await work(item))
  }
  await Promise.all(Array.from({ length: most }, one))
  return results
}

/** Shuffles, the same way each time. */
function hash(value: object): number {
  let sum = 7
  for (const char of JSON.stringify((value as { event: object }).event)) sum = (Math.imul(sum, 31) + (char.codePointAt(0) ?? 0)) >>> 0
  return sum
}
