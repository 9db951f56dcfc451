/** Replies to customers of a remote channel, which can refuse them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cardOf, type Lent, type RoomPost } from '../desk-client.ts'
import { type FreshDesk, freshDesk } from '../desk-template.ts'
import { plain, toldReader } from './told-reader.ts'

const SENT = () => ({ sent: {} })
const REFUSED = (out: Lent) => (out.text?.includes('please wait') ? { refused: 'CHANNEL_REJECTED' } : { sent: {} })

let desk: FreshDesk
beforeAll(async () => {
  desk = await freshDesk({ understand: toldReader(plain('consult/promotion')) })
}, 120_000)
afterAll(() => desk.stop())

const ownedBy = async (person: string) => {
  await desk.hear('shop', person, 'my coupon does not work')
  const { number } = await desk.until(async () => (await desk.tickets(person))[0])
  expect((await desk.command(number, 'liu', 'take')).status).toBe(200)
  return number
}
const replyCard = (number: string, state: string): Promise<RoomPost> =>
  desk.until(async () => {
    const parent = await desk.card('general', number, 'liu')
    const posts = await desk.room('general', 'liu', parent.id)
    return posts.findLast((post) => cardOf(post)?.kind === 'reply' && cardOf(post)?.chips[0]?.text === state)
  })
/** An owned ticket whose reply “please wait” the platform has refused. */
const failed = async (person: string) => {
  const number = await ownedBy(person)
  expect((await desk.command(number, 'liu', 'reply', { text: 'please wait' })).status).toBe(200)
  await desk.deliver('shop', REFUSED, (out) => out.text === 'please wait')
  return { number, card: await replyCard(number, '发送失败') }
}
const repliesTo = async (person: string) => {
  const { id } = await desk.db.kysely
    .selectFrom('conversation as c')
    .innerJoin('room as r', 'r.id', 'c.room_id')
    .select('c.id')
    .where('r.external', '=', person)
    .executeTakeFirstOrThrow()
  return desk.db.kysely
    .selectFrom('message as m')
    .innerJoin('delivery as d', 'd.message_id', 'm.id')
    .select(['m.text', 'd.state'])
    .where('m.conversation_id', '=', id)
    .where('m.kind', '=', 'reply')
    .orderBy('d.ord')
    .execute()
}

describe('a reply', () => {
  it('that was sent keeps the promise of a first response, and one that failed does not', async () => {
    const { number } = await failed('promised')
    await desk.until(async () => (await desk.thread('general', number, 'liu')).some((text) => text.includes('没有送达')))
    expect((await desk.ticket(number)).promises[0]).toMatchObject({ kind: 'first-response', state: 'running' })
    await desk.command(number, 'liu', 'reply', { text: 'hello' })
    await desk.deliver('shop', SENT, (out) => out.text === 'hello')
    await desk.until(async () => (await desk.ticket(number)).promises[0]?.state === 'kept')
    await replyCard(number, '已发送')
  })

  it('that failed shows retry, edit and drop, and stands under “Needs a person”', async () => {
    const { card } = await failed('shown')
    expect(cardOf(card)?.actions.map((a) => a.action)).toEqual(['retry', 'edit', 'drop'])
    const { items } = await desk.get<{ items: { kind: string; what: string }[] }>('/v1/person')
    expect(items).toEqual(
      expect.arrayContaining([expect.objectContaining({ kind: 'delivery', what: expect.stringContaining('please wait') })]),
    )
  })

  it('is sent again by retry, and a second press does nothing', async () => {
    const { number, card } = await failed('again')
    await desk.press(card, 'retry', 'liu')
    await desk.deliver('shop', SENT, (out) => out.text === 'please wait' && out.room.id === 'again')
    await replyCard(number, '已发送')
    await desk.press(card, 'retry', 'liu')
    await desk.until(async () => (await desk.room('general', 'liu')).some((p) => p.kind === 'whisper' && p.to === 'liu'))
    expect(await repliesTo('again')).toEqual([{ text: 'please wait', state: 'sent' }])
  })

  it('is sent in other words by edit', async () => {
    const { number, card } = await failed('edited')
    await desk.press(card, 'edit', 'liu', { text: 'thank you for waiting' })
    await desk.deliver('shop', SENT, (out) => out.text === 'thank you for waiting')
    await replyCard(number, '已发送')
    await replyCard(number, '已放弃')
    expect(await repliesTo('edited')).toEqual([
      { text: 'please wait', state: 'cancelled' },
      { text: 'thank you for waiting', state: 'sent' },
    ])
  })

  it('is taken away for good by drop, even when the ticket has changed since', async () => {
    const { number, card } = await failed('dropped')
    await desk.hear('shop', 'dropped', 'are you there?')
    await desk.until(async () => (await desk.thread('general', number, 'liu')).some((text) => text.includes('are you there')))
    await desk.press(card, 'drop', 'liu')
    await replyCard(number, '已放弃')
    expect(await repliesTo('dropped')).toEqual([{ text: 'please wait', state: 'cancelled' }])
  })

  it('can be retried over REST by naming the message', async () => {
    const { number, card } = await failed('rest')
    const message = (cardOf(card) as unknown as { message: string }).message
    expect((await desk.command(number, 'liu', 'retry', { message: 'of nobody' })).body.code).toBe('REPLY_NOT_WAITING')
    expect((await desk.command(number, 'liu', 'retry', { message })).status).toBe(200)
    await desk.deliver('shop', SENT, (out) => out.text === 'please wait' && out.room.id === 'rest')
    await replyCard(number, '已发送')
  })

  it('of one ticket is not touched by naming it on another', async () => {
    const { card } = await failed('mine')
    const other = await ownedBy('other')
    const message = (cardOf(card) as unknown as { message: string }).message
    expect((await desk.command(other, 'liu', 'drop', { message })).body.code).toBe('REPLY_NOT_WAITING')
  })

  it('longer than the channel takes is cut, and every part arrives in order', async () => {
    const number = await ownedBy('long')
    const text = Array.from({ length: 200 }, (_, i) => `sentence number ${i} of a long answer.`).join(' ')
    await desk.command(number, 'liu', 'reply', { text })
    const lent = await desk.deliver(
      'shop',
      SENT,
      (out) => out.room.id === 'long' && (out.text ?? '').endsWith('number 199 of a long answer.'),
    )
    const parts = lent.filter((out) => out.text?.includes('sentence number'))
    expect(parts.length).toBeGreaterThan(3)
    expect(parts.map((out) => out.text).join('')).toBe(text)
  })

  it('wakes a ticket that waited for the customer only when the customer writes', async () => {
    const number = await ownedBy('waits')
    await desk.command(number, 'liu', 'reply', { text: 'which coupon?', wait: 'true' })
    expect(await desk.ticket(number)).toMatchObject({ state: 'waiting', promises: [{ state: 'paused' }, { state: 'paused' }] })
    await desk.command(number, 'liu', 'reply', { text: 'a photo would help' })
    expect(await desk.ticket(number)).toMatchObject({ state: 'waiting' })
    await desk.hear('shop', 'waits', 'SUMMER10')
    await desk.until(async () => (await desk.ticket(number)).state === 'open')
    expect((await desk.ticket(number)).promises.find((p) => p.kind === 'resolution')?.state).toBe('running')
  })
})
