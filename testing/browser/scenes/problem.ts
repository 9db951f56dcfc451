/** A new customer has two problems: what the desk understands, asks, and shows its team. */
import { addCustomer, bubbles, card, countOf, enterRoom, hears, lineOf, numberIn, say, textOf } from '../hands.ts'
import { picture } from '../picture.ts'
import { must, type Stage, until } from '../stage.ts'
import type { Telling } from '../telling.ts'
import type { Two } from './begin.ts'

export interface Tickets {
  lipstick: number
  invoice: number
}

interface Detail {
  readonly conversation: string
  readonly team: string
  readonly category: string
  readonly missing: readonly string[]
}

export async function problem(stage: Stage, { tell, shoot }: Telling, { a, b }: Two): Promise<Tickets> {
  const tickets: Tickets = { lipstick: 0, invoice: 0 }
  const opened = async () => (await bubbles(a)).filter((text) => text.includes('已受理'))

  await tell('a new customer tells of a broken lipstick in two breaths and gets exactly one acknowledgement, with a number', async () => {
    await addCustomer(a, '苏小北')
    await say(a, '我上周买的口红断了，订单号 20260112345，太气人了')
    await say(a, '快点处理')
    await until('an acknowledgement', async () => (await opened()).length > 0)
    tickets.lipstick = numberIn((await opened()).join())
    await hears(a, '希望的处理方式')
    must((await opened()).length === 1, `${(await opened()).length} acknowledgements`)
  })
  await tell(
    'both browsers get one card at once, with title, category and how sure, priority and why, mood, order number, what is missing',
    async () => {
      for (const page of [a, b]) {
        await enterRoom(page, 'after-sales')
        await card(page, tickets.lipstick).waitFor()
        must((await card(page, tickets.lipstick).count()) === 1, 'more than one card')
      }
      const shown = card(a, tickets.lipstick)
      must(
        (await textOf(shown.locator('.card-title'))).includes('口红断了'),
        `the title is “${await textOf(shown.locator('.card-title'))}”`,
      )
      const category = await lineOf(shown, '分类')
      must(/售后\/商品质量 · \d+% 把握/.test(category), `the category reads “${category}”`)
      const priority = await lineOf(shown, '优先级')
      must(/^P[12] · .+/.test(priority), `the priority reads “${priority}”`)
      must((await textOf(shown.locator('.card-head'))).includes('愤怒'), 'the mood is not angry')
      must((await lineOf(shown, '订单号')).includes('20260112345'), 'no order number')
      must((await shown.locator('[data-words*="20260112345"]').count()) > 0, 'the order number does not show the words it rests on')
      must((await lineOf(shown, '商品')).includes('口红'), 'no product')
      must((await lineOf(shown, '缺少')).includes('希望的处理方式'), `missing reads “${await lineOf(shown, '缺少')}”`)
      must(/剩 \d/.test(await textOf(shown.locator('.card-head'))), 'no countdown')
      await shown.scrollIntoViewIfNeeded()
      await shoot(a, 'card')
    },
  )
  await tell('the missing field is asked for once, and the answer fills the card', async () => {
    must((await countOf(a, '请选择：希望的处理方式')) === 1, `asked ${await countOf(a, '请选择：希望的处理方式')} times`)
    await a.getByTestId('option-exchange').click()
    await until('the card has the answer', async () => (await lineOf(card(a, tickets.lipstick), '希望的处理方式')).includes('换货'))
    must((await lineOf(card(a, tickets.lipstick), '缺少')) === '', 'something is still said to be missing')
    await hears(a, '已为您补充')
    must((await countOf(a, '请选择：希望的处理方式')) === 1, 'asked again')
  })
  await tell('a picture the customer sends is seen in the ticket’s thread', async () => {
    await a.getByTestId('customer-upload').setInputFiles({ name: '断掉的口红.png', mimeType: 'image/png', buffer: picture() })
    await say(a, '这是口红断掉的照片')
    await until('the picture is in the customer’s chat', () =>
      a
        .locator('.customer-pane img.ant-image-img')
        .first()
        .evaluate((img: HTMLImageElement) => img.naturalWidth > 0),
    )
    await a.getByTestId(`card-${tickets.lipstick}-thread`).click()
    const seen = a
      .locator(`[data-testid="thread-panel"] img.ant-image-img, [data-testid="card-${tickets.lipstick}"] img.ant-image-img`)
      .first()
    await until('the picture is with the ticket', () => seen.evaluate((img: HTMLImageElement) => img.naturalWidth > 0))
    await shoot(a, 'picture')
    await a.getByTestId('thread-close').click()
  })
  await tell('a second, different problem opens a second ticket in the same conversation, and goes to another team', async () => {
    const before = (await opened()).length
    await say(a, '另外帮我开一张发票，抬头是杭州好运贸易有限公司，订单号 20260112345')
    await until('a second acknowledgement', async () => (await opened()).length > before)
    tickets.invoice = numberIn((await opened()).at(-1) ?? '')
    must(tickets.invoice !== tickets.lipstick, 'it was put with the first')
    const [first, second] = [
      await stage.ask<Detail>(`/v1/tickets/T-${tickets.lipstick}`),
      await stage.ask<Detail>(`/v1/tickets/T-${tickets.invoice}`),
    ]
    must(first.conversation === second.conversation, 'they are in two conversations')
    must(second.category === 'invoice/issue', `its category is ${second.category}`)
    must(second.team !== first.team, `both went to ${first.team}`)
  })
  await tell('a message that cannot be sent says so, and is sent once when sent again', async () => {
    const text = '包装盒也有点压坏了'
    await a.context().setOffline(true)
    await a.getByTestId('customer-input').fill(text)
    await a.getByTestId('customer-input').press('Enter')
    await a.locator('.not-sent').waitFor()
    await shoot(a, 'not-sent')
    await a.context().setOffline(false)
    await a.locator('.not-sent button').first().click()
    await a.locator('.pending').waitFor({ state: 'detached' })
    await until('it stands there once', async () => (await bubbles(a)).filter((bubble) => bubble === text).length === 1)
    await a.reload()
    await until('it stands there once after a reload', async () => (await bubbles(a)).filter((bubble) => bubble === text).length === 1)
  })
  return tickets
}
