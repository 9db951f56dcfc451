/** The chat on a desk that listens to the world: visitors need no account, the console does. */
import { bubbles, hears, numberIn, say, textOf } from '../hands.ts'
import { must, type Stage, until } from '../stage.ts'
import type { Telling } from '../telling.ts'
import { rooms } from './rooms.ts'

export async function chat(stage: Stage, telling: Telling): Promise<void> {
  const { tell, shoot } = telling
  let number = 0
  await tell('where the desk is not open, a visitor chats all the same, in a room of their own', async () => {
    const page = await stage.open('/chat')
    await page.getByTestId('chat-name').fill('顾晴')
    await page.getByTestId('chat-start').click()
    await page.getByTestId('customer-input').waitFor()
    must((await textOf(page.locator('.chat-name'))) === '好物集', 'the shop’s name is not shown')
    await say(page, '我买的花瓶收到时碎了，订单号 20260119045')
    await hears(page, '已受理')
    number = numberIn((await bubbles(page)).find((text) => text.includes('已受理')) ?? '')
    const { customer } = await stage.ask<{ customer: { name: string | null } }>(`/v1/tickets/T-${number}`)
    must(customer.name === '顾晴', `the team knows them as ${customer.name}`)
    await page.reload()
    await until('the talk is still there after a reload', async () => (await bubbles(page)).some((text) => text.includes('花瓶')))
    await shoot(page, 'chat')
    const stranger = await stage.open('/chat')
    await stranger.getByTestId('chat-start').click()
    await stranger.getByTestId('customer-input').waitFor()
    must((await bubbles(stranger)).length === 0, 'another visitor reads it')
  })
  await tell('its console asks for the token, and lets in who has it', async () => {
    const page = await stage.open('/tickets')
    await page.locator('input[name="token"]').fill(stage.desk.token)
    await page.locator('form button').click()
    await page.locator('.ticket-item').first().waitFor()
    await page.goto(`${stage.desk.url}/`)
    await page.getByTestId('room-tab-after-sales').waitFor()
    must((await page.locator('.customer-pane').count()) === 0, 'customers can be played on a desk that is not open')
    must((await page.getByTestId('seed-button').count()) === 0, 'sample data can be added to a desk that is not open')
  })
  await rooms(stage, telling, number)
  await tell('there, too, no window reported an error', async () => must(stage.faults.length === 0, stage.faults.slice(0, 5).join(' ; ')))
}
