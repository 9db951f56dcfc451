/** Tickets that staff make on purpose in Slack: by emoji, shortcut, slash command, form and words, each once. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TicketSeen } from '../desk-client.ts'
import { shownText } from '../doubles/slack/shown-text.ts'
import { type SlackDesk, slackDesk } from './slack-desk.ts'

let here: SlackDesk
beforeAll(async () => {
  here = await slackDesk({}, { people: ['lin', 'shen', 'alice', 'bob', 'carol'], channels: ['after-sales', 'customers', 'shared'] })
}, 120_000)
afterAll(() => here.stop())

const ROOM = 'after-sales'
const all = async (): Promise<readonly TicketSeen[]> => (await here.desk.get<{ tickets: TicketSeen[] }>('/v1/tickets?limit=200')).tickets
const titled = async (title: string) => (await all()).filter((ticket) => ticket.title.includes(title))
const made = (title: string) => here.desk.until(async () => (await titled(title))[0])
const who = (as: string) => here.slack.workspace.person(as).id
/** What only that person was told. */
const whispered = (as: string) => here.slack.front.ephemerals.filter((each) => each['user'] === who(as)).map(shownText)
const isTold = (as: string, part: string) => here.desk.until(async () => whispered(as).find((text) => text.includes(part)))
const settled = () =>
  here.desk.until(
    async () => !(await here.desk.db.kysely.selectFrom('event').select('id').where('state', '=', 'waiting').executeTakeFirst()),
  )

describe('a customer’s message', () => {
  it('the desk saw no matter in is made a ticket by an emoji, once: again, by another and by shortcut it is the same', async () => {
    const { desk, slack } = here
    const { ts } = await slack.people.say({ as: 'alice', channel: 'customers', text: '你好呀' })
    await desk.until(async () => desk.db.kysely.selectFrom('turn').select('id').where('state', '=', 'done').executeTakeFirst())
    expect(await titled('你好呀')).toEqual([])
    await slack.people.react('lin', 'customers', ts, 'ticket')
    const ticket = await made('你好呀')
    await isTold('lin', ticket.number)
    // The customer is told as always, and the team sees the card.
    await desk.until(async () => (await slack.people.messages('customers')).some((each) => shownText(each).includes(ticket.number)))
    expect(await desk.db.kysely.selectFrom('card').select('id').execute()).toHaveLength(1)

    await slack.people.react('lin', 'customers', ts, 'ticket', false)
    await slack.people.react('lin', 'customers', ts, 'ticket')
    await Promise.all([
      slack.people.react('shen', 'customers', ts, 'admission_tickets'),
      slack.people.shortcut('shen', 'customers', ts, 'create'),
    ])
    await isTold('shen', ticket.number)
    await settled()
    expect(await titled('你好呀')).toHaveLength(1)
  })

  it('two press on at the same moment becomes one ticket, and both are told its number', async () => {
    const { slack } = here
    const { ts } = await slack.people.say({ as: 'bob', channel: 'customers', text: '在吗在吗' })
    await Promise.all([
      slack.people.shortcut('lin', 'customers', ts, 'create'),
      slack.people.shortcut('shen', 'customers', ts, 'create'),
      slack.people.react('lin', 'customers', ts, 'ticket'),
    ])
    const { number } = await made('在吗在吗')
    await isTold('lin', number)
    await isTold('shen', number)
    await settled()
    expect(await titled('在吗在吗')).toHaveLength(1)
  })

  it('is not made one by the customer: an emoji is ignored, a shortcut refused', async () => {
    const { slack } = here
    const { ts } = await slack.people.say({ as: 'alice', channel: 'customers', text: '嗯嗯好的' })
    await slack.people.react('alice', 'customers', ts, 'ticket')
    await slack.people.shortcut('alice', 'customers', ts, 'create')
    await here.desk.until(async () => whispered('alice').length > 0)
    await settled()
    expect([await titled('嗯嗯好的'), whispered('alice').join().includes('T-')]).toEqual([[], false])
  })
})

