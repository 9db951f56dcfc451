/** Replies from Slack: looked at before they are sent, stopped by the gate, and what its buttons and the menu “More” do. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buttonsOf } from '../doubles/slack/people.ts'
import { callsIn, shownText } from '../doubles/slack/shown-text.ts'
import { type SlackDesk, slackDesk } from './slack-desk.ts'
import { BROKEN, type Message, ROOM, slackRoom } from './slack-room.ts'

let here: SlackDesk
beforeAll(async () => {
  here = await slackDesk()
}, 120_000)
afterAll(() => here.stop())

const { cardOf, thread, press } = slackRoom(() => here)
/** The card of the last reply in a thread, once it says that. */
const replyCard = (ts: string, chip: string): Promise<Message> =>
  here.desk.until(async () => (await thread(ts)).findLast((each) => JSON.stringify(each['blocks'] ?? []).includes(chip)))
const namesOf = (message: Message) => buttonsOf(message).flatMap((each) => (each['type'] === 'button' ? [String(each['action_id'])] : []))
const tokenIn = (message: Message, action: string) => String(buttonsOf(message).find((each) => each['action_id'] === action)?.['value'])
const toldAlone = (as: string) =>
  here.slack.front.ephemerals.filter((each) => each['user'] === here.slack.workspace.person(as).id).map(shownText)
/** Until somebody was told something alone since. */
const told = (as: string, before: readonly string[]) =>
  here.desk.until(async () => {
    const now = toldAlone(as).slice(before.length)
    return now.length > 0 && now
  })
const deliveries = async (customer: string) =>
  (
    await here.desk.db.kysely
      .selectFrom('delivery as d')
      .innerJoin('room as r', 'r.id', 'd.room_id')
      .innerJoin('message as m', 'm.id', 'd.message_id')
      .select(['m.text', 'd.state'])
      .where('r.external', '=', customer)
      .where('m.kind', '=', 'reply')
      .orderBy('d.ord')
      .execute()
  ).map(({ text, state }) => [text, state])
/** A ticket of this customer that Lin has, or another, and its card as it then is. */
const taken = async (customer: string, by = 'lin') => {
  const { number } = await here.desk.open(customer, ...BROKEN)
  await press(by, await cardOf(number), 'take')
  const card = await here.desk.until(async () => {
    const now = await cardOf(number)
    return namesOf(now).includes('resolve') && now
  })
  return { number, card }
}
/** What the form last opened shows, but for its inputs. */
const looked = (as: string) => {
  const { view } = here.slack.people.view(as)
  const blocks = (view['blocks'] as readonly Message[]).filter(({ type }) => type !== 'input')
  return {
    title: (view['title'] as { text: string }).text,
    send: (view['submit'] as { text: string }).text,
    shown: JSON.stringify(blocks),
    blocks,
  }
}

describe('a reply from a form', () => {
  it('is shown as the customer will read it, and sent when it is sent again', async () => {
    const { desk, slack } = here
    const { card } = await taken('seen')
    await press('lin', card, 'reply')
    expect(looked('lin').send).toBe('预览')
    const words = '您好 <b>新的</b> & <!channel> *明天* https://a.example 寄出'
    expect(await slack.people.submit('lin', words)).toMatchObject({ accepted: true, body: { response_action: 'update' } })
    const { title, send, shown, blocks } = looked('lin')
    expect([title, send]).toEqual(['发送前预览', '发送'])
    for (const part of ['🟢 立即发送', '简体中文', '林晓:', words]) expect(shown).toContain(part)
    expect(callsIn({ blocks })).toEqual({ notified: [], links: [] })
    expect(await deliveries('seen')).toEqual([])
    expect(await slack.people.submit('lin', {})).toMatchObject({ accepted: true, body: null })
    await desk.until(async () => (await desk.told('seen', 'reply')).includes(words))
    expect(await desk.told('seen', 'reply')).toHaveLength(1)
  })

  it('is shown again when its words were changed in the preview; only what was shown is sent', async () => {
    const { desk, slack } = here
    const { card } = await taken('changed-mind')
    await press('lin', card, 'reply')
    await slack.people.submit('lin', '我们保证收益')
    const { shown } = looked('lin')
    for (const part of ['🔴 需要第二人批准', '不可作出的承诺']) expect(shown).toContain(part)
    expect(await slack.people.submit('lin', '这个客户太急了')).toMatchObject({ body: { response_action: 'update' } })
    expect(looked('lin').shown).toMatch(/🟡 8 秒后发送/)
    expect(looked('lin').shown).not.toContain('保证收益')
    expect(await slack.people.submit('lin', '  ')).toMatchObject({ body: { response_action: 'errors' } })
    expect(await slack.people.submit('lin', 'It leaves tomorrow')).toMatchObject({ body: { response_action: 'update' } })
    expect(looked('lin').shown).toContain('🟡 这条是英文，客户用的是简体中文')
    expect(await deliveries('changed-mind')).toEqual([])
    expect(await slack.people.submit('lin', {})).toMatchObject({ accepted: true, body: null })
    await desk.until(async () => (await desk.told('changed-mind', 'reply')).includes('It leaves tomorrow'))
    expect((await deliveries('changed-mind')).map(([text]) => text)).toEqual(['It leaves tomorrow'])
  })

  it('of a macro is shown with its words filled in', async () => {
    const { desk, slack } = here
    const { number, card } = await taken('by-macro')
    await press('lin', card, 'macro:ask-photo')
    await slack.people.submit('lin', {})
    expect(looked('lin').shown).toContain(`${number} 需要一张能看清问题的照片`)
    await slack.people.submit('lin', {})
    await desk.until(async () => (await desk.ticket(number)).state === 'waiting')
    expect((await desk.told('by-macro', 'reply')).join()).toContain('需要一张能看清问题的照片')
  })

  it('of a stranger is not shown anything: it is refused', async () => {
    const { desk, slack } = here
    const { card } = await taken('not-hers')
    const before = toldAlone('alice')
    await press('alice', card, 'reply')
    expect(await slack.people.submit('alice', '你好')).toMatchObject({ accepted: true, body: null })
    await told('alice', before)
    expect(await desk.told('not-hers', 'reply')).toEqual([])
  })
})

