import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDesk, freshDesk } from '../desk-template.ts'
let desk: FreshDesk
beforeAll(async () => { const t=Date.now(); desk = await freshDesk(); console.log('first', Date.now()-t) }, 120000)
afterAll(() => desk.stop())
describe('x', () => {
  it('y', async () => {
    const t = Date.now()
    const ticket = await desk.open('a', '我上周买的口红断了，订单号 20260112345，太气人了', '快点处理')
    console.log(Date.now()-t, ticket)
    await new Promise(r=>setTimeout(r,500))
    console.log(await desk.talk('a'))
    console.log((await desk.card('after-sales', ticket.number)).body.cards?.['zh-CN'])
    const d2t=Date.now(); const d2 = await freshDesk(); console.log('second', Date.now()-d2t); await d2.stop()
    await desk.restart(); console.log(await desk.tickets('a'))
  })
})
