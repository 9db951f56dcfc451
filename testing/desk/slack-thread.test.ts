/** What agents do in threads beside talking: emoji as commands, words changed later, the first reply. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { shownText } from '../doubles/slack/shown-text.ts'
import { type SlackDesk, slackDesk } from './slack-desk.ts'
import { BROKEN, ROOM } from './slack-room.ts'

let here: SlackDesk
beforeAll(async () => {
  here = await slackDesk()
}, 120_000)
afterAll(() => here.stop())

const opened = async (customer: string) => {
  const { number } = await here.desk.open(customer, ...BROKEN)
  const ts = await here.desk.until(async () => {
    const cards = here.desk.db.kysely.selectFrom('card as c').innerJoin('ticket as t', 't.id', 'c.ticket_id').select('c.ref')
    return (
      await cards
        .where('t.number', '=', Number(number.slice(2)))
        .where('c.message_id', 'is', null)
        .executeTakeFirst()
    )?.ref
  })
  return { number, ts }
}
const owned = async (number: string, by = 'lin') => here.desk.until(async () => (await here.desk.ticket(number)).owner?.key === by)
const say = (as: string, thread: string, text: string) => here.slack.people.say({ as, channel: ROOM, thread, text })
const thread = (ts: string) => here.slack.people.thread(ROOM, ts)
const noteSaying = (text: string) =>
  here.desk.until(() => here.desk.db.kysely.selectFrom('note').selectAll().where('text', '=', text).executeTakeFirst())
/** The card of the ticket that a customer’s words with this in them are with. */
const cardOfWords = (part: string) =>
  here.desk.until(async () => {
    const row = await here.desk.db.kysely
      .selectFrom('message as m')
      .innerJoin('ticket_message as tm', 'tm.message_id', 'm.id')
      .innerJoin('card as c', 'c.ticket_id', 'tm.ticket_id')
      .select('c.ref')
      .where('m.text', 'like', `%${part}%`)
      .where('c.message_id', 'is', null)
      .executeTakeFirst()
    return row?.ref
  })
/** Until everything that was taken in has been decided. */
const settled = () =>
  here.desk.until(async () => {
    const waiting = await here.desk.db.kysely.selectFrom('event').select('id').where('state', '=', 'waiting').execute()
    return waiting.length === 0
  })

describe('emoji', () => {
  it('on the card take and resolve the ticket; taken back they do nothing', async () => {
    const { slack, desk } = here
    const { number, ts } = await opened('emoji')
    await slack.people.react('lin', ROOM, ts, 'eyes')
    await owned(number)
    await slack.people.react('lin', ROOM, ts, 'eyes', false)
    await slack.people.react('lin', ROOM, ts, 'tada')
    await settled()
    expect((await desk.ticket(number)).owner?.key).toBe('lin')
    await slack.people.react('lin', ROOM, ts, 'white_check_mark')
    await desk.until(async () => (await desk.ticket(number)).state === 'resolved')
    await slack.people.react('lin', ROOM, ts, 'white_check_mark', false)
    await settled()
    expect((await desk.ticket(number)).state).toBe('resolved')
  })

  it('mean the same on what anybody said in the thread, a colleague or the desk', async () => {
    const { slack, desk } = here
    const { number, ts } = await opened('emoji-within')
    const talk = await say('shen', ts, '谁来看看')
    await slack.people.react('lin', ROOM, talk.ts, 'eyes')
    await owned(number)
    const ours = await desk.until(async () => (await thread(ts)).find((each) => shownText(each).includes('已接单')))
    // Nobody reacts before Slack has told the desk where its message stands.
    await desk.until(() => desk.db.kysely.selectFrom('delivery').select('id').where('ref', '=', String(ours['ts'])).executeTakeFirst())
    await slack.people.react('lin', ROOM, String(ours['ts']), 'white_check_mark')
    await desk.until(async () => (await desk.ticket(number)).state === 'resolved')
  })

  it('of a stranger, or on anything else in the channel, change nothing', async () => {
    const { slack, desk } = here
    const { number, ts } = await opened('emoji-guarded')
    const before = slack.front.ephemerals.length
    const chat = await slack.people.say({ as: 'lin', channel: ROOM, text: '中午吃什么' })
    await slack.people.react('lin', ROOM, chat.ts, 'eyes')
    await slack.people.react('alice', ROOM, ts, 'eyes')
    await desk.until(async () => slack.front.ephemerals.length > before)
    expect((await desk.ticket(number)).owner).toBeNull()
    expect(slack.front.ephemerals.slice(before).map((each) => each['user'])).toEqual([slack.workspace.person('alice').id])
  })
})

