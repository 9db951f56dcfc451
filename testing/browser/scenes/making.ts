/** A ticket made by the button, and replies that wait: taken back, and approved by a second person. */
import type { Page } from 'playwright-core'
import { bePerson, card, countOf, enterRoom, hears, numberIn, openThread, press, textOf, thread } from '../hands.ts'
import { must, type Stage, until } from '../stage.ts'
import type { Telling } from '../telling.ts'
import { forms } from './forms.ts'

interface Made {
  readonly title: string
  readonly category: string
  readonly priority: string
  readonly team: string
  readonly customer: { readonly name: string | null }
  readonly fields: readonly { readonly name: string; readonly value: string | null }[]
}

export async function making(stage: Stage, telling: Telling): Promise<void> {
  const { tell, shoot } = telling
  const [a, b] = [await stage.open('/'), await stage.open('/')]
  let made = 0
  const field = (name: string) => a.getByTestId(`create-${name}`)
  const choose = async (name: string, label: string): Promise<void> => {
    await field(name).click()
    await field(name).locator('input').fill(label)
    await a.locator('.ant-select-item-option', { hasText: label }).first().click()
  }

  await tell('a new ticket is made by the button, and what is wrong is said at its field', async () => {
    await bePerson(a, 'lin')
    await enterRoom(a, 'after-sales')
    await a.getByTestId('create-button').click()
    await field('text').waitFor()
    await a.getByTestId('create-send').click()
    await until('the empty field says so', async () => (await textOf(a.locator('#wrong-text'))) !== '')
    await field('text').fill('电话来访：杯子收到时有裂纹')
    await choose('category', '商品质量')
    await field('field.order_no').fill('？？')
    await a.getByTestId('create-send').click()
    await until('the wrong number says so', async () => (await a.locator('[id="wrong-field.order_no"]').count()) === 1)
    await shoot(a, 'create-wrong')
    await field('field.order_no').fill('20260118777')
    await field('customer').fill('周婷')
    await choose('priority', 'P2')
    await a.getByTestId('create-send').click()
    await a.getByTestId('create-form').waitFor({ state: 'detached' })
    await until('it is told its number', async () => (await a.getByTestId('toast').allInnerTexts()).some((text) => text.includes('T-')))
    made = numberIn((await a.getByTestId('toast').allInnerTexts()).find((text) => text.includes('T-')) ?? '')
    await card(a, made).waitFor()
    const ticket = await stage.ask<Made>(`/v1/tickets/T-${made}`)
    must(ticket.category === 'after-sales/quality' && ticket.priority === 'P2' && ticket.team === 'after-sales', JSON.stringify(ticket))
    must(ticket.customer.name === '周婷', `its customer is ${ticket.customer.name}`)
    must(
      ticket.fields.some(({ name, value }) => name === 'order_no' && value === '20260118777'),
      'it does not have its field',
    )
  })
  const replies = (page: Page) => thread(page).getByTestId('reply-card')
  const held = (page: Page, text: string) => replies(page).filter({ hasText: text })
  const reply = async (text: string): Promise<void> => {
    await a.getByTestId('thread-input').fill(`回复 ${text}`)
    await a.getByTestId('thread-input').press('Enter')
    await until('it waits for a second person', async () => (await textOf(held(a, text))).includes('等待第二人批准'))
  }
  await tell('a reply that promises what nobody may promise waits, and Undo takes it back', async () => {
    await a.getByTestId('customer-select').click()
    await a.getByTestId('customer-select').locator('input').fill('周婷')
    await a.locator('.ant-select-item-option', { hasText: '周婷' }).click()
    await press(a, made, 'take')
    await hears(a, '林晓 已加入')
    await openThread(a, made)
    await reply('这款保证收益，您放心买')
    await shoot(a, 'held')
    await held(a, '保证收益').getByTestId(`reply-${made}-action-undo`).click()
    await until('it is taken back', async () => (await textOf(held(a, '保证收益'))).includes('已放弃'))
    must((await countOf(a, '保证收益')) === 0, 'the customer has it')
  })
  await tell('who wrote it cannot approve it; a second person can, and then the customer has it', async () => {
    await reply('我们保证全额退款')
    await bePerson(b, 'shen')
    await enterRoom(b, 'after-sales')
    await openThread(b, made)
    const approve = async (page: Page): Promise<void> => {
      await held(page, '保证全额退款').getByTestId(`reply-${made}-action-approve`).click()
      await page.getByTestId('action-ok').click()
    }
    await approve(a)
    await until('the writer is told why not', async () =>
      (await a.getByTestId('toast').allInnerTexts()).some((text) => text.includes('不能批准自己的回复')),
    )
    must((await countOf(a, '保证全额退款')) === 0, 'it went out without a second person')
    await approve(b)
    await hears(a, '我们保证全额退款')
    await until('it shows as sent', async () => (await textOf(held(b, '保证全额退款'))).includes('已发送'))
    await shoot(b, 'approved')
  })
  await forms(stage, telling, a, made)
  await a.context().close()
  await b.context().close()
}
