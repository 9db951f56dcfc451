/** Other systems asked about tickets: what they say stands on the card, and what they do delays nobody. */
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cardOf } from '../desk-client.ts'
import { type FreshDesk, freshDesk } from '../desk-template.ts'
import { toldReader } from './told-reader.ts'

const asked: string[] = []
let answer: (order: string, response: ServerResponse) => void = () => undefined
const shop = createServer((request, response) => {
  const order = decodeURIComponent(request.url ?? '').slice('/orders/'.length)
  asked.push(order)
  answer(order, response)
})
const orders: Record<string, object> = {
  '20260112345': { customer: { phone: '13900139000' }, total: 299, items: [{ title: '净水器' }] },
}
const shopWorks = (): void => {
  answer = (order, response) => {
    const found = orders[order]
    response.writeHead(found ? 200 : 404).end(JSON.stringify(found ?? {}))
  }
}

let desk: FreshDesk
beforeAll(async () => {
  shop.listen(0, '127.0.0.1')
  await once(shop, 'listening')
  // One field a message: `order_no 123`.
  const understand = toldReader((text) => {
    const [, name = '', value = ''] = /(\w+) ([\w-]+)$/.exec(text) ?? []
    return [{ intent: 'problem', category: 'after-sales/quality', ...(name === '' ? {} : { field: { name, value } }) }]
  })
  desk = await freshDesk({ understand })
  const file = join(desk.dir, 'desk.yaml')
  const lookups = `
lookups:
  - key: order
    labels: { zh-CN: 订单系统, zh-TW: 訂單系統, en: Shop }
    field: order_no
    url: http://127.0.0.1:${(shop.address() as AddressInfo).port}/orders/{order_no}
    timeoutMs: 300
    fields: { phone: customer.phone, amount: total, product: items.0.title }
`
  await writeFile(file, `${await readFile(file, 'utf8')}\n${lookups}`)
  const { status } = await desk.call('POST', '/v1/settings/reload', {})
  expect(status).toBe(200)
}, 120_000)
afterAll(async () => {
  await desk.stop()
  shop.closeAllConnections()
  shop.close()
})

const line = async (number: string): Promise<string | undefined> =>
  cardOf(await desk.card('after-sales', number))?.lines.find((one) => one.label === '订单系统')?.value

const lineWith = (number: string, part: string) =>
  desk.until(async () => ((await line(number))?.includes(part) ? await line(number) : null))

describe('a ticket with an order number', () => {
  it('shows what the shop says, and where that contradicts the customer', async () => {
    shopWorks()
    const { number } = await desk.open('anna', 'it leaks order_no 20260112345')
    expect(await lineWith(number, '13900139000')).toBe('手机号 13900139000 · 金额 299 · 商品 净水器')
    await desk.command(number, 'lin', 'field', { name: 'phone', value: '13800138000' })
    await desk.command(number, 'lin', 'field', { name: 'amount', value: '299.00' })
    expect(await lineWith(number, '✓ 金额')).toBe('⚠ 手机号不一致：系统里是 13900139000，客户说的是 13800138000 · ✓ 金额 299 · 商品 净水器')
  })

  it('is flagged where the shop knows no such order, and looked up again when it is mended', async () => {
    shopWorks()
    const { number } = await desk.open('bert', 'it leaks order_no 777777')
    await lineWith(number, '查无此单：777777')
    await desk.command(number, 'lin', 'field', { name: 'order_no', value: '20260112345' })
    await lineWith(number, '净水器')
  })

  it('is there at once while the shop is dead, and looked up when somebody presses the button', async () => {
    answer = () => undefined
    const start = Date.now()
    const { number } = await desk.open('cleo', 'it leaks order_no 20260112345')
    expect(Date.now() - start).toBeLessThan(5_000)
    await lineWith(number, '查询超时')
    shopWorks()
    const card = await desk.card('after-sales', number)
    expect(cardOf(card)?.actions.map((one) => one.action)).toContain('refresh')
    expect((await desk.press(card, 'refresh', 'lin')).status).toBe(202)
    await lineWith(number, '净水器')
  })

  it('throws an answer away that was asked before the order number changed', async () => {
    const held: (() => void)[] = []
    answer = (order, response) => {
      if (order === '111111') held.push(() => response.writeHead(200).end(JSON.stringify({ total: 1 })))
      else response.writeHead(200).end(JSON.stringify({ total: 2 }))
    }
    const { number } = await desk.open('dora', 'it leaks order_no 111111')
    await desk.until(async () => held.length > 0)
    await desk.command(number, 'lin', 'field', { name: 'order_no', value: '222222' })
    for (const go of held) go()
    await lineWith(number, '金额 2')
    const { rows } = await sql<{ asked: string; answer: string }>`
      select asked, answer from lookup where ticket_id = (select id from ticket where number = ${Number(number.slice(2))})`.execute(
      desk.db.kysely,
    )
    expect(rows).toEqual([{ asked: '222222', answer: '{"amount":"2"}' }])
  })
})

describe('a ticket without one', () => {
  it('is never asked about, and says what a refresh lacks', async () => {
    shopWorks()
    const before = asked.length
    const { number } = await desk.open('emil', 'it leaks')
    const card = await desk.card('after-sales', number)
    expect(cardOf(card)?.actions.map((one) => one.action)).not.toContain('refresh')
    expect(await desk.command(number, 'lin', 'refresh')).toMatchObject({ status: 422, body: { code: 'COMMAND_INCOMPLETE' } })
    expect(asked.length).toBe(before)
  })
})
