/** Sends through the desk to Slack while answers are lost: all arrive, once each, in order, and cards as words do. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createIds } from '../../kit/ids.ts'
import { queueDeliveries } from '../../storage/outbound/queue-deliveries.ts'
import { shownText } from '../doubles/slack/shown-text.ts'
import { sized } from '../full-size.ts'
import { type SlackDesk, slackDesk } from './slack-desk.ts'

const ROOMS = Array.from({ length: 30 }, (_, i) => `lane-${i}`)
const EACH = sized(5, 10)
const PATIENCE_MS = 100_000

let here: SlackDesk
beforeAll(async () => {
  here = await slackDesk({}, { channels: ['after-sales', ...ROOMS] })
}, 120_000)
afterAll(() => here.stop())

/** Where the card of a ticket stands. */
const refOf = async (number: string) =>
  (
    await here.desk.db.kysely
      .selectFrom('card as c')
      .innerJoin('ticket as t', 't.id', 'c.ticket_id')
      .select('c.ref')
      .where('t.number', '=', Number(number.slice(2)))
      .where('c.message_id', 'is', null)
      .executeTakeFirst()
  )?.ref

describe('cards whose answers are lost', () => {
  it('are looked for before they are posted again: each ticket has one, which opens its thread and is drawn anew', async () => {
    const { desk, slack } = here
    const room = slack.workspace.channel('after-sales')
    // The card of the first arrives unanswered, that of the second does not arrive, the third is answered with a failure half way.
    slack.front.faults.next('chat.postMessage', { cut: true })
    const first = await desk.open('doubted-1', '我上周买的口红断了，订单号 20260112341')
    const cards = async (number: string) =>
      (await slack.people.messages('after-sales')).filter((each) => shownText(each).startsWith(`${number} `))
    const settled = async (number: string) => {
      const ref = await desk.until(() => refOf(number), PATIENCE_MS)
      expect((await cards(number)).map(({ ts }) => ts)).toEqual([ref])
      return ref
    }
    await settled(first.number)
    slack.front.faults.next('chat.postMessage', { drop: true })
    const second = await desk.open('doubted-2', '我上周买的口红断了，订单号 20260112342')
    await settled(second.number)
    slack.front.faults.next('chat.postMessage', { error: 'internal_error' })
    const third = await desk.open('doubted-3', '我上周买的口红断了，订单号 20260112343')
    await settled(third.number)
    const looked = slack.front.calls.filter(({ method, args }) => method === 'conversations.history' && args['channel'] === room)
    expect(looked.length).toBeGreaterThanOrEqual(3)
    for (const { number } of [first, second, third]) {
      const [card] = await cards(number)
      await slack.people.press({ as: 'lin', channel: 'after-sales', ts: String(card?.['ts']), action: 'take' })
      await desk.until(async () => JSON.stringify(await cards(number)).includes('"resolve"'), PATIENCE_MS)
      expect(await cards(number)).toHaveLength(1)
    }
  })
})

describe('a card that was deleted in Slack', () => {
  it('comes back once while its ticket is worked with, and its thread with it', async () => {
    const { desk, slack } = here
    const { people } = slack
    const channel = 'after-sales'
    // The double counts what is asked of it as Slack does: the desk is asked instead until there is something to see.
    const card = (number: string, not = '') =>
      desk.until(async () => {
        const ref = await refOf(number)
        return ref && ref !== not && ref
      }, PATIENCE_MS)
    const sent = (words: string) =>
      desk.until(async () => {
        const rows = desk.db.kysely.selectFrom('delivery').select('state').where('kind', '=', 'text').where('body', 'like', `%${words}%`)
        return (await rows.execute()).some(({ state }) => state === 'sent')
      }, PATIENCE_MS)
    const over = await desk.open('deleted-over', '我上周买的口红断了，订单号 20260112351')
    const told = await desk.open('deleted-told', '我上周买的口红断了，订单号 20260112352')
    const untold = await desk.open('deleted-untold', '我上周买的口红断了，订单号 20260112353')
    const refs = { over: await card(over.number), told: await card(told.number), untold: await card(untold.number) }
    await desk.command(over.number, 'lin', 'reject')
    await people.remove('lin', channel, refs.over)

    // Slack tells of it, twice.
    const gone = await people.removeUntold('lin', channel, refs.told)
    expect(await Promise.all([people.tell(gone), people.tell(gone)])).toMatchObject([{ accepted: true }, { accepted: true }])
    const again = await card(told.number, refs.told)
    await people.press({ as: 'lin', channel, ts: again, action: 'take' })
    await people.say({ as: 'lin', channel, thread: again, text: '回复 马上为您处理' })
    await desk.until(async () => (await desk.told('deleted-told', 'reply')).includes('马上为您处理'), PATIENCE_MS)
    await desk.say('deleted-told', '口红还没补发，快点！')
    await sent('口红还没补发')
    // Who had the old thread open goes on talking there: it is still that ticket's.
    await people.say({ as: 'lin', channel, thread: refs.told, text: '回复 旧帖里说的也算' })
    await desk.until(async () => (await desk.told('deleted-told', 'reply')).includes('旧帖里说的也算'), PATIENCE_MS)

    // Slack does not: what is to be drawn finds nothing there. When it tells after all, that is no news.
    const late = await people.removeUntold('lin', channel, refs.untold)
    await desk.command(untold.number, 'lin', 'take')
    const anew = await card(untold.number, refs.untold)
    expect(await people.tell(late)).toMatchObject({ accepted: true })
    await people.say({ as: 'lin', channel, thread: anew, text: '回复 马上看' })
    await desk.until(async () => (await desk.told('deleted-untold', 'reply')).includes('马上看'), PATIENCE_MS)

    const shown = await people.messages(channel)
    const cards = [told, untold, over].map(({ number }) =>
      shown.filter((each) => shownText(each).startsWith(`${number} `)).map(({ ts }) => ts),
    )
    expect(cards).toEqual([[again], [anew], []])
    expect(shown.filter((each) => shownText(each).includes('口红还没补发')).map((each) => each['thread_ts'])).toEqual([again])
  }, 120_000)
})

describe('what only one person sees', () => {
  it('stands in no history: it is said a second time when its answer is lost, never a third, and nobody has to see to it', async () => {
    const { desk, slack } = here
    const { number } = await desk.open('doubted-whisper', '我上周买的口红断了，订单号 20260112361')
    const ts = await desk.until(() => refOf(number), PATIENCE_MS)
    slack.front.faults.always = (method) => (method === 'chat.postEphemeral' ? { cut: true } : null)
    await slack.people.press({ as: 'alice', channel: 'after-sales', ts: String(ts), action: 'take' })
    const whisper = () => desk.db.kysely.selectFrom('delivery').select(['state', 'reason']).where('kind', '=', 'whisper').executeTakeFirst()
    await desk.until(async () => (await whisper())?.state === 'cancelled', PATIENCE_MS)
    slack.front.faults.always = () => null
    expect([await whisper(), slack.front.ephemerals.length]).toEqual([{ state: 'cancelled', reason: 'no-answer' }, 2])
  }, 120_000)
})

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
      expect(Math.min(lost.cut, lost.drop)).toBeGreaterThan(EACH * 2.5)
    },
    PATIENCE_MS + 20_000,
  )
})