describe('words of the team', () => {
  it('become a ticket when the desk is called, and stay talk when it is not', async () => {
    const { slack } = here
    const bot = `<@${slack.workspace.bot.user}>`
    await slack.people.say({ as: 'lin', channel: ROOM, text: `${bot} 建单 客户=王小姐 王小姐来电说包裹破了`, raw: true })
    await slack.people.say({ as: 'lin', channel: ROOM, text: 'ticket talk is only talk' })
    await slack.people.say({ as: 'lin', channel: ROOM, text: `<@${who('shen')}> ticket talk is only talk`, raw: true })
    const ticket = await made('王小姐来电')
    expect(ticket).toMatchObject({ team: 'after-sales', customer: { name: '王小姐' }, owner: null, state: 'new' })
    await isTold('lin', ticket.number)
    await settled()
    expect(await titled('only talk')).toEqual([])
    // Nobody can be written to: a reply says so, and none is pretended to be sent.
    await here.desk.command(ticket.number, 'lin', 'take')
    expect((await here.desk.command(ticket.number, 'lin', 'reply', { text: '您好' })).body).toMatchObject({ code: 'CUSTOMER_UNREACHABLE' })
  })

  it('pressed on by shortcut become a ticket, also where the desk has not heard them', async () => {
    const { slack } = here
    const { ts } = await slack.people.say({ as: 'shen', channel: ROOM, text: '货架倒了请人来看' })
    await slack.people.shortcut('lin', ROOM, ts, 'create')
    await slack.people.react('shen', ROOM, ts, 'ticket')
    expect(await made('货架倒了')).toMatchObject({ team: 'after-sales' })
    await settled()
    expect(await titled('货架倒了')).toHaveLength(1)
  })
})

describe('the slash command', () => {
  it('with words makes the ticket at once', async () => {
    await here.slack.people.slash('lin', ROOM, '/ticket', 'priority=P1 the lift is stuck')
    expect(await made('the lift is stuck')).toMatchObject({ priority: 'P1' })
  })

  it('alone opens a form in time, with the template of the chosen category; what is wrong is told in it', async () => {
    const { slack } = here
    const begun = await slack.people.slash('lin', ROOM, '/ticket', '')
    expect([begun.accepted, begun.ms < 3_000]).toEqual([true, true])
    const inputs = () => (slack.people.view('lin').view['blocks'] as readonly { block_id: string }[]).map((block) => block.block_id)
    expect(inputs()).toEqual(['text', 'customer', 'category', 'team', 'priority'])
    await slack.people.choose('lin', 'category', { text: 'a form was filled', category: 'after-sales/quality' })
    expect(inputs()).toContain('field.order_no')

    const wrong = await slack.people.fill('lin', { category: 'after-sales/quality', 'field.order_no': '？' })
    expect(wrong.ms).toBeLessThan(3_000)
    expect(wrong.body).toMatchObject({
      response_action: 'errors',
      errors: { text: expect.any(String), 'field.order_no': expect.any(String) },
    })
    expect(await titled('a form was filled')).toEqual([])

    const filled = { text: 'a form was filled', customer: 'Ms Form', category: 'after-sales/quality', 'field.order_no': '20260112345' }
    const opened = slack.people.view('lin')
    // The button is pressed twice.
    expect(
      (await Promise.all([slack.people.fill('lin', filled, opened), slack.people.fill('lin', filled, opened)])).map(({ body }) => body),
    ).toEqual([null, null])
    expect(await made('a form was filled')).toMatchObject({
      category: 'after-sales/quality',
      customer: { name: 'Ms Form' },
      fields: [{ name: 'order_no', value: '20260112345' }],
    })
    await settled()
    expect(await titled('a form was filled')).toHaveLength(1)
  })

  it('opens no form for a stranger, and makes nothing', async () => {
    const { slack } = here
    const before = slack.front.views.length
    for (const text of ['', 'give me a ticket'])
      expect((await slack.people.slash('alice', 'customers', '/ticket', text)).accepted).toBe(true)
    await settled()
    expect([slack.front.views.length, await titled('give me a ticket')]).toEqual([before, []])
    await here.desk.until(async () => whispered('alice').length >= 3)
  })
})

