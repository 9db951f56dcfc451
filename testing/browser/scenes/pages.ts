/** Why it happened, the other pages, the phone, the languages. */
import type { Page } from 'playwright-core'
import { chooseLanguage, enterRoom, textOf } from '../hands.ts'
import { must, type Stage, until } from '../stage.ts'
import type { Telling } from '../telling.ts'
import type { Two } from './begin.ts'
import type { Tickets } from './problem.ts'

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 }

async function fits(page: Page, where: string): Promise<void> {
  const { wide, seen } = await page.evaluate(() => ({ wide: document.documentElement.scrollWidth, seen: window.innerWidth }))
  must(wide <= seen, `${where} is ${wide} px wide in a window of ${seen}`)
}

export async function pages(stage: Stage, { tell, shoot }: Telling, { a }: Two, { lipstick }: Tickets): Promise<void> {
  await tell('“what just happened” shows the claims with their words, the rule, the configuration’s version and the events', async () => {
    await enterRoom(a, 'after-sales')
    await a.getByTestId(`why-${lipstick}`).click()
    const panel = a.getByTestId('why-panel')
    await until('it has claims', async () => (await panel.locator('.claim').count()) >= 5)
    must((await panel.locator('mark').allInnerTexts()).join('').includes('20260112345'), 'the words are not marked')
    const text = await textOf(panel)
    for (const part of ['分类', '订单号: 20260112345', '情绪', '→ 售后组', '第 1 版', 'local-'])
      must(text.includes(part), `nothing of “${part}”`)
    await until('it has the events', async () => (await panel.locator('.event').count()) >= 6)
    await shoot(a, 'why')
    await a.keyboard.press('Escape')
    await panel.waitFor({ state: 'hidden' })
  })
  await tell('tickets are found by their words, and a ticket’s page says all there is', async () => {
    const page = await stage.open('/tickets')
    await until('all are listed', async () => (await page.locator('.ticket-item').count()) >= 15)
    await shoot(page, 'tickets')
    await page.getByTestId('filter-search').fill('口红')
    await until('few are left', async () => {
      const items = await page.locator('.ticket-item').allInnerTexts()
      return items.length >= 1 && items.length < 5 && items.every((item) => item.includes('口红'))
    })
    await page.locator('.ticket-item', { hasText: `T-${lipstick}` }).click()
    await until('the page is there', async () => (await textOf(page.locator('h1'))).includes('口红断了'))
    await until(
      'with the conversation and the history',
      async () => (await page.locator('.said').count()) >= 5 && (await page.locator('.event').count()) >= 6,
    )
    const text = await textOf(page.locator('.page'))
    for (const part of ['订单号', '20260112345', '林晓', '换货', '苏小北']) must(text.includes(part), `nothing of “${part}”`)
    await shoot(page, 'ticket')
    await page.context().close()
  })
  await tell('nothing needs a person, and the page says so', async () => {
    const page = await stage.open('/person')
    await until('it is calm', async () => (await textOf(page.locator('.blank'))).includes('没有需要你处理的事'))
    await page.context().close()
  })
  await tell('the settings are read again, and the model learns again', async () => {
    const page = await stage.open('/settings')
    await page.getByTestId('reload-button').click()
    await until('it says which version', async () =>
      (await page.getByTestId('toast').allInnerTexts()).some((text) => text.includes('第 1 版')),
    )
    await page.getByTestId('retrain-button').click()
    await until('the version rises', async () => (await textOf(page.locator('.page'))).includes('local-2'), 120_000)
    await shoot(page, 'settings')
    await page.context().close()
  })
  await tell('while the database has no room every page says so, and no longer when it has', async () => {
    const page = await stage.open('/settings')
    const before = stage.faults.length
    await page.route('**/readyz', (route) => route.fulfill({ status: 503, json: { ready: false, degraded: ['disk'] } }))
    await page.goto(`${stage.desk.url}/tickets`)
    await until('it says so', async () => (await textOf(page.getByTestId('unready'))).includes('磁盘已满'))
    await shoot(page, 'disk-full')
    await page.unroute('**/readyz')
    await until('it no longer does', async () => (await page.getByTestId('unready').count()) === 0)
    // The browser tells of the answers that were made up here.
    stage.faults.splice(before, Number.POSITIVE_INFINITY, ...stage.faults.slice(before).filter((fault) => !fault.includes('503')))
    await page.context().close()
  })
  await tell('on a phone 390 px wide nothing runs out at the side, and its tabs work', async () => {
    const page = await stage.open('/', PHONE)
    await page.getByTestId('view-tab-customer').click()
    await page.getByTestId('customer-input').waitFor()
    await fits(page, 'the customer’s side')
    await shoot(page, 'phone-customer')
    await page.getByTestId('view-tab-team').click()
    await page.locator('article.card').first().waitFor()
    await fits(page, 'the team’s side')
    await shoot(page, 'phone-team')
    await page.getByTestId(`card-${lipstick}-thread`).click()
    await page.getByTestId('thread-input').waitFor()
    await fits(page, 'a thread')
    await shoot(page, 'phone-thread')
    await page.getByTestId('thread-close').click()
    await page.getByTestId('view-tab-manager').click()
    await until('the manager’s room', async () => (await textOf(page.locator('.staff-pane'))).includes('2/5'))
    await fits(page, 'the manager’s side')
    for (const path of ['/tickets', `/tickets/T-${lipstick}`, '/person', '/settings', '/chat']) {
      await page.goto(stage.desk.url + path)
      await page.locator('h1').first().waitFor()
      await fits(page, path)
      if (path === `/tickets/T-${lipstick}`) await shoot(page, 'phone-ticket')
    }
    await page.context().close()
  })
  await tell('the whole window speaks the language that is chosen, and remembers it', async () => {
    const page = await stage.open('/')
    const seen = new Map([
      ['English', { lang: 'en', seed: 'sample', card: 'Category' }],
      ['繁體中文', { lang: 'zh-TW', seed: '範例', card: '分類' }],
      ['简体中文', { lang: 'zh-CN', seed: '示例', card: '分类' }],
    ])
    for (const [name, { lang, seed, card }] of seen) {
      await chooseLanguage(page, name)
      await until(`it speaks ${name}`, async () => (await textOf(page.getByTestId('seed-button'))).toLowerCase().includes(seed))
      must((await page.evaluate(() => document.documentElement.lang)) === lang, 'the page does not say its language')
      await until(`cards speak ${name}`, async () => (await textOf(page.locator('article.card').first())).includes(card))
      await page.reload()
      await until(`it still speaks ${name}`, async () => (await textOf(page.getByTestId('seed-button'))).toLowerCase().includes(seed))
      if (lang === 'en') await shoot(page, 'english')
    }
    await page.context().close()
  })
}
