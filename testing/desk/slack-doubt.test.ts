/** 300 sends through the desk to Slack while three answers of ten are lost: all arrive, once each, in order. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createIds } from '../../kit/ids.ts'
import { queueDeliveries } from '../../storage/outbound/queue-deliveries.ts'
import { shownText } from '../doubles/slack/shown-text.ts'
import { type SlackDesk, slackDesk } from './slack-desk.ts'

const ROOMS = Array.from({ length: 30 }, (_, i) => `lane-${i}`)
const EACH = 10
const PATIENCE_MS = 100_000

let here: SlackDesk
beforeAll(async () => {
  here = await slackDesk({}, { channels: ['after-sales', ...ROOMS] })
}, 120_000)
afterAll(() => here.stop())

describe('sends whose answers are lost', () => {
  it(
    'arrive once each and in order, and none is left in doubt',
    async () => {
      const { desk, slack } = here
      let calls = 0
      const lost = { cut: 0, drop: 0 }
      // Of ten calls two are done without an answer, and one is not done at all.
      slack.front.faults.always = (method) => {
        if (method !== 'chat.postMessage') return null
        const turn = calls++ % 10
        if (turn === 3 || turn === 7) lost.cut++
        if (turn === 5) lost.drop++
        return turn === 3 || turn === 7 ? { cut: true } : turn === 5 ? { drop: true } : null
      }
      const ids = createIds()
      const rooms = ROOMS.map((name) => ({
        id: ids.next(),
        channel: 'slack',
        account: slack.workspace.team,
        external: slack.workspace.channel(name),
        kind: 'team',
      }))
      await desk.db.tx(async (tx) => {
        await tx.insertInto('room').values(rooms).execute()
        const texts = Array.from({ length: EACH }, (_, i) => `message ${i}`)
        const sends = texts.flatMap((text) =>
          rooms.map(({ id }) => ({ id: ids.next(), room_id: id, kind: 'text', body: JSON.stringify({ text }), held: false })),
        )
        await queueDeliveries(tx, sends)
      })
      const states = async () =>
        (
          await desk.db.kysely
            .selectFrom('delivery')
            .select('state')
            .where(
              'room_id',
              'in',
              rooms.map(({ id }) => id),
            )
            .execute()
        ).map(({ state }) => state)
      await desk.until(async () => (await states()).every((state) => state !== 'queued' && state !== 'sending'), PATIENCE_MS)
      expect(new Set(await states())).toEqual(new Set(['sent']))
      for (const name of ROOMS)
        expect([name, (await slack.people.messages(name)).map(shownText)]).toEqual([
          name,
          Array.from({ length: EACH }, (_, i) => `message ${i}`),
        ])
      expect(Math.min(lost.cut, lost.drop)).toBeGreaterThan(25)
    },
    PATIENCE_MS + 20_000,
  )
})
