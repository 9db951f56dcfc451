/** The desk's story with agents in Slack: a customer over REST, cards, threads and forms in a channel. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buttonsOf } from '../doubles/slack/people.ts'
import { callsIn, shownText } from '../doubles/slack/shown-text.ts'
import { type SlackDesk, slackDesk } from './slack-desk.ts'
import { BROKEN, type Message, ROOM, slackRoom, tsOf } from './slack-room.ts'

let here: SlackDesk
beforeAll(async () => {
  here = await slackDesk()
}, 120_000)
afterAll(() => here.stop())

const room = slackRoom(() => here)
const { cardOf } = room
const actionsOf = (message: Message) => buttonsOf(message).flatMap((button) => (button['type'] === 'button' ? [button['action_id']] : []))
const menuOf = (message: Message) => JSON.stringify(buttonsOf(message).find((each) => each['type'] === 'static_select') ?? null)
const thread = async (ts: string) => (await room.thread(ts)).map(shownText)
/** A ticket of this customer and its card in Slack, taken by Lin. */
const taken = async (customer: string) => {
  const { number } = await here.desk.open(customer, ...BROKEN)
  const card = await cardOf(number)
  expect(await room.press('lin', card, 'take')).toMatchObject({ accepted: true })
  await here.desk.until(async () => (await here.desk.ticket(number)).owner?.key === 'lin')
  return { number, ts: tsOf(card) }
}

