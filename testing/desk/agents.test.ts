/** What agents may do, what they are refused, and in which words. Rows 88–90 of the fault catalogue. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LANGS } from '../../bot/domain/lang.ts'
import type { ErrorCode } from '../../bot/errors.ts'
import { API_COMMANDS } from '../../bot/ports/say.ts'
import { texts } from '../../bot/texts/index.ts'
import { type FreshDesk, freshDesk } from '../desk-template.ts'
import { plain, toldReader } from './told-reader.ts'

let desk: FreshDesk
beforeAll(async () => {
  desk = await freshDesk({ understand: toldReader(plain()) })
}, 120_000)
afterAll(() => desk.stop())

describe('a hundred who take at once', () => {
  const crowd = Array.from({ length: 100 }, (_, i) => ({ id: i.toString(16).padStart(32, 'f'), key: `crowd-${i}`, name: `Agent ${i}` }))

  it('leave exactly one owner, and every other is told who was faster', async () => {
    await desk.db.kysely
      .insertInto('agent')
      .values(crowd.map((one) => ({ ...one, role: 'agent', lang: 'en', teams: ['after-sales'] })))
      .execute()
    await desk.db.kysely
      .insertInto('agent_identity')
      .values(crowd.map(({ id }) => ({ channel: API_COMMANDS.channel, account: API_COMMANDS.account, external: id, agent_id: id })))
      .execute()
    const { number } = await desk.open('crowded', 'my kettle leaks')
    const answers = await Promise.all(crowd.map(({ key }) => desk.command(number, key, 'take', {}, 'en')))
    const owner = (await desk.ticket(number)).owner?.name ?? ''
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    const told = answers.filter(({ status }) => status === 409)
    expect(told.map(({ body }) => [body.code, body.facts['agent']])).toEqual(
      Array.from({ length: 99 }, () => ['TICKET_ALREADY_TAKEN', owner]),
    )
    const { events } = await desk.get<{ events: { type: string }[] }>(`/v1/tickets/${number}/events`)
    expect(events.filter(({ type }) => type === 'taken')).toHaveLength(1)
  }, 120_000)
})

describe('a command that is refused', () => {
  type Refused = readonly [ErrorCode, number, string, string, Readonly<Record<string, string>>?]
  let [fresh, owned, ended] = ['', '', '']
  beforeAll(async () => {
    fresh = (await desk.open('refused-1', 'it broke')).number
    owned = (await desk.open('refused-2', 'it broke')).number
    ended = (await desk.open('refused-3', 'it broke')).number
    await desk.command(owned, 'lin', 'take')
    await desk.command(ended, 'shen', 'close')
  })
  const cases: Readonly<Record<string, () => Refused>> = {
    'is about no ticket there is': () => ['TICKET_NOT_FOUND', 404, 'T-999999', 'take'],
    'is about something that is no number': () => ['TICKET_NOT_FOUND', 404, 'T-1; drop table ticket', 'take'],
    'takes what another has': () => ['TICKET_ALREADY_TAKEN', 409, owned, 'take'],
    'resolves what nobody has': () => ['TICKET_NOT_TAKEN', 409, fresh, 'resolve'],
    'works on what has ended': () => ['TICKET_ENDED', 409, ended, 'reply', { text: 'hello' }],
    'opens what is open': () => ['TICKET_NOT_ENDED', 409, owned, 'reopen'],
    'sends it where it is': () => ['TICKET_UNCHANGED', 409, owned, 'transfer', { team: 'after-sales' }],
    'sends it to nobody': () => ['TEAM_NOT_FOUND', 422, owned, 'transfer', { team: 'no such team' }],
    'calls it what there is not': () => ['CATEGORY_NOT_FOUND', 422, owned, 'category', { category: 'no/such' }],
    'fills what there is not': () => ['FIELD_NOT_FOUND', 422, owned, 'field', { name: 'nothing', value: '1' }],
    'does what nobody can': () => ['COMMAND_UNKNOWN', 422, owned, 'constructor'],
    'says nothing': () => ['COMMAND_INCOMPLETE', 422, owned, 'reply', { text: '  ' }],
    'says too much': () => ['INPUT_TOO_LARGE', 413, owned, 'reply', { text: 'x'.repeat(8_001) }],
    'sends again what is not waiting': () => ['REPLY_NOT_WAITING', 409, owned, 'retry'],
  }

  it.each(Object.entries(cases))('because it %s says so in three languages, and changes nothing', async (_, given) => {
    const [code, status, number, command, args] = given()
    const before = await desk.call('GET', `/v1/tickets/${number.replace('T-1;', '')}`)
    const details = []
    for (const lang of LANGS) {
      const answer = await desk.command(encodeURIComponent(number), 'sun', command, args ?? {}, lang)
      expect(answer).toMatchObject({ status, body: { code, title: texts(lang).errors[code].title } })
      expect(answer.body.detail.length).toBeGreaterThan(5)
      details.push(answer.body.detail)
    }
    expect(new Set(details).size).toBe(3)
    expect(await desk.call('GET', `/v1/tickets/${number.replace('T-1;', '')}`)).toMatchObject({
      status: before.status,
      ...(before.status === 200 ? { body: before.body as object } : {}),
    })
  })

  it.each([
    ['wang', 'take', 'another team'],
    ['chen', 'resolve', 'a colleague’s ticket'],
    ['lin', 'close', 'a lead’s right'],
  ])('because %s may not %s (%s) is NOT_ALLOWED', async (who, command) => {
    expect(await desk.command(owned, who, command)).toMatchObject({ status: 403, body: { code: 'NOT_ALLOWED' } })
  })

  it('because nobody is called so is AGENT_NOT_FOUND', async () => {
    expect(await desk.command(owned, 'nobody', 'take')).toMatchObject({ status: 404, body: { code: 'AGENT_NOT_FOUND' } })
  })

  it('because its button was forged, or signed for another purpose, does nothing', async () => {
    const { number } = await desk.open('forged', 'it broke')
    const card = await desk.card('after-sales', number, 'lin')
    const good = card.body.tokens?.['take'] ?? ''
    const [body = '', mac = ''] = good.split('.')
    const changed = Buffer.from(Buffer.from(body, 'base64url').toString().replace('take', 'close')).toString('base64url')
    for (const token of ['', 'x', `${changed}.${mac}`, `${body}.`, `${good}x`, `${body}.${'A'.repeat(mac.length)}`]) {
      const answer = await desk.press({ ...card, body: { tokens: { take: token } } }, 'take', 'lin')
      expect(answer).toMatchObject({ status: 403, body: { code: 'TOKEN_INVALID' } })
    }
    expect((await desk.ticket(number)).state).toBe('new')
  })

  it('because its card is old says so to who pressed it, and the newest card does it', async () => {
    const { number } = await desk.open('outdated', 'it broke')
    const old = await desk.card('after-sales', number, 'shen')
    await desk.command(number, 'shen', 'priority', { priority: 'P1' })
    await desk.press(old, 'reject', 'shen')
    await desk.until(async () =>
      (await desk.room('after-sales', 'shen')).some(
        (p) => p.kind === 'whisper' && p.to === 'shen' && p.body.text === texts('zh-CN').errors.CARD_OUTDATED.detail({}),
      ),
    )
    expect((await desk.ticket(number)).state).toBe('new')
    const redrawn = await desk.until(async () => {
      const card = await desk.card('after-sales', number, 'shen')
      return card.body.tokens?.['reject'] !== old.body.tokens?.['reject'] && card
    })
    await desk.press(redrawn, 'reject', 'shen')
    await desk.until(async () => (await desk.ticket(number)).state === 'rejected')
  })

  it('because a customer presses an agent’s button does nothing', async () => {
    const { number } = await desk.open('curious', 'it broke')
    const card = await desk.card('after-sales', number, 'lin')
    await desk.press(card, 'take', 'curious')
    await desk.until(async () => (await desk.room('after-sales', 'curious')).some((p) => p.kind === 'whisper' && p.to === 'curious'))
    expect((await desk.ticket(number)).state).toBe('new')
  })
})

describe('what the desk was about to ask', () => {
  it('dies when an agent takes the ticket before it is sent', async () => {
    await desk.hear('shop', 'early', 'my kettle leaks')
    const [ticket] = await desk.until(async () => {
      const all = await desk.tickets('early')
      return all.length > 0 && all
    })
    await desk.command(ticket?.number ?? '', 'lin', 'take')
    const lent = await desk.deliver(
      'shop',
      () => ({ sent: {} }),
      (out) => out.text?.includes('林晓') ?? false,
    )
    expect(lent.map((out) => out.kind)).toEqual(['text', 'text'])
    expect(lent[0]?.text).toContain(ticket?.number)
    const { state, reason } = await desk.db.kysely
      .selectFrom('delivery as d')
      .innerJoin('message as m', 'm.id', 'd.message_id')
      .select(['d.state', 'd.reason'])
      .where('m.kind', '=', 'question')
      .where('d.ticket_id', 'in', (eb) =>
        eb
          .selectFrom('ticket')
          .select('id')
          .where('number', '=', Number(ticket?.number.slice(2))),
      )
      .executeTakeFirstOrThrow()
    expect([state, reason]).toEqual(['cancelled', 'epoch'])
  })
})

describe('a transferred ticket', () => {
  it('appears in the other team’s room with nobody on it, and the desk speaks again', async () => {
    const { number } = await desk.open('moved', 'it broke')
    await desk.command(number, 'lin', 'take')
    expect((await desk.command(number, 'lin', 'transfer', { team: '物流订单组', why: 'lost on the way' })).status).toBe(200)
    await desk.card('logistics', number, 'wang')
    expect(await desk.ticket(number)).toMatchObject({ team: 'logistics-orders', owner: null, state: 'new' })
    expect((await desk.command(number, 'wang', 'take')).status).toBe(200)
    await desk.until(async () => (await desk.thread('logistics', number)).some((text) => text.includes('lost on the way')))
  })
})

describe('an agent’s correction', () => {
  it('of the category is kept as an example, and REST repeats of one command do it once', async () => {
    const { number } = await desk.open('corrected', 'it broke again')
    const body = { as: 'lin', command: 'category', args: { category: 'after-sales/repair' }, id: 'once' }
    for (let i = 0; i < 3; i++) expect((await desk.call('POST', `/v1/tickets/${number}/commands`, body)).status).toBe(200)
    const { events } = await desk.get<{ events: { type: string }[] }>(`/v1/tickets/${number}/events`)
    expect(events.filter(({ type }) => type === 'category-set')).toHaveLength(1)
    const example = await desk.db.kysely
      .selectFrom('example')
      .select(['category', 'text'])
      .where('text', '=', 'it broke again')
      .executeTakeFirst()
    expect(example).toEqual({ category: 'after-sales/repair', text: 'it broke again' })
  })
})
