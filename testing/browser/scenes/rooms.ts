/** Staff on a desk that listens to the world: each signs in as themselves and finds their own rooms. */
import { card, openThread, press, thread } from '../hands.ts'
import { must, type Stage, until } from '../stage.ts'
import type { Telling } from '../telling.ts'

interface Desk {
  readonly teams: readonly { readonly key: string; readonly room: string }[]
  readonly agents: readonly { readonly key: string; readonly role: string; readonly teams: readonly string[] }[]
}

export async function rooms(stage: Stage, { tell, shoot }: Telling, number: number): Promise<void> {
  await tell('an agent signs in by a link of their own, and works in the rooms of their team', async () => {
    const { team } = await stage.ask<{ team: string }>(`/v1/tickets/T-${number}`)
    const { teams, agents } = await stage.ask<Desk>('/v1/playground')
    const agent = agents.find(({ role, teams: theirs }) => role === 'agent' && theirs.join() === team)?.key ?? ''
    const other = teams.find(({ key }) => key !== team)
    const made = await fetch(`${stage.desk.url}/v1/agents/${agent}/link`, {
      method: 'POST',
      headers: { authorization: `Bearer ${stage.desk.token}` },
    })
    const page = await stage.open(((await made.json()) as { path: string }).path)
    await page.locator('form button').click()
    await page.getByTestId(`room-tab-${team}`).waitFor()
    must((await page.getByTestId(`room-tab-${other?.key}`).count()) === 0, 'another team’s room is offered')
    must((await page.getByTestId('room-tab-manager').count()) === 0, 'the manager’s room is offered')
    must((await page.getByTestId('persona-select').count()) === 0, 'they can be somebody else')
    await press(page, number, 'take')
    await until('the ticket is theirs', async () => (await card(page, number).getAttribute('data-state')) === 'open')
    await openThread(page, number)
    await page.getByTestId('thread-input').fill('回复 马上为您补发')
    await page.getByTestId('thread-input').press('Enter')
    await until('the reply is sent', async () => (await thread(page).getByTestId('reply-card').filter({ hasText: '已发送' }).count()) === 1)
    await shoot(page, 'own-rooms')
    const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
    const own = teams.find(({ key }) => key === team)?.room
    const asks = [
      `/web/rooms/${own}/posts?as=${agent}`,
      `/web/rooms/${other?.room}/posts?as=${agent}`,
      `/web/rooms/${own}/posts?as=sun`,
      '/v1/settings',
      '/v1/person',
    ]
    const got = await Promise.all(asks.map(async (path) => (await fetch(stage.desk.url + path, { headers: { cookie } })).status))
    must(got.join() === '200,403,403,403,403', `asked for ${asks.join(', ')} they got ${got.join()}`)
    await page.getByTestId('sign-out').click()
    await page.locator('input[name="token"]').waitFor()
    await page.context().close()
  })
}