describe('words changed later', () => {
  it('are the note’s words; a deleted message is no note any more', async () => {
    const { slack, desk } = here
    const { ts } = await opened('changed')
    const said = await say('lin', ts, '先看库村')
    const { id } = await noteSaying('先看库村')
    await slack.people.edit('lin', ROOM, said.ts, '先看库存')
    expect((await noteSaying('先看库存')).id).toBe(id)
    await slack.people.edit('lin', ROOM, said.ts, '回复 先看库存')
    await noteSaying('回复 先看库存')
    expect(await desk.told('changed', 'reply')).toEqual([])
    await slack.people.remove('lin', ROOM, said.ts)
    const gone = await desk.until(async () => {
      const note = await desk.db.kysely.selectFrom('note').selectAll().where('id', '=', id).executeTakeFirst()
      return note?.removed_at ? note : undefined
    })
    expect(gone.text).toBe('')
  })

  it('of a reply the customer has go to the customer as a correction; one deleted stays, and its author and the team are told', async () => {
    const { slack, desk } = here
    const { ts } = await opened('replied')
    const said = await say('lin', ts, '回复 明天发货')
    await desk.until(async () => (await desk.told('replied', 'reply')).includes('明天发货'))
    await slack.people.edit('lin', ROOM, said.ts, '回复 后天发货')
    await desk.until(async () => (await desk.told('replied', 'reply')).includes('更正：后天发货'))
    const before = slack.front.ephemerals.length
    await slack.people.remove('lin', ROOM, said.ts)
    await desk.until(async () => slack.front.ephemerals.length > before)
    expect(slack.front.ephemerals.at(-1)).toMatchObject({ user: slack.workspace.person('lin').id })
    expect(shownText(slack.front.ephemerals.at(-1) ?? {})).toContain('客户已经收到这条回复')
    await desk.until(async () => (await thread(ts)).some((each) => shownText(each).includes('客户那边仍是原来的内容')))
    expect(await desk.told('replied', 'reply')).toEqual(['明天发货', '更正：后天发货'])
  })

  it('of a reply to a customer in Slack stand where the old ones stood', async () => {
    const { slack, desk } = here
    await slack.people.say({ as: 'alice', channel: 'customers', text: '我上周买的口红断了，订单号 20260112321' })
    const ts = await cardOfWords('20260112321')
    const said = await say('lin', ts, '回复 明天发或')
    const shown = () => slack.people.messages('customers').then((all) => all.filter((each) => shownText(each).startsWith('林晓: ')))
    const before = await desk.until(async () => (await shown()).find((each) => shownText(each).endsWith('明天发或')))
    // Twice in a row, and the last change is what stands; its answer is lost, and it is made again.
    slack.front.faults.next('chat.update', { cut: true })
    await slack.people.edit('lin', ROOM, said.ts, '回复 明天发货')
    await slack.people.edit('lin', ROOM, said.ts, '回复 后天发货 <!here>')
    const now = await desk.until(async () => (await shown()).find((each) => shownText(each).endsWith('后天发货 <!here>')))
    expect([now['ts'], (await shown()).length]).toEqual([before['ts'], 1])
    await desk.until(async () => (await thread(ts)).some((each) => shownText(each).includes('客户看到的内容也已换成新的')))
    const message = desk.db.kysely.selectFrom('message').select(['id', 'text', 'edited_at']).where('text', 'like', '后天发货%')
    const { id, edited_at } = await message.executeTakeFirstOrThrow()
    expect(edited_at).not.toBeNull()
    const old = desk.db.kysely.selectFrom('message_before_edit').select('text').where('message_id', '=', id).orderBy('id')
    expect((await old.execute()).map(({ text }) => text)).toEqual(['明天发或', '明天发货'])
    // What the gate would stop cannot take the place of what stands there: it waits, as a correction of its own.
    await slack.people.edit('lin', ROOM, said.ts, '回复 我们保证收益')
    await desk.until(() =>
      desk.db.kysely.selectFrom('delivery').select('id').where('state', '=', 'held').where('reason', '=', 'approval').executeTakeFirst(),
    )
    expect((await shown()).map(shownText)).toEqual([expect.stringMatching(/后天发货 <!here>$/)])
  })

  it('of a reply to a customer in Slack that can no longer be changed there go as a correction; deleted it is deleted there, and once', async () => {
    const { slack, desk } = here
    await slack.people.say({ as: 'alice', channel: 'customers', text: '我上周买的口红断了，订单号 20260112388' })
    const ts = await cardOfWords('20260112388')
    const shown = () => slack.people.messages('customers').then((all) => all.map(shownText).filter((text) => /八点|九点/.test(text)))
    const customers = slack.workspace.channel('customers')
    for (const [n, error] of ['cant_update_message', 'edit_window_closed', 'message_not_found'].entries()) {
      slack.front.faults.always = (method, args) => (method === 'chat.update' && args['channel'] === customers ? { error } : null)
      const said = await say('lin', ts, `回复 八点${n}`)
      await desk.until(async () => (await shown()).some((text) => text.endsWith(`八点${n}`)))
      await slack.people.edit('lin', ROOM, said.ts, `回复 九点${n}`)
      await desk.until(async () => (await shown()).some((text) => text.endsWith(`更正：九点${n}`)))
      // What is deleted now is the correction; the words before it stay, as they were said.
      await slack.people.remove('lin', ROOM, said.ts)
      await desk.until(async () => !(await shown()).some((text) => text.endsWith(`更正：九点${n}`)))
      expect((await shown()).filter((text) => text.endsWith(`${n}`))).toEqual([expect.stringMatching(`八点${n}$`)])
    }
    slack.front.faults.always = () => null
    const stored = desk.db.kysely.selectFrom('message').select(['text', 'recalled_at']).where('text', 'like', '%点0').orderBy('id')
    expect((await stored.execute()).map(({ text, recalled_at }) => [text, recalled_at !== null])).toEqual([
      ['八点0', false],
      ['更正：九点0', true],
    ])
    // No card tells of a failure: nothing failed.
    expect(await desk.db.kysely.selectFrom('delivery').select('id').where('state', 'in', ['failed', 'in_doubt']).execute()).toEqual([])
    const said = await say('lin', ts, '回复 不八点了')
    await desk.until(async () => (await shown()).some((text) => text.endsWith('不八点了')))
    slack.front.faults.next('chat.delete', { cut: true }, { error: 'message_not_found' })
    await say('lin', ts, '删除回复')
    await desk.until(async () => !(await shown()).some((text) => text.endsWith('不八点了')))
    await desk.until(async () => (await thread(ts)).some((each) => shownText(each).includes('客户那边也会同时删除')))
    await slack.people.remove('lin', ROOM, said.ts)
    await settled()
    const kept = await say('lin', ts, '回复 八点整')
    await desk.until(async () => (await shown()).some((text) => text.endsWith('八点整')))
    slack.front.faults.next('chat.delete', { error: 'cant_delete_message' })
    await slack.people.remove('lin', ROOM, kept.ts)
    await desk.until(async () => (await thread(ts)).some((each) => shownText(each).includes('客户那边仍是原来的内容')))
    expect((await shown()).at(-1)).toMatch(/八点整$/)
    expect(
      await desk.db.kysely.selectFrom('message').select('id').where('text', '=', '八点整').where('recalled_at', 'is', null).execute(),
    ).toHaveLength(1)
  })

  it('by a customer are told in the thread', async () => {
    const { slack, desk } = here
    const { ts } = await slack.people.say({ as: 'alice', channel: 'customers', text: '我上周买的口红断了，订单号 20260112377' })
    const card = await cardOfWords('20260112377')
    await slack.people.edit('alice', 'customers', ts, '我上周买的口红断了两支，订单号 20260112377 <!here>')
    await desk.until(async () => (await thread(card)).some((each) => shownText(each).includes('断了两支，订单号 20260112377 <!here>')))
    await slack.people.remove('alice', 'customers', ts)
    await desk.until(async () => (await thread(card)).some((each) => shownText(each).includes('撤回了一条消息')))
  })
})