describe('a channel of many customers', () => {
  const at = (channel: string) => here.slack.people.messages(channel)
  const threadOf = async (ts: string) => (await at('shared')).filter((each) => each['thread_ts'] === ts && each['ts'] !== ts).map(shownText)
  beforeAll(async () => {
    const { desk, slack } = here
    const file = join(desk.dir, 'desk.yaml')
    const room = `{ channel: slack, account: ${slack.workspace.team}, room: ${slack.workspace.channel('shared')} }`
    await writeFile(file, `${await readFile(file, 'utf8')}\ncustomerRooms:\n  - ${room}\n`)
    expect((await desk.call('POST', '/v1/settings/reload', {})).status).toBe(200)
  })

  it('is answered in threads, each customer in their own, and a burst in one', async () => {
    const { desk, slack } = here
    const said = await slack.people.write({ as: 'carol', channel: 'shared', text: '我上周买的口红断了，订单号 20260112377' })
    const added = await slack.people.write({ as: 'carol', channel: 'shared', text: '太气人了快点处理' })
    const [burst, first] = [added, said].map((each) => each['event'] as { ts: string }) as [{ ts: string }, { ts: string }]
    // They come at once, and in the wrong order.
    await Promise.all([slack.bring(added), slack.bring(said)])
    const other = await slack.people.say({ as: 'bob', channel: 'shared', text: '我的快递三天没动了，单号 SF1234567890123' })
    await desk.until(async () => (await threadOf(first.ts)).some((text) => text.includes('T-')))
    await desk.until(async () => (await threadOf(other.ts)).some((text) => text.includes('T-')))
    const [carols, bobs] = [(await threadOf(first.ts)).join(), (await threadOf(other.ts)).join()]
    expect(carols.match(/T-\d+/)?.[0]).not.toBe(bobs.match(/T-\d+/)?.[0])
    expect(await threadOf(burst.ts)).toEqual([])
    expect((await at('shared')).filter((each) => each['bot_id'] && !each['thread_ts'])).toEqual([])
    // The answer to an agent’s reply, in the same thread, is the same conversation.
    const number = carols.match(/T-\d+/)?.[0] ?? ''
    expect((await here.desk.command(number, 'sun', 'take')).body).toMatchObject({ number })
    expect((await here.desk.command(number, 'sun', 'reply', { text: '马上为您补发' })).body).toMatchObject({ number })
    await desk.until(async () => (await threadOf(first.ts)).some((text) => text.includes('马上为您补发')))
  })

  it('hears its customers, not the staff who write there; those may still make a ticket of the thread', async () => {
    const { desk, slack } = here
    const { ts } = await slack.people.say({ as: 'alice', channel: 'shared', text: '哈喽' })
    await desk.until(() => desk.db.kysely.selectFrom('message').select('id').where('text', '=', '哈喽').executeTakeFirst())
    await slack.people.say({ as: 'lin', channel: 'shared', thread: ts, text: '您好，口红断了吗？请说订单号' })
    await slack.people.say({ as: 'lin', channel: 'shared', thread: ts, text: `<@${slack.workspace.bot.user}> 建单 她要换货`, raw: true })
    const ticket = await made('她要换货')
    const rows = await desk.db.kysely
      .selectFrom('ticket as t')
      .innerJoin('conversation as c', 'c.id', 't.conversation_id')
      .innerJoin('room as r', 'r.id', 'c.room_id')
      .select(['r.thread', 'r.external'])
      .where('t.number', '=', Number(ticket.number.slice(2)))
      .execute()
    expect(rows).toEqual([{ thread: ts, external: slack.workspace.channel('shared') }])
    expect(await desk.db.kysely.selectFrom('message').select('id').where('text', 'like', '%请说订单号%').execute()).toEqual([])
  })

  it('keeps what is said again, edited or reacted to where it was', async () => {
    const { desk, slack } = here
    const said = await slack.people.write({ as: 'carol', channel: 'shared', text: '还有一件事想问' })
    for (let i = 0; i < 3; i++) await slack.bring(said)
    const { ts } = said['event'] as { ts: string }
    await slack.people.edit('carol', 'shared', ts, '还有两件事想问')
    await slack.people.react('carol', 'shared', ts, 'eyes')
    await desk.until(() => desk.db.kysely.selectFrom('message').select('id').where('text', '=', '还有两件事想问').executeTakeFirst())
    const empty = await desk.db.kysely
      .selectFrom('conversation as c')
      .innerJoin('room as r', 'r.id', 'c.room_id')
      .select('c.id')
      .where('r.channel', '=', 'slack')
      .where(({ not, exists, selectFrom }) =>
        not(exists(selectFrom('message as m').select('m.id').whereRef('m.conversation_id', '=', 'c.id'))),
      )
      .execute()
    expect(empty).toEqual([])
  })
})
