/** The desk's main story, with the model it ships with: a customer over REST, agents in web rooms. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cardOf } from '../desk-client.ts'
import { type FreshDesk, freshDesk } from '../desk-template.ts'

const BROKEN = ['我上周买的口红断了，订单号 20260112345，太气人了', '快点处理'] as const

let desk: FreshDesk
beforeAll(async () => {
  desk = await freshDesk()
}, 120_000)
afterAll(() => desk.stop())

/** An own desk would cost seconds: each case has a customer of its own instead. */
const taken = async (customer: string) => {
  const { number } = await desk.open(customer, ...BROKEN)
  expect((await desk.command(number, 'lin', 'take')).status).toBe(200)
  return number
}
const resolved = async (customer: string, note = '已补发新的口红') => {
  const number = await taken(customer)
  expect((await desk.command(number, 'lin', 'resolve', { note })).status).toBe(200)
  await desk.until(async () => (await desk.told(customer, 'rating')).length > 0)
  return number
}

describe('a customer with a problem', () => {
  it('is acknowledged once and asked once for a burst of messages, and the team sees one card', async () => {
    await desk.inOneBurst(async () => {
      for (const text of BROKEN) await desk.say('wang', text)
    })
    const ticket = await desk.open('wang')
    expect(ticket).toMatchObject({ state: 'new', category: 'after-sales/quality', team: 'after-sales', mood: 'angry', missing: ['remedy'] })
    expect(ticket.fields.find((f) => f.name === 'order_no')?.value).toBe('20260112345')
    await desk.until(async () => (await desk.told('wang', 'question')).length > 0)
    expect(await desk.told('wang', 'ack')).toEqual([expect.stringContaining(ticket.number)])
    expect(await desk.told('wang', 'question')).toEqual([expect.stringContaining(ticket.number)])
    await desk.card('after-sales', ticket.number)
    const cards = (await desk.room('after-sales', 'lin')).filter((post) => cardOf(post)?.number === Number(ticket.number.slice(2)))
    expect(cards).toHaveLength(1)
    expect(
      cards.map((post) =>
        cardOf(post)
          ?.actions.filter((a) => !a.more)
          .map((a) => a.action),
      ),
    ).toEqual([['take', 'reply', 'fields', 'transfer', 'reject']])
  })

  it('fills the card by answering the question, and is not asked again', async () => {
    const { number } = await desk.open('zhou', ...BROKEN)
    await desk.until(async () => (await desk.told('zhou', 'question')).length > 0)
    await desk.say('zhou', '换货')
    await desk.until(async () => (await desk.ticket(number)).missing.length === 0)
    expect((await desk.ticket(number)).fields.find((f) => f.name === 'remedy')?.value).toBe('exchange')
    await desk.until(async () => (await desk.thread('after-sales', number)).some((text) => text.includes('换货')))
    expect(await desk.told('zhou', 'question')).toHaveLength(1)
    expect(await desk.tickets('zhou')).toHaveLength(1)
  })

  it('fills it by the number of the choice as well', async () => {
    const { number } = await desk.open('qian', ...BROKEN)
    const [question] = await desk.until(async () => {
      const asked = (await desk.talk('qian')).filter((m) => m.kind === 'question')
      return asked.length > 0 && asked
    })
    const second = question?.options?.[1]
    await desk.say('qian', '2')
    await desk.until(async () => (await desk.ticket(number)).fields.some((f) => f.name === 'remedy' && f.value === second?.key))
  })

  it('gets a second ticket for a second, different problem', async () => {
    const first = await desk.open('he', ...BROKEN)
    await desk.say('he', '还有，我要开公司抬头的电子发票，麻烦处理一下')
    const both = await desk.until(async () => {
      const all = await desk.tickets('he')
      return all.length === 2 && all
    })
    expect(both.map((t) => t.category)).toEqual(['after-sales/quality', 'invoice/issue'])
    expect(both[0]?.number).toBe(first.number)
  })

  it('opens nothing by greeting or thanking', async () => {
    await desk.say('chen', '你好')
    await desk.until(async () => (await desk.told('chen')).length === 1)
    await desk.say('chen', '谢谢')
    await desk.until(async () => (await desk.told('chen')).length === 2)
    expect(await desk.tickets('chen')).toEqual([])
  })

  it.each([
    ['zh-CN', 'lu', '我买的水壶漏水了，订单号 20260115521', '已受理'],
    ['zh-TW', 'wu', '收到的鞋子尺寸寄錯了，訂單編號 20260115522，請問怎麼換貨', '已受理'],
    ['en', 'emily', 'The kettle I bought last week leaks, order 20260115523', 'Got it'],
  ])('is answered in %s when that is what the customer writes', async (lang, customer, text, start) => {
    await desk.open(customer, text)
    const [ack] = await desk.until(async () => {
      const acks = await desk.told(customer, 'ack')
      return acks.length > 0 && acks
    })
    expect(ack).toContain(start)
    expect(/[單號補]/.test(ack ?? '')).toBe(lang === 'zh-TW')
  })
})