describe('agents in Slack', () => {
  it('get a card, take it, answer in its thread, and resolve the ticket', async () => {
    const { desk, slack } = here
    const { number } = await desk.open('wang', ...BROKEN)
    const card = await cardOf(number)
    expect(actionsOf(card)).toEqual(['take', 'reply', 'fields', 'transfer', 'reject'])
    const ts = tsOf(card)
    await slack.people.press({ as: 'lin', channel: ROOM, ts, action: 'take' })
    await desk.until(async () => actionsOf(await slack.people.message(ROOM, ts)).includes('resolve'))
    await desk.until(async () => (await thread(ts)).some((text) => text.includes('林晓')))

    await slack.people.say({ as: 'lin', channel: ROOM, thread: ts, text: '先看看库存再说' })
    await slack.people.say({ as: 'lin', channel: ROOM, thread: ts, text: '回复 您好，马上为您补发 <b>新的</b> & 道歉' })
    await desk.until(async () => (await desk.told('wang', 'reply')).includes('您好，马上为您补发 <b>新的</b> & 道歉'))
    expect((await desk.told('wang')).join()).not.toContain('库存')

    await slack.people.press({ as: 'lin', channel: ROOM, ts, action: 'resolve' })
    await slack.people.submit('lin', '已补发新的口红')
    expect(JSON.stringify(slack.people.view('lin').view)).toContain(`工单 ${number} 已解决：已补发新的口红`)
    await slack.people.submit('lin', {})
    await desk.until(async () => (await desk.ticket(number)).state === 'resolved')
    await desk.until(async () => (await desk.told('wang')).some((text) => text.includes('已补发新的口红')))
    await desk.until(async () => actionsOf(await slack.people.message(ROOM, ts)).join() === 'reopen,fields')
  })

  it('see in the thread what the customer adds, word for word, and notify nobody by it', async () => {
    const { desk, slack } = here
    const { ts } = await taken('noisy')
    await desk.say('noisy', '口红还没补发，快点！<!channel> <@U0LIN> @here *急* https://a.example/<x>')
    await desk.until(async () =>
      (await thread(ts)).some((text) => text.includes('口红还没补发，快点！<!channel> <@U0LIN> @here *急* https://a.example/<x>')),
    )
    for (const { args } of slack.front.calls) expect(callsIn(args)).toEqual({ notified: [], links: [] })
  })

  it('write replies in a form, which must not be empty', async () => {
    const { desk, slack } = here
    const { ts } = await taken('formal')
    await slack.people.press({ as: 'lin', channel: ROOM, ts, action: 'reply' })
    expect(await slack.people.submit('lin', '  ')).toMatchObject({ accepted: true, body: { response_action: 'errors' } })
    expect(await desk.told('formal', 'reply')).toEqual([])
    expect(await slack.people.submit('lin', '请稍等')).toMatchObject({ accepted: true, body: { response_action: 'update' } })
    expect(await desk.told('formal', 'reply')).toEqual([])
    expect(await slack.people.submit('lin', {})).toMatchObject({ accepted: true, body: null })
    await desk.until(async () => (await desk.told('formal', 'reply')).includes('请稍等'))
  })

  it('choose from lists: the right category out of all there are', async () => {
    const { desk, slack } = here
    const { number, ts } = await taken('sorted')
    await desk.until(async () => menuOf(await slack.people.message(ROOM, ts)).includes('category'))
    await slack.people.press({ as: 'lin', channel: ROOM, ts, action: 'category' })
    const [block] = slack.people.view('lin').view['blocks'] as readonly {
      element: { options: readonly { value: string }[]; initial_option: { value: string } }
    }[]
    expect(block?.element.initial_option.value).toBe('after-sales/quality')
    expect(block?.element.options.length).toBeGreaterThan(20)
    await slack.people.submit('lin', 'returns/refund')
    await desk.until(async () => (await desk.ticket(number)).category === 'returns/refund')
  })

  it('edit the fields in one form, held to their kinds, each with its present value', async () => {
    const { desk, slack } = here
    const { number, ts } = await taken('edited')
    await slack.people.press({ as: 'lin', channel: ROOM, ts, action: 'fields' })
    const blocks = slack.people.view('lin').view['blocks'] as readonly { element: { action_id: string; initial_value?: string } }[]
    expect(blocks.find(({ element }) => element.action_id === 'order_no')?.element.initial_value).toBe('20260112345')
    expect(await slack.people.submit('lin', { order_no: '?' })).toMatchObject({ body: { response_action: 'errors' } })
    expect(await slack.people.submit('lin', { order_no: '20260112399' })).toMatchObject({ accepted: true, body: null })
    await desk.until(async () => (await desk.ticket(number)).fields.some((f) => f.name === 'order_no' && f.value === '20260112399'))
  })

  it('hand a ticket back from the menu of its card', async () => {
    const { desk, slack } = here
    const { number, ts } = await taken('handed-back')
    await desk.until(async () => menuOf(await slack.people.message(ROOM, ts)).includes('release'))
    await slack.people.press({ as: 'lin', channel: ROOM, ts, action: 'release' })
    await desk.until(async () => (await desk.ticket(number)).state === 'new')
  })

  it('cannot take what another has, and are told so alone', async () => {
    const { desk, slack } = here
    const { number } = await desk.open('fought-over', ...BROKEN)
    const card = await cardOf(number)
    const ts = tsOf(card)
    const both = await Promise.all(['lin', 'shen'].map((as) => slack.people.press({ as, channel: ROOM, ts, action: 'take' })))
    expect(both.map((each) => each.accepted)).toEqual([true, true])
    const { owner } = await desk.until(async () => {
      const ticket = await desk.ticket(number)
      return ticket.owner && ticket
    })
    const late = owner?.key === 'lin' ? 'shen' : 'lin'
    const told = () => slack.front.ephemerals.filter((each) => each['user'] === slack.workspace.person(late).id).map(shownText)
    await desk.until(async () => told().length > 0)

    // Later, on a card that still shows the button: who was faster is said where it was pressed, and not once more.
    const value = String(buttonsOf(card).find((each) => each['action_id'] === 'take')?.['value'])
    const decided = async () =>
      (await desk.db.kysely.selectFrom('event').select('state').where('value', 'like', '%"told":"TICKET%').execute()).filter(
        ({ state }) => state === 'done',
      )
    const before = { decided: (await decided()).length, told: told().length, answers: slack.front.responses.length }
    await slack.people.press({ as: late, channel: ROOM, ts, action: 'take', value })
    await desk.until(async () => slack.front.responses.length > before.answers && (await decided()).length > before.decided)
    // Where Slack does not take the answer it is said in the channel.
    slack.front.faults.next('response_url', { status: 404 })
    await slack.people.press({ as: late, channel: ROOM, ts, action: 'take', value })
    await desk.until(async () => told().length > before.told + 1 && (await decided()).length > before.decided + 1)
    const waiting = await desk.db.kysely
      .selectFrom('delivery')
      .select('id')
      .where('kind', '=', 'whisper')
      .where('state', '<>', 'sent')
      .execute()
    expect([told().slice(before.told), waiting]).toEqual([Array(2).fill(expect.stringContaining(owner?.name ?? '?')), []])
  })

  it('correct each other without anybody having to sort it out', async () => {
    const { desk, slack } = here
    const { ts } = await taken('corrected')
    const said = await slack.people.say({ as: 'lin', channel: ROOM, thread: ts, text: '先看库村' })
    expect(await slack.people.edit('lin', ROOM, said.ts, '先看库存')).toMatchObject({ accepted: true })
    expect(await slack.people.remove('lin', ROOM, said.ts)).toMatchObject({ accepted: true })
    expect((await desk.get<{ items: { kind: string }[] }>('/v1/person')).items.filter(({ kind }) => kind === 'unparsed')).toEqual([])
  })

  it('are those of the desk: a stranger’s press changes nothing', async () => {
    const { desk, slack } = here
    const { number } = await desk.open('guarded', ...BROKEN)
    const ts = tsOf(await cardOf(number))
    await slack.people.press({ as: 'alice', channel: ROOM, ts, action: 'take' })
    const alice = slack.workspace.person('alice').id
    await desk.until(async () => slack.front.ephemerals.some((each) => each['user'] === alice))
    expect((await desk.ticket(number)).owner).toBeNull()
  })
})

describe('customers in Slack', () => {
  it('are heard, answered in their channel, and change what they said', async () => {
    const { desk, slack } = here
    const { ts } = await slack.people.say({ as: 'alice', channel: 'customers', text: '我上周买的口红断了，订单号 20260112399' })
    await desk.until(async () => (await slack.people.messages('customers')).some((each) => shownText(each).includes('T-')))
    await slack.people.edit('alice', 'customers', ts, '我上周买的口红断了两支，订单号 20260112399')
    const message = await desk.until(() =>
      desk.db.kysely.selectFrom('message').select(['text', 'edited_at']).where('text', 'like', '%断了两支%').executeTakeFirst(),
    )
    expect(message.edited_at).not.toBeNull()
    await slack.people.remove('alice', 'customers', ts)
    await desk.until(() => desk.db.kysely.selectFrom('message').select('id').where('recalled_at', 'is not', null).executeTakeFirst())
  })
})
