/** A channel that Slack holds back holds back nothing else: pings come when they are due. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { behind, breakInTurn, holdBack, openTickets } from './late-pings.ts'
import { type SlackDesk, slackDesk } from './slack-desk.ts'

const PINGS = 8
const CONTROLS = 3
/** The double takes them as fast as they come. */
const APART_MS = 500

let here: SlackDesk
beforeAll(async () => {
  here = await slackDesk({}, { channels: ['after-sales', 'customers', 'managers'] })
}, 120_000)
afterAll(() => here.stop())

describe('while Slack holds back one channel', () => {
  it('pings of another are at most a second later than without', { timeout: 240_000 }, async () => {
    const [before, during] = [await openTickets(here, CONTROLS, 'calm'), await openTickets(here, PINGS, 'late')]
    // How late a ping is on this machine with nothing else to do is no matter of channels; `npm run bench -- pings` measures it.
    const calm = Math.max(0, ...(await behind(here, await breakInTurn(here, before, 1_000, APART_MS))))
    const refused = await holdBack(here, 'after-sales')
    expect(Math.max(...(await behind(here, await breakInTurn(here, during, 1_000, APART_MS))))).toBeLessThanOrEqual(calm + 1_000)
    await here.desk.until(async () => refused() > 2)
  })
})
