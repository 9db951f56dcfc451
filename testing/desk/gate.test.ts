/** The send gate in a whole desk: what waits, what goes, and what a customer never sees. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cardOf, type Lent, type RoomPost } from '../desk-client.ts'
import { type FreshDesk, freshDesk } from '../desk-template.ts'
import { plain, toldReader } from './told-reader.ts'

const SENT = () => ({ sent: {} })
const understand = toldReader(plain('consult/promotion'))

let desk: FreshDesk
beforeAll(async () => {
  desk = await freshDesk({ understand })
}, 120_000)
afterAll(() => desk.stop())

const owned = async (person: string, words = 'my coupon does not work') => {
  await desk.hear('shop', person, words)
  const { number } = await desk.until(async () => (await desk.tickets(person))[0])
  expect((await desk.command(number, 'liu', 'take')).status).toBe(200)
  return number
}
const replyCards = async (number: string): Promise<readonly RoomPost[]> => {
  const parent = await desk.card('general', number, 'liu')
  return (await desk.room('general', 'liu', parent.id)).filter((post) => cardOf(post)?.kind === 'reply')
}
const replyCard = (number: string, chip: string) =>
  desk.until(async () => (await replyCards(number)).findLast((post) => cardOf(post)?.chips[0]?.text === chip))
const deliveriesTo = async (person: string) =>
  (
    await desk.db.kysely
      .selectFrom('delivery as d')
      .innerJoin('room as r', 'r.id', 'd.room_id')
      .innerJoin('message as m', 'm.id', 'd.message_id')
      .select(['m.text', 'd.state', 'd.reason'])
      .where('r.external', '=', person)
      .where('m.kind', '=', 'reply')
      .orderBy('d.ord')
      .execute()
  ).map(({ text, state, reason }) => [text, state, reason])
const got = (person: string, text: string) => (out: Lent) => out.room.id === person && out.text === text
/** The wait of an amber reply is over, without anybody waiting for it. */
const hurry = () =>
  desk.db.kysely.updateTable('timer').set({ due_at: new Date() }).where('kind', '=', 'reply').where('due_at', 'is not', null).execute()

describe('an amber reply', () => {
  it('waits, and is sent once its time has come; only then is the first response kept', async () => {
    const number = await owned('amber')
    await desk.command(number, 'liu', 'reply', { text: '这个客户的券已补发' })
    await replyCard(number, '即将发送')
    expect(await deliveriesTo('amber')).toEqual([['这个客户的券已补发', 'held', 'gate']])
    expect((await desk.ticket(number)).promises[0]).toMatchObject({ kind: 'first-response', state: 'running' })
    await hurry()
    await desk.deliver('shop', SENT, got('amber', '这个客户的券已补发'))
    await replyCard(number, '已发送')
    await desk.until(async () => (await desk.ticket(number)).promises[0]?.state === 'kept')
  })

  it('is undone with a button and never sent', async () => {
    const number = await owned('undone')
    await desk.command(number, 'liu', 'reply', { text: '这个客户太急了' })
    const card = await replyCard(number, '即将发送')
    await desk.press(card, 'undo', 'liu')
    await replyCard(number, '已放弃')
    await hurry()
    await desk.command(number, 'liu', 'reply', { text: '您好，券已补发' })
    const lent = await desk.deliver('shop', SENT, got('undone', '您好，券已补发'))
    expect(lent.some((out) => out.text?.includes('太急'))).toBe(false)
    expect((await deliveriesTo('undone')).map(([, state]) => state)).toEqual(['cancelled', 'sent'])
  })

  it('is undone and rewritten by typing in the thread, which the customer sees nothing of', async () => {
    const number = await owned('typed')
    const parent = await desk.card('general', number, 'liu')
    const type = (text: string) => desk.type('general', 'liu', text, { thread: parent.id })
    await type('回复 这个客户太急了')
    await replyCard(number, '即将发送')
    await type('撤回')
    await replyCard(number, '已放弃')
    await type('回复 这个客户还在等')
    await replyCard(number, '即将发送')
    await type('改写：您好，券已补发')
    const lent = await desk.deliver('shop', SENT, got('typed', '您好，券已补发'))
    expect(lent.filter((out) => out.text?.includes('这个客户'))).toEqual([])
  })

  it('is sent once after a restart in the middle of its wait', async () => {
    const number = await owned('restarted')
    await desk.command(number, 'liu', 'reply', { text: '这个客户的券，重启前' })
    await replyCard(number, '即将发送')
    await desk.restart()
    expect((await deliveriesTo('restarted'))[0]?.[1]).toBe('held')
    await hurry()
    const lent = await desk.deliver('shop', SENT, got('restarted', '这个客户的券，重启前'))
    expect(lent.filter(got('restarted', '这个客户的券，重启前'))).toHaveLength(1)
    await replyCard(number, '已发送')
    expect((await deliveriesTo('restarted')).map(([, state]) => state)).toEqual(['sent'])
  })

  it('goes before the words that end its ticket', async () => {
    const number = await owned('ended')
    await desk.command(number, 'liu', 'reply', { text: '这个客户的券已补发' })
    await desk.command(number, 'liu', 'resolve', { note: '已补发' })
    const lent = await desk.deliver(
      'shop',
      SENT,
      (out) => out.room.id === 'ended' && (out.text ?? '').includes('已补发') && !out.text?.includes('这个客户'),
    )
    const words = lent.filter((out) => out.room.id === 'ended').map((out) => out.text ?? '')
    expect(words.indexOf('这个客户的券已补发')).toBeLessThan(
      words.findIndex((text) => text.includes('已补发') && !text.includes('这个客户')),
    )
  })
})

