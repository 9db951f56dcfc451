/** The Home tab: each agent's tickets, queue, risks and figures, drawn as they change, with buttons that work. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buttonsOf } from '../doubles/slack/people.ts'
import { callsIn } from '../doubles/slack/shown-text.ts'
import { type SlackDesk, slackDesk } from './slack-desk.ts'
import { BROKEN } from './slack-room.ts'

let here: SlackDesk
beforeAll(async () => {
  here = await slackDesk()
}, 120_000)
afterAll(() => here.stop())

const textOf = (as: string) => JSON.stringify(here.slack.people.home(as) ?? {})
const drawn = (as: string) =>
  here.slack.front.calls.filter(({ method, args }) => method === 'views.publish' && args['user_id'] === here.slack.workspace.person(as).id)
const shows = (as: string, ...words: readonly string[]) =>
  here.desk.until(async () => words.every((word) => textOf(as).includes(word)), 20_000)
/** The part of a home under one heading. */
const list = (as: string, title: string) => {
  const blocks = (here.slack.people.home(as)?.['blocks'] ?? []) as readonly Readonly<Record<string, unknown>>[]
  const at = blocks.findIndex((block) => block['type'] === 'header' && JSON.stringify(block).includes(title))
  const end = blocks.findIndex((block, i) => i > at && block['type'] === 'divider')
  return JSON.stringify(at < 0 ? [] : blocks.slice(at, end < 0 ? undefined : end))
}

describe('a home', () => {
  it('is drawn for an agent who looks, and for nobody else', async () => {
    const { slack, desk } = here
    const customers = async () => (await desk.db.kysely.selectFrom('customer').select('id').execute()).length
    const before = await customers()
    await slack.people.openHome('lin')
    await slack.people.openHome('alice')
    await slack.people.openHome('shen', 'messages')
    await shows('lin', '林晓的工作台', '我的工单', '组内待接单', '即将超时的承诺', '今日新增')
    expect([slack.people.home('alice'), slack.people.home('shen')]).toEqual([null, null])
    expect(await customers()).toBe(before)
  })

  it('follows what happens: a new ticket waits, is taken from the home itself, and is resolved', async () => {
    const { slack, desk } = here
    const { number } = await desk.open('homely', ...BROKEN)
    await desk.until(async () => list('lin', '组内待接单').includes(number), 20_000)
    await desk.until(async () => buttonsOf(slack.people.home('lin') ?? {}).some((button) => button['action_id'] === 'take'), 20_000)
    expect(await slack.people.pressHome('lin', 'take')).toMatchObject({ accepted: true })
    await desk.until(async () => (await desk.ticket(number)).owner?.key === 'lin')
    await desk.until(async () => list('lin', '我的工单').includes(number) && !list('lin', '组内待接单').includes(number), 20_000)
    const link = buttonsOf(slack.people.home('lin') ?? {}).find((button) => button['action_id'] === 'open')
    expect(link?.['url']).toMatch(new RegExp(`/archives/${slack.workspace.channel('after-sales')}/p\\d+$`))
    expect(await slack.people.pressHome('lin', 'open')).toMatchObject({ accepted: true })
    expect((await desk.command(number, 'lin', 'resolve')).status).toBe(200)
    await desk.until(async () => !list('lin', '我的工单').includes(number), 20_000)
  })

  it('is not drawn when nothing in it has changed', async () => {
    const { desk } = here
    await desk.until(async () => {
      const rows = await desk.db.kysely.selectFrom('home').select(['due_at', 'owner']).execute()
      return rows.every(({ due_at, owner }) => owner === null && (due_at === null || due_at > Date.now() + 5_000))
    }, 20_000)
    const before = drawn('lin').length
    await new Promise((resolve) => setTimeout(resolve, 2_500))
    expect(drawn('lin').length).toBe(before)
  })

  it('obeys its own person only: a button of another’s home does nothing', async () => {
    const { slack, desk } = here
    const { number } = await desk.open('homely-guarded', ...BROKEN)
    await desk.until(async () => list('lin', '组内待接单').includes(number) && buttonsOf(slack.people.home('lin') ?? {}).length > 0, 20_000)
    await desk.until(async () => buttonsOf(slack.people.home('lin') ?? {}).some((button) => button['action_id'] === 'take'), 20_000)
    expect((await slack.people.pressHome('shen', 'take', 'lin')).accepted).toBe(false)
    expect((await slack.people.pressHome('alice', 'take', 'lin')).accepted).toBe(false)
    expect((await desk.ticket(number)).owner).toBeNull()
  })

  it('waits when Slack asks for it, and then shows the newest', async () => {
    const { slack, desk } = here
    slack.front.faults.next('views.publish', { limited: 2 }, { status: 503 }, { cut: true })
    const { number } = await desk.open('homely-limited', '<!channel> 我买的口红断了，订单号 20260112346')
    await desk.until(async () => list('lin', '组内待接单').includes(number), 30_000)
    for (const { args } of drawn('lin')) expect(callsIn({ blocks: (args['view'] as { blocks: unknown }).blocks }).notified).toEqual([])
  }, 60_000)
})