describe('what is changed before it is told of', () => {
  it('is heard as it then is: a customer’s words, an agent’s note and reply', async () => {
    const { slack, desk } = here
    const { people } = slack
    const write = async (as: string, channel: string, text: string, ts?: string) => {
      const event = await people.write({ as, channel, text, ...(ts ? { thread: ts } : {}) })
      return { event, ts: String((event['event'] as { ts: string }).ts) }
    }
    const words = await write('alice', 'customers', '我上周买的口红段了，订单号 20260112315')
    await people.edit('alice', 'customers', words.ts, '我上周买的口红断了，订单号 20260112315')
    const gone = await write('alice', 'customers', '口红的事算我没说，订单号 20260112300')
    await people.remove('alice', 'customers', gone.ts)
    expect(await Promise.all([slack.bring(gone.event), slack.bring(words.event)])).toMatchObject([{ accepted: true }, { accepted: true }])
    const ts = await cardOfWords('20260112315')
    const heard = desk.db.kysely.selectFrom('message').select(['text', 'recalled_at']).where('text', 'like', '%口红%订单号 202601123%')
    const told = (await heard.execute()).filter(({ text }) => /段了|315$|00$/.test(text))
    expect(told.map(({ text, recalled_at }) => [text, recalled_at !== null]).toSorted()).toEqual([
      ['口红的事算我没说，订单号 20260112300', true],
      ['我上周买的口红断了，订单号 20260112315', false],
    ])
    expect(shownText(await people.message(ROOM, ts))).not.toContain('算我没说')

    const note = await write('lin', ROOM, '先看看库村', ts)
    await people.edit('lin', ROOM, note.ts, '先看看库存')
    const reply = await write('lin', ROOM, '回复 早上七点送到', ts)
    await people.remove('lin', ROOM, reply.ts)
    await Promise.all([slack.bring(reply.event), slack.bring(note.event)])
    await noteSaying('先看看库存')
    await desk.until(async () => {
      const rows = desk.db.kysely.selectFrom('message').select(['id', 'recalled_at']).where('text', '=', '早上七点送到')
      const states = desk.db.kysely.selectFrom('delivery').select('state').where('body', 'like', '%早上七点送到%')
      return (await rows.executeTakeFirst())?.recalled_at != null || (await states.execute()).some(({ state }) => state === 'cancelled')
    })
    await desk.until(async () => !(await people.messages('customers')).some((each) => shownText(each).includes('早上七点送到')))
    expect(await desk.db.kysely.selectFrom('unparsed').select('id').where('state', '=', 'open').execute()).toEqual([])
  })
})