describe('the gate’s buttons', () => {
  it('Undo takes a waiting reply back, once, and no later press brings it anywhere', async () => {
    const { desk, slack } = here
    const { card } = await taken('undone')
    const ts = String(card['ts'])
    await slack.people.say({ as: 'lin', channel: ROOM, thread: ts, text: '回复 这个客户太急了' })
    const waiting = await replyCard(ts, '即将发送')
    expect(namesOf(waiting)).toEqual(['undo', 'edit'])
    const stale = tokenIn(waiting, 'undo')
    expect(await press('lin', waiting, 'undo')).toMatchObject({ accepted: true })
    const gone = await replyCard(ts, '已放弃')
    expect(namesOf(gone)).toEqual([])
    expect(await deliveries('undone')).toEqual([['这个客户太急了', 'cancelled']])
    const before = toldAlone('lin')
    expect(await press('lin', gone, 'undo', { value: stale })).toMatchObject({ accepted: true })
    expect((await told('lin', before)).join()).toContain('已经发送或放弃')
    expect(await desk.told('undone', 'reply')).toEqual([])
  })

  it('Rewrite shows the new words first, and sends them in place of the old', async () => {
    const { desk, slack } = here
    const { card } = await taken('rewritten')
    const ts = String(card['ts'])
    await slack.people.say({ as: 'lin', channel: ROOM, thread: ts, text: '回复 这个客户太急了' })
    await press('lin', await replyCard(ts, '即将发送'), 'edit')
    await slack.people.submit('lin', '您好，明天寄出')
    expect(looked('lin').shown).toContain('🟢 立即发送')
    await slack.people.submit('lin', {})
    await desk.until(async () => (await deliveries('rewritten')).some(([text, state]) => text === '您好，明天寄出' && state === 'sent'))
    expect(await deliveries('rewritten')).toEqual([
      ['这个客户太急了', 'cancelled'],
      ['您好，明天寄出', 'sent'],
    ])
  })

  it('Approve is a second person’s: not the author’s, not a stranger’s, and however often, it sends once', async () => {
    const { desk, slack } = here
    const { card } = await taken('approved')
    const ts = String(card['ts'])
    await slack.people.say({ as: 'lin', channel: ROOM, thread: ts, text: '回复 我们保证收益' })
    const waiting = await replyCard(ts, '等待第二人批准')
    expect(namesOf(waiting)).toEqual(['approve', 'decline', 'edit', 'undo'])
    for (const as of ['lin', 'alice']) {
      const before = toldAlone(as)
      expect(await press(as, waiting, 'approve')).toMatchObject({ accepted: true })
      await told(as, before)
      expect(await deliveries('approved')).toEqual([['我们保证收益', 'held']])
    }
    // Slack may bring the same press twice, and people press twice.
    await Promise.all([
      press('shen', waiting, 'approve', { trigger: 'shen.1' }),
      press('shen', waiting, 'approve', { trigger: 'shen.1' }),
      press('shen', waiting, 'approve', { trigger: 'shen.2' }),
    ])
    await desk.until(async () => (await desk.told('approved', 'reply')).includes('我们保证收益'))
    await replyCard(ts, '已发送')
    expect(await deliveries('approved')).toEqual([['我们保证收益', 'sent']])
    // In another channel the button means nothing, whoever presses it.
    const elsewhere = await slack.people.say({ as: 'shen', channel: 'customers', text: '你好' })
    const copied = { as: 'shen', channel: 'customers', ts: elsewhere.ts, action: 'approve', value: tokenIn(waiting, 'approve') }
    expect(await slack.people.press(copied)).toMatchObject({ accepted: false })
  })

  it('Decline asks why, and tells the thread', async () => {
    const { desk, slack } = here
    const { card } = await taken('declined')
    const ts = String(card['ts'])
    await slack.people.say({ as: 'lin', channel: ROOM, thread: ts, text: '回复 我们保证收益' })
    await press('shen', await replyCard(ts, '等待第二人批准'), 'decline')
    expect(await slack.people.submit('shen', '不能这样说')).toMatchObject({ accepted: true, body: null })
    await desk.until(async () => (await thread(ts)).some((each) => shownText(each).includes('不能这样说')))
    expect(await deliveries('declined')).toEqual([['我们保证收益', 'cancelled']])
  })
})