describe('a red reply', () => {
  it('waits for a second person, not for a time; its author’s approval is refused, a colleague’s sends it once', async () => {
    const number = await owned('red')
    await desk.command(number, 'liu', 'reply', { text: '我们保证收益' })
    const card = await replyCard(number, '等待第二人批准')
    expect(cardOf(card)?.lines[0]?.value).toContain('不可作出的承诺')
    await hurry()
    const message = (cardOf(card) as unknown as { message: string }).message
    expect((await desk.command(number, 'liu', 'approve', { message })).body.code).toBe('REPLY_NEEDS_ANOTHER')
    expect(await deliveriesTo('red')).toEqual([['我们保证收益', 'held', 'approval']])
    await desk.press(card, 'approve', 'sun')
    await desk.press(card, 'approve', 'sun')
    const lent = await desk.deliver('shop', SENT, got('red', '我们保证收益'))
    expect(lent.filter(got('red', '我们保证收益'))).toHaveLength(1)
    await replyCard(number, '已发送')
    expect(await deliveriesTo('red')).toHaveLength(1)
    const { events } = await desk.get<{ events: { type: string; by: { name: string } }[] }>(`/v1/tickets/${number}/events`)
    expect(events.find((event) => event.type === 'reply-released')?.by.name).not.toBe(
      events.find((event) => event.type === 'replied')?.by.name,
    )
  })

  it('is declined and never sent', async () => {
    const number = await owned('declined')
    await desk.command(number, 'liu', 'reply', { text: '我们保证收益' })
    const card = await replyCard(number, '等待第二人批准')
    await desk.press(card, 'decline', 'sun', { why: '不能这样说' })
    await replyCard(number, '已放弃')
    await desk.until(async () => (await desk.thread('general', number, 'liu')).some((text) => text.includes('不能这样说')))
    expect((await deliveriesTo('declined')).map(([, state]) => state)).toEqual(['cancelled'])
  })

  it('is any with another customer’s phone or order number, but not with the customer’s own', async () => {
    await desk.hear('shop', 'owner-of-it', '优惠券用不了，我的手机是 13912345678')
    await desk.until(async () => (await desk.tickets('owner-of-it'))[0])
    const number = await owned('other', '优惠券用不了，我的手机是 13987654321')
    await desk.command(number, 'liu', 'reply', { text: '已发到您的手机 139-1234-5678' })
    const card = await replyCard(number, '等待第二人批准')
    expect(cardOf(card)?.lines[0]?.value).toBe('其他客户的手机号 · 139…78')
    await desk.command(number, 'liu', 'reply', { text: '已发到您的手机 13987654321' })
    await desk.deliver('shop', SENT, got('other', '已发到您的手机 13987654321'))
    expect((await deliveriesTo('other')).map(([, state]) => state)).toEqual(['held', 'sent'])
  })
})

describe('a customer who reads over REST', () => {
  it('does not see a reply that waits or was taken back, and finds one that was released behind what came meanwhile', async () => {
    const { number } = await desk.open('reader', 'my coupon does not work')
    await desk.command(number, 'liu', 'reply', { text: '我们保证收益' })
    await desk.command(number, 'liu', 'reply', { text: '您好，稍等' })
    const before = await desk.talk('reader')
    expect(before.filter((m) => m.kind === 'reply').map((m) => m.text)).toEqual(['您好，稍等'])
    await desk.command(number, 'sun', 'approve')
    const last = before.at(-1)?.id ?? ''
    const later = await desk.until(async () => {
      const { messages } = await desk.get<{ messages: { text: string; state?: string }[] }>(
        `/v1/messages?conversation=reader&cursor=${last}`,
      )
      return messages.length > 0 && messages
    })
    expect(later.map(({ text, state }) => [text, state])).toEqual([['我们保证收益', 'sent']])
    await desk.until(async () => (await desk.ticket(number)).promises[0]?.state === 'kept')
    await desk.command(number, 'liu', 'reply', { text: '还是保证收益' })
    await desk.command(number, 'liu', 'undo')
    expect((await desk.talk('reader')).some((m) => m.text === '还是保证收益')).toBe(false)
  })
})

describe('a team in direct mode', () => {
  it('talks to the customer in the thread, and a quotation stays a note', async () => {
    const file = join(desk.dir, 'desk.yaml')
    const yaml = await readFile(file, 'utf8')
    await writeFile(file, yaml.replace(/(- key: general\n\s+labels:[^\n]+\n\s+lang: zh-CN\n)/, '$1    replies: direct\n'))
    expect((await desk.call('POST', '/v1/settings/reload')).status).toBeLessThan(300)
    const number = await owned('direct')
    const parent = await desk.card('general', number, 'liu')
    const type = (as: string, text: string) => desk.type('general', as, text, { thread: parent.id })
    await type('liu', '> my coupon does not work\n这人真烦')
    await type('liu', '// 他很急')
    await type('sun', '我来看看')
    await type('liu', '您好，马上为您处理')
    const lent = await desk.deliver('shop', SENT, got('direct', '您好，马上为您处理'))
    expect(lent.filter((out) => out.room.id === 'direct' && /烦|急|看看/.test(out.text ?? ''))).toEqual([])
    expect((await deliveriesTo('direct')).map(([text]) => text)).toEqual(['您好，马上为您处理'])
    const notes = await desk.db.kysely.selectFrom('note').select('text').orderBy('id').execute()
    expect(notes.map(({ text }) => text).slice(-3)).toEqual(['> my coupon does not work\n这人真烦', '他很急', '我来看看'])
    await desk.until(async () =>
      (await desk.room('general', 'liu')).some((post) => post.kind === 'whisper' && post.body.text?.includes('引用')),
    )
  })
})