describe('before Slack has answered where a message of ours stands', () => {
  const room = () => here.slack.workspace.channel(ROOM)
  /** Slack does what is asked, and people see it, long before its answer comes; until `stop` is called. */
  const answersLate = (isLate: (args: Readonly<Record<string, unknown>>) => boolean) => {
    const { faults } = here.slack.front
    faults.always = (method, args) => (method === 'chat.postMessage' && isLate(args) ? { slow: 2_000 } : null)
    return () => {
      faults.always = () => null
    }
  }

  it('what is said in a card’s thread, changed and given there is with its ticket', async () => {
    const { slack, desk } = here
    const stop = answersLate(({ channel, thread_ts }) => channel === room() && !thread_ts)
    const { number } = await desk.open('early-talk', ...BROKEN)
    const cards = await desk.until(async () => {
      const shown = (await slack.people.messages(ROOM)).filter((each) => !each['thread_ts'] && shownText(each).startsWith(`${number} `))
      return shown.length > 0 ? shown : null
    })
    const ts = String(cards[0]?.['ts'])
    const note = await say('lin', ts, '先看看物流')
    await slack.people.edit('lin', ROOM, note.ts, '先看看物流单')
    await say('lin', ts, '回复 马上给您补寄')
    await slack.people.react('lin', ROOM, ts, 'eyes')
    const known = await desk.db.kysely.selectFrom('card').select('ref').where('ref', '=', ts).executeTakeFirst()
    expect(known).toBeUndefined()
    stop()
    await noteSaying('先看看物流单')
    await desk.until(async () => (await desk.told('early-talk', 'reply')).includes('马上给您补寄'))
    await owned(number)
    await settled()
    const talk = desk.db.kysely.selectFrom('event').select(['what', 'text']).where('ticket_id', 'is', null).where('text', 'like', '%物流%')
    expect(await talk.execute()).toEqual([])
  })

  it('a reply that is deleted meanwhile is deleted for the customer as well', async () => {
    const { slack, desk } = here
    await slack.people.say({ as: 'alice', channel: 'customers', text: '我上周买的口红断了，订单号 20260112399' })
    const card = await cardOfWords('20260112399')
    const shown = async () => (await slack.people.messages('customers')).map(shownText)
    const stop = answersLate(({ channel }) => channel === slack.workspace.channel('customers'))
    const reply = await say('lin', card, '回复 周五给您送到')
    await desk.until(async () => (await shown()).some((text) => text.includes('周五给您送到')))
    await slack.people.remove('lin', ROOM, reply.ts)
    await desk.until(async () => !(await shown()).some((text) => text.includes('周五给您送到')))
    stop()
  })

  it('and one that has not gone yet is not sent at all', async () => {
    const { slack, desk } = here
    await slack.people.say({ as: 'alice', channel: 'customers', text: '我上周买的口红断了，订单号 20260112398' })
    const card = await cardOfWords('20260112398')
    const { faults } = slack.front
    faults.always = (method, { channel }) =>
      method === 'chat.postMessage' && channel === slack.workspace.channel('customers') ? { limited: 2 } : null
    const reply = await say('lin', card, '回复 周六给您送到')
    await desk.until(() => desk.db.kysely.selectFrom('message').select('id').where('text', '=', '周六给您送到').executeTakeFirst())
    await slack.people.remove('lin', ROOM, reply.ts)
    const states = desk.db.kysely.selectFrom('delivery').select('state').where('kind', '=', 'text').where('body', 'like', '%周六给您送到%')
    await desk.until(async () => JSON.stringify(await states.execute()) === '[{"state":"cancelled"}]')
    faults.always = () => null
    expect((await slack.people.messages('customers')).map(shownText).filter((text) => text.includes('周六'))).toEqual([])
  })
})

