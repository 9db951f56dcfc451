/** The page opens, the sample customers come, and everybody sees the same. */
import type { Page } from 'playwright-core'
import { enterRoom, textOf } from '../hands.ts'
import { must, type Stage, until } from '../stage.ts'
import type { Telling } from '../telling.ts'

export const TEAMS = ['after-sales', 'logistics-orders', 'general'] as const

export interface Two {
  readonly a: Page
  readonly b: Page
}

const cards = (page: Page) => page.locator('article.card')
const numbers = (page: Page) => cards(page).evaluateAll((all) => all.map((card) => card.getAttribute('data-testid') ?? '').sort())

export async function begin(stage: Stage, { tell, shoot }: Telling): Promise<Two> {
  const [a, b] = [await stage.open('/'), await stage.open('/')]
  await tell('the playground opens, empty, and says what to do', async () => {
    await a.getByTestId('seed-button').waitFor()
    await until('it offers sample data', async () => (await textOf(a.locator('.customer-pane .blank'))).includes('加入示例数据'))
    await shoot(a, 'empty')
  })
  await tell('one press brings twenty customers, and three teams have tickets of theirs', async () => {
    await a.getByTestId('seed-button').click()
    await until('twenty customers', async () => (await stage.ask<{ customers: unknown[] }>('/v1/playground')).customers.length === 20)
    await until('tickets of every team', async () => {
      for (const team of TEAMS) {
        const { tickets } = await stage.ask<{ tickets: unknown[] }>(`/v1/tickets?team=${team}&limit=200`)
        if (tickets.length < 3) return false
      }
      return true
    })
    for (const team of TEAMS) {
      await enterRoom(a, team)
      await until(`cards in ${team}`, async () => (await cards(a).count()) >= 3)
    }
    await enterRoom(a, 'after-sales')
    await shoot(a, 'seeded')
  })
  await tell('every sample customer is answered', async () => {
    const { customers } = await stage.ask<{ customers: { id: string; name: string }[] }>('/v1/playground')
    for (const { id, name } of customers) {
      await until(`${name} was answered`, async () => {
        const { posts } = (await (await fetch(`${stage.desk.url}/web/rooms/${id}/posts?as=${id}`)).json()) as {
          posts: { author: string | null }[]
        }
        return posts.some(({ author }) => author === null)
      })
    }
  })
  await tell('a second browser shows the same cards without being reloaded', async () => {
    await enterRoom(b, 'after-sales')
    await until('both show the same', async () => {
      const [here, there] = [await numbers(a), await numbers(b)]
      return here.length > 0 && here.join() === there.join()
    })
    must((await b.locator('.live.on').count()) === 1, 'the second browser does not say that it is live')
  })
  return { a, b }
}
