/** One press, and it never happened. */
import { enterRoom, textOf } from '../hands.ts'
import { must, type Stage, until } from '../stage.ts'
import type { Telling } from '../telling.ts'
import type { Two } from './begin.ts'

export async function reset(stage: Stage, { tell, shoot }: Telling, { a, b }: Two): Promise<void> {
  await tell('a reset empties the desk, in every window at once, and it can be filled again', async () => {
    await enterRoom(b, 'after-sales')
    await b.locator('article.card').first().waitFor()
    await a.getByTestId('reset-button').click()
    await a.getByTestId('reset-confirm').click()
    for (const page of [a, b]) {
      await until('no cards are left', async () => (await page.locator('article.card').count()) === 0)
      await until('no customers are left', async () => (await textOf(page.locator('.customer-pane .blank'))).includes('还没有客户'))
    }
    await shoot(b, 'reset')
    must((await stage.ask<{ tickets: unknown[] }>('/v1/tickets')).tickets.length === 0, 'tickets are left')
    must((await stage.ask<{ items: unknown[] }>('/v1/person')).items.length === 0, 'something needs a person')
    await a.getByTestId('seed-button').click()
    await enterRoom(a, 'after-sales')
    for (const page of [a, b]) await until('cards are back', async () => (await page.locator('article.card').count()) >= 3)
  })
}