describe('the first reply', () => {
  it('takes the ticket; of two at the same moment one has it, and neither reply is lost', async () => {
    const { desk } = here
    for (let i = 0; i < 5; i++) {
      const { number, ts } = await opened(`raced-${i}`)
      await Promise.all([say('lin', ts, '回复 我来处理'), say('shen', ts, '回复 我也在')])
      await desk.until(async () => (await desk.told(`raced-${i}`, 'reply')).length === 2)
      const { events } = await desk.get<{ events: { type: string }[] }>(`/v1/tickets/${number}/events?limit=200`)
      expect(events.filter(({ type }) => type === 'taken')).toHaveLength(1)
    }
  })
})

describe('commands by mention', () => {
  it('work in threads, where slash commands do not', async () => {
    const { slack, desk } = here
    const { number, ts } = await opened('mentioned')
    const bot = `<@${slack.workspace.bot.user}>`
    const mention = (text: string) => slack.people.say({ as: 'lin', channel: ROOM, thread: ts, text: `${bot} ${text}`, raw: true })
    await mention('take')
    await owned(number)
    await mention('回复 您好，已为您补发')
    await desk.until(async () => (await desk.told('mentioned', 'reply')).includes('您好，已为您补发'))
    await mention('resolve 已补发')
    await desk.until(async () => (await desk.ticket(number)).state === 'resolved')
  })

  it('in a quotation are notes', async () => {
    const { slack, desk } = here
    const { number, ts } = await opened('quoted')
    await slack.people.say({ as: 'lin', channel: ROOM, thread: ts, text: '> 回复 钱马上退\n他这么说过', raw: true })
    await slack.people.say({ as: 'lin', channel: ROOM, thread: ts, text: '&gt; 回复 钱马上退', raw: true })
    await noteSaying('> 回复 钱马上退')
    expect(await desk.told('quoted', 'reply')).toEqual([])
    expect((await desk.ticket(number)).owner).toBeNull()
  })
})