describe('a team', () => {
  it('takes a ticket once: who comes second is told who was faster', async () => {
    const number = await taken('feng')
    const second = await desk.command(number, 'chen', 'take', {}, 'zh-TW')
    expect(second).toMatchObject({ status: 409, body: { code: 'TICKET_ALREADY_TAKEN' } })
    expect(second.body.detail).toContain('林晓')
    expect((await desk.command(number, 'lin', 'take')).status).toBe(200)
    expect((await desk.ticket(number)).owner?.key).toBe('lin')
    expect(await desk.told('feng', 'notice')).toEqual([expect.stringContaining('林晓')])
  })

  it('sees the loser of a race told in the room, for that person alone', async () => {
    const { number } = await desk.open('xu', ...BROKEN)
    const card = await desk.card('after-sales', number, 'lin')
    await Promise.all([desk.press(card, 'take', 'lin'), desk.press(card, 'take', 'chen')])
    const owner = await desk.until(async () => (await desk.ticket(number)).owner?.key)
    const [winner, loser] = owner === 'lin' ? ['lin', 'chen'] : ['chen', 'lin']
    const whispers = async (who: string) =>
      (await desk.room('after-sales', who)).filter(
        (p) => p.kind === 'whisper' && p.body.text?.includes(owner === 'lin' ? '林晓' : '陳怡君'),
      )
    await desk.until(async () => (await whispers(loser ?? '')).length > 0)
    expect(await whispers(winner ?? '')).toEqual([])
  })

  it('keeps its talk inside: only a reply reaches the customer', async () => {
    const number = await taken('yang')
    const card = await desk.card('after-sales', number, 'lin')
    await desk.type('after-sales', 'lin', '这个客户上个月也投诉过', { thread: card.id })
    await desk.until(async () => {
      const row = await desk.db.kysely.selectFrom('note').select('text').where('text', 'like', '%投诉过%').executeTakeFirst()
      return row !== undefined
    })
    await desk.type('after-sales', 'lin', '回复 您好，新的口红今天寄出', { thread: card.id })
    await desk.until(async () => (await desk.told('yang', 'reply')).length === 1)
    expect((await desk.talk('yang')).map((m) => m.text).join('\n')).not.toContain('投诉过')
    expect(await desk.told('yang', 'reply')).toEqual(['您好，新的口红今天寄出'])
    await desk.until(async () => (await desk.ticket(number)).promises.find((p) => p.kind === 'first-response')?.state === 'kept')
  })

  it('sees in the thread what the customer says while an agent works', async () => {
    const number = await taken('kong')
    await desk.say('kong', '口红是礼物，请尽快')
    await desk.until(async () => (await desk.thread('after-sales', number)).some((text) => text.includes('礼物')))
    expect(await desk.tickets('kong')).toHaveLength(1)
  })
})