describe('what was done, said when a ticket is resolved', () => {
  it('is shown first, and is held to the gate like any words to the customer', async () => {
    const { desk, slack } = here
    const { number, card } = await taken('ended')
    const ts = String(card['ts'])
    await press('lin', card, 'resolve')
    await slack.people.submit('lin', '已补发，我们保证收益')
    expect(looked('lin').shown).toContain('🔴 需要第二人批准')
    expect(await slack.people.submit('lin', {})).toMatchObject({ accepted: true, body: null })
    const waiting = await replyCard(ts, '等待第二人批准')
    expect(JSON.stringify(waiting)).toContain('自动解决工单')
    expect((await desk.ticket(number)).state).toBe('open')
    await press('shen', waiting, 'approve')
    await desk.until(async () => (await desk.ticket(number)).state === 'resolved')
    expect(await desk.told('ended', 'reply')).toEqual(['已补发，我们保证收益'])
  })
})

describe('the menu “More”', () => {
  it('does what is chosen: words for one’s own eyes, and forms', async () => {
    const { desk, slack } = here
    const { number, card } = await taken('more')
    for (const [action, part] of [
      ['why', number],
      ['timeline', number],
      ['summary', '口红'],
    ] as const) {
      const before = toldAlone('lin')
      expect(await press('lin', card, action)).toMatchObject({ accepted: true })
      expect((await told('lin', before)).join()).toContain(part)
    }
    const before = toldAlone('lin')
    await press('lin', card, 'escalate')
    const form = slack.people.view('lin')
    await slack.people.submit('lin', { reason: '客户很急' }, form)
    await slack.people.submit('lin', { reason: '客户很急' }, { ...form, hash: `${form.hash}1` })
    await desk.until(async () => (await thread(String(card['ts']))).some((each) => shownText(each).includes('客户很急')))
    // It rises once: the second was pressed on the card as it was.
    expect((await told('lin', before)).join()).toContain('又有变化')
    await press('lin', card, 'snooze')
    expect(await slack.people.submit('lin', '3 天')).toMatchObject({ accepted: true, body: null })
    await desk.until(async () => (await desk.ticket(number)).state === 'snoozed')
    const { events } = await desk.get<{ events: { type: string }[] }>(`/v1/tickets/${number}/events?limit=200`)
    expect(events.filter(({ type }) => type === 'escalated')).toHaveLength(1)
  })

  it('is held to each person’s rights', async () => {
    const { desk } = here
    const { number, card } = await taken('more-rights', 'shen')
    for (const as of ['lin', 'alice']) {
      const before = toldAlone(as)
      expect(await press(as, card, 'release')).toMatchObject({ accepted: true })
      await told(as, before)
      expect((await desk.ticket(number)).owner?.key).toBe('shen')
    }
  })
})

describe('a card that was drawn before', () => {
  it('may not reject a ticket that has changed since, and its first press counts once', async () => {
    const { desk } = here
    const { number } = await desk.open('outdated', ...BROKEN)
    const before = await cardOf(number)
    const [reject, take] = [tokenIn(before, 'reject'), tokenIn(before, 'take')]
    await Promise.all([press('lin', before, 'take', { trigger: 'lin.1' }), press('lin', before, 'take', { trigger: 'lin.1' })])
    await desk.until(async () => (await desk.ticket(number)).owner?.key === 'lin')
    const owner = toldAlone('lin')
    await press('lin', before, 'reject', { value: reject })
    await told('lin', owner)
    expect((await desk.ticket(number)).state).toBe('open')
    const late = toldAlone('shen')
    await press('shen', before, 'take', { value: take })
    expect((await told('shen', late)).join()).toContain('林晓')
    const { events } = await desk.get<{ events: { type: string }[] }>(`/v1/tickets/${number}/events?limit=200`)
    expect(events.filter(({ type }) => type === 'taken')).toHaveLength(1)
  })
})