describe('a resolved ticket', () => {
  it('is rated, and two stars reach the managers’ room with what it was about', async () => {
    const number = await resolved('cao')
    expect(await desk.told('cao', 'result')).toEqual([expect.stringContaining('已补发新的口红')])
    await desk.say('cao', '2')
    const ping = await desk.until(async () =>
      (await desk.room('managers', 'sun')).find((p) => p.body.text?.includes(number) && p.body.text.includes('2/5')),
    )
    expect(ping).toMatchObject({ kind: 'ping' })
    expect(ping.body.text).toContain('口红断了')
    expect(ping.body.text).toContain('林晓')
    await desk.until(async () => (await desk.thread('after-sales', number)).some((text) => text.includes('★★☆☆☆')))
    await desk.until(async () => (await desk.card('after-sales', number)).body.cards?.['en']?.chips.map((c) => c.text).includes('★★☆☆☆'))
  })

  it('says nothing to the managers of five stars, and takes only one rating', async () => {
    const number = await resolved('yan')
    const heard = async () => (await desk.room('managers', 'sun')).filter((p) => p.body.text?.includes(number)).map((p) => p.id)
    const before = await heard()
    await desk.say('yan', '5')
    await desk.until(async () => (await desk.told('yan')).some((text) => text.includes('感谢您的评价')))
    await desk.say('yan', '1')
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(await heard()).toEqual(before)
    expect(await desk.tickets('yan')).toHaveLength(1)
  })

  it('stays resolved when the customer says thanks', async () => {
    const number = await resolved('hua')
    await desk.say('hua', '谢谢')
    await desk.until(async () => (await desk.told('hua', 'answer')).length > 0)
    expect(await desk.tickets('hua')).toMatchObject([{ number, state: 'resolved' }])
  })

  it('opens again for its owner when the customer says it is not settled', async () => {
    const number = await resolved('jin')
    await desk.say('jin', '还是没解决，新的口红又断了')
    await desk.until(async () => (await desk.ticket(number)).state === 'open')
    const ticket = await desk.ticket(number)
    expect(ticket.owner?.key).toBe('lin')
    expect(ticket.promises.find((p) => p.kind === 'resolution')?.state).toBe('running')
    expect(await desk.tickets('jin')).toHaveLength(1)
    await desk.say('jin', '5')
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect((await desk.card('after-sales', number)).body.cards?.['en']?.chips.map((c) => c.text)).not.toContain('★★★★★')
  })

  it('opens again by a complaint about it', async () => {
    const number = await resolved('wei')
    await desk.say('wei', '你们客服态度太差了，我要投诉')
    await desk.until(async () => (await desk.ticket(number)).state === 'open')
    expect(await desk.tickets('wei')).toHaveLength(1)
  })
})

describe('a customer who asks', () => {
  it('hears how the own ticket stands, and of another’s the same as of none', async () => {
    const own = await desk.open('tao', ...BROKEN)
    const foreign = await desk.open('jiang', ...BROKEN)
    const ask = async (text: string) => {
      const before = (await desk.told('tao', 'result')).length
      await desk.say('tao', text)
      return desk.until(async () => (await desk.told('tao', 'result'))[before])
    }
    expect(await ask('查进度')).toContain(own.number)
    expect(await ask(`查进度 ${own.number}`)).toContain('等待同事接单')
    const unknown = (await ask('查进度 T-999999')).replace('T-999999', '…')
    expect((await ask(`查进度 ${foreign.number}`)).replace(foreign.number, '…')).toBe(unknown)
  })

  it('for a person gets one called, with the ticket there is', async () => {
    const { number } = await desk.open('qi', ...BROKEN)
    await desk.say('qi', '转人工')
    await desk.until(async () => (await desk.told('qi', 'notice')).length > 0)
    await desk.until(async () => (await desk.room('after-sales', 'lin')).some((p) => p.kind === 'ping' && p.body.text?.includes(number)))
    expect(await desk.tickets('qi')).toHaveLength(1)
  })

  it('for a person without a ticket gets one opened for that', async () => {
    await desk.say('xie', '转人工')
    const [ticket] = await desk.until(async () => {
      const all = await desk.tickets('xie')
      return all.length > 0 && all
    })
    expect(ticket).toMatchObject({ state: 'new', team: 'general', category: 'other/unsorted' })
    expect(await desk.told('xie')).toEqual([expect.stringContaining(ticket?.number ?? '')])
  })
})
