/** Work on tickets beyond taking and resolving: merged, linked, tagged, watched, by macro, reminded; and what can be asked. */
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { texts } from '../../bot/texts/index.ts'
import { verify } from '../../storage/audit/verify.ts'
import { type FreshDesk, freshDesk } from '../desk-template.ts'
import { plain, toldReader } from './told-reader.ts'

const ROOM = 'after-sales'
/** What the model was told of who wrote a text. */
const levels = new Map<string, string | null | undefined>()
const tell: Parameters<typeof toldReader>[0] = (text, view) => {
  const [newest] = view.tickets
  levels.set(text, view.customer.level)
  if (text.includes('ALSO')) return [{ intent: 'problem', category: 'invoice/issue' }]
  if (text.includes('MERGED') && newest) return [{ intent: 'problem', category: 'after-sales/quality', ticket: newest.id }]
  return plain()(text, view)
}
let desk: FreshDesk
beforeAll(async () => {
  desk = await freshDesk({ understand: toldReader(tell) })
}, 120_000)
afterAll(() => desk.stop())

const events = async (number: string) => (await desk.get<{ events: { type: string }[] }>(`/v1/tickets/${number}/events`)).events
const taken = async (customer: string) => {
  const { number } = await desk.open(customer, 'my kettle leaks')
  expect((await desk.command(number, 'lin', 'take')).status).toBe(200)
  return number
}
/** What `who` reads alone in the room. */
const whispers = async (who: string) =>
  (await desk.room(ROOM, who)).filter((post) => post.kind === 'whisper' && post.to === who).map((post) => post.body.text ?? '')
const inThread = async (number: string, who: string, text: string) =>
  desk.type(ROOM, who, text, { thread: (await desk.card(ROOM, number, who)).id })

describe('two tickets of one customer', () => {
  it('become one: its words go along, and what is said of the merged one later goes to the other', async () => {
    const target = await taken('twice')
    await desk.say('twice', 'ALSO the lid is gone')
    const source = await desk.until(async () => (await desk.tickets('twice')).find((t) => t.number !== target)?.number)
    expect(await desk.command(source, 'sun', 'merge', { number: target })).toMatchObject({ status: 200, body: { state: 'merged' } })
    expect(await desk.command(source, 'sun', 'merge', { number: target })).toMatchObject({ status: 200 })
    const linked = async (number: string) =>
      (
        await sql<{
          n: number
        }>`select count(*)::int as n from ticket_message tm join ticket t on t.id = tm.ticket_id where t.number = ${Number(number.slice(2))}`.execute(
          desk.db.kysely,
        )
      ).rows[0]?.n ?? 0
    const before = await linked(target)
    expect(before).toBeGreaterThanOrEqual(2)
    await desk.say('twice', 'MERGED one, any news?')
    await desk.until(async () => (await linked(target)) > before)
    expect((await events(source)).map(({ type }) => type)).toContain('merged')
    expect((await desk.tickets('twice')).length).toBe(2)
    expect((await desk.told('twice', 'notice')).join()).toContain(target)
  })

  it('but never of two customers: they are linked, and each card names the other', async () => {
    const [one, two] = [await taken('one'), await taken('two')]
    expect(await desk.command(one, 'lin', 'merge', { number: two })).toMatchObject({ status: 409, body: { code: 'TICKET_OF_ANOTHER' } })
    for (let i = 0; i < 2; i++) expect((await desk.command(one, 'lin', 'link', { number: two })).status).toBe(200)
    await desk.until(async () => JSON.stringify((await desk.card(ROOM, two)).body).includes(one))
    await desk.until(async () => JSON.stringify((await desk.card(ROOM, one)).body).includes(two))
    expect((await events(two)).filter(({ type }) => type === 'linked')).toHaveLength(1)
  })
})

describe('tags', () => {
  it('are put on by a word in the thread, stand on the card, and find the ticket', async () => {
    const number = await taken('tagged')
    await inThread(number, 'lin', 'tag vip')
    await desk.until(async () =>
      (await desk.get<{ tickets: { number: string }[] }>('/v1/tickets?tag=vip')).tickets.some((t) => t.number === number),
    )
    await desk.until(async () => JSON.stringify((await desk.card(ROOM, number)).body).includes(texts('zh-CN').work.actions.untag))
    expect((await desk.get<{ tickets: unknown[] }>('/v1/tickets?tag=refund&state=open')).tickets).toEqual([])
    expect((await desk.get<{ tickets: unknown[] }>("/v1/tickets?tag=x'y")).tickets).toEqual([])
    expect(await desk.command(number, 'lin', 'tag', { tag: 'Mr Li' })).toMatchObject({ status: 422, body: { code: 'TAG_NOT_FOUND' } })
    await desk.command(number, 'lin', 'untag', { tag: 'vip' })
    expect((await desk.get<{ tickets: { number: string }[] }>('/v1/tickets?tag=vip')).tickets.map((t) => t.number)).not.toContain(number)
  })
})

describe('the level of a customer', () => {
  it('is told by our own system: the next matter begins with it, the customer hears it, the model knows it, the card shows it', async () => {
    const { number, customer } = await desk.open('frequent', 'my kettle leaks')
    const found = await desk.get<{ customers: { id: string; level: string | null }[] }>('/v1/customers?identity=frequent')
    expect(found.customers).toMatchObject([{ id: customer.id, level: null }])
    const set = (level: string | null) => desk.call('PATCH', `/v1/customers/${customer.id}`, { level })
    expect(await set('emperor')).toMatchObject({ status: 422, body: { code: 'LEVEL_NOT_FOUND' } })
    expect(await set('vip')).toMatchObject({ status: 200, body: { level: 'vip' } })
    await desk.until(async () => JSON.stringify((await desk.card(ROOM, number)).body).includes('frequent · VIP'))
    await desk.say('frequent', 'ALSO an invoice')
    const second = await desk.until(async () => (await desk.tickets('frequent')).find((t) => t.number !== number))
    expect(second).toMatchObject({ category: 'invoice/issue', priority: 'P2', customer: { level: 'vip' } })
    expect((await desk.told('frequent', 'ack')).at(-1)).toContain('As one of our VIP customers you come first')
    expect([levels.get('my kettle leaks'), levels.get('ALSO an invoice')]).toEqual([null, 'vip'])
  })

  it('is taken away by a word in the thread, which stands in the history', async () => {
    const number = await taken('once')
    for (const word of ['level VIP', 'level none']) await inThread(number, 'lin', word)
    const levelled = async () => (await events(number)).filter(({ type }) => type === 'levelled')
    await desk.until(async () => (await levelled()).length === 2)
    expect((await desk.ticket(number)).priority).toBe('P2')
    expect(await desk.get('/v1/customers?identity=once')).toMatchObject({ customers: [{ level: null }] })
    expect(await desk.command(number, 'lin', 'level', { level: 'emperor' })).toMatchObject({ status: 422 })
  })
})

describe('who watches', () => {
  it('is called by name into the thread when it is resolved', async () => {
    const number = await taken('watched')
    await desk.command(number, 'shen', 'watch')
    await desk.command(number, 'lin', 'resolve')
    const card = await desk.card(ROOM, number)
    await desk.until(async () =>
      (await desk.room(ROOM, 'sun', card.id)).some((post) => (post.body as { mention?: string[] }).mention?.includes('shen')),
    )
  })
})

describe('what is asked in a thread', () => {
  it('is answered to who asks, alone', async () => {
    const number = await taken('asked')
    for (const [word, part] of [
      ['why', number],
      ['timeline', texts('zh-CN').work.whisper.timeline(number)],
      ['history', 'asked'],
      ['summary', 'my kettle leaks'],
    ] as const) {
      await inThread(number, 'lin', word)
      await desk.until(async () => (await whispers('lin')).some((text) => text.includes(part)))
    }
    expect(await whispers('shen')).toEqual([])
  })
})

describe('a macro', () => {
  it('shows its words with what is known, then does all of it at once', async () => {
    const number = await taken('by macro')
    const { inputs } = await desk.get<{ inputs: { value: string }[] }>(`/v1/tickets/${number}/forms/macro:ask-photo`)
    expect(inputs[0]?.value).toContain(number)
    const card = await desk.until(async () => {
      const found = await desk.card(ROOM, number)
      return found.body.tokens?.['macro:ask-photo'] !== undefined && found
    })
    await desk.press(card, 'macro:ask-photo', 'lin', { text: 'A photo, please' })
    await desk.until(async () => (await desk.ticket(number)).state === 'waiting')
    expect(await desk.told('by macro', 'reply')).toEqual(['A photo, please'])
    expect((await events(number)).map(({ type }) => type)).toContain('nudge-set')
  })

  it('whose form waits for what comes of it is refused in the answer, and then taken', async () => {
    const number = await taken('waited for')
    const card = await desk.until(async () => {
      const found = await desk.card(ROOM, number)
      return found.body.tokens?.['macro:ask-photo'] !== undefined && found
    })
    const refused = await desk.press(card, 'macro:ask-photo', 'lin', { text: 'Hello {field.order_no}' }, true)
    expect(refused).toMatchObject({ status: 422, body: { code: 'MACRO_INCOMPLETE', detail: expect.stringContaining('field.order_no') } })
    // It stands in the form: the desk knows that somebody waits for it there, and does not say it in the room as well.
    const asked = desk.db.kysely.selectFrom('event').select('value').where('value', 'like', '%Hello {field.order_no}%')
    expect((await asked.execute()).map(({ value }) => JSON.parse(value).waits)).toEqual([true])
    expect(await desk.told('waited for', 'reply')).toEqual([])
    expect(await desk.press(card, 'macro:ask-photo', 'lin', { text: 'A photo, please' }, true)).toMatchObject({ status: 202 })
    expect(await desk.told('waited for', 'reply')).toEqual(['A photo, please'])
  })

  it('and a reply are shown as the customer would read them, and nothing is sent', async () => {
    const number = await taken('looked at')
    const look = async (action: string, text: string) => {
      const path = `/v1/tickets/${number}/forms/${action}/preview`
      return (await desk.call<{ preview: unknown }>('POST', path, { as: 'lin', input: { text } })).body.preview
    }
    expect(await look('macro:ask-photo', 'A photo, please')).toMatchObject({ speaker: '林晓', parts: ['A photo, please'] })
    expect(await look('reply', '这款保证收益')).toMatchObject({ chips: [{ tone: 'bad' }, {}], lines: [{ tone: 'bad' }] })
    expect([await look('reply', ' '), await look('take', 'x')]).toEqual([null, null])
    expect(await desk.told('looked at', 'reply')).toEqual([])
  })

  it('that cannot do all does nothing', async () => {
    const number = await taken('half')
    const before = await events(number)
    expect(await desk.command(number, 'lin', 'macro', { key: 'refund-promised' })).toMatchObject({
      status: 422,
      body: { code: 'MACRO_INCOMPLETE' },
    })
    expect(await events(number)).toEqual(before)
    expect(await desk.told('half', 'reply')).toEqual([])
  })
})

describe('all of it', () => {
  it('is what the histories say', async () => {
    const { problems } = await verify(desk.db)
    expect(problems).toEqual([])
  })
})

// Last, because it moves times by hand.
describe('a customer who does not answer', () => {
  it('is reminded once, and the ticket resolves itself; whoever answers is not', async () => {
    const past = (name: string) =>
      desk.db.tx(async (tx) => {
        const ticket = tx
          .selectFrom('ticket')
          .select(['id', 'fold'])
          .where('number', '=', Number(name.slice(2)))
        // What the desk does to the ticket meanwhile comes before or after.
        const { id, fold } = await ticket.forUpdate().executeTakeFirstOrThrow()
        const older = JSON.parse(fold, (key, value) =>
          key === 'nudge' && value ? { ...value, at: value.at - 864_000_000 } : value,
        ) as object
        await tx
          .updateTable('ticket')
          .set({ fold: JSON.stringify(older) })
          .where('id', '=', id)
          .execute()
        await sql`update timer set due_at = due_at - make_interval(days => 10) where kind = 'nudge' and due_at is not null and ticket_id = ${id}`.execute(
          tx,
        )
      })
    const silent = await taken('silent')
    await desk.command(silent, 'lin', 'reply', { text: 'Which size?', wait: 'true' })
    // What follows from the reply having been sent is done before times are moved.
    await desk.until(async () => (await events(silent)).some(({ type }) => type === 'promise-kept'))
    await past(silent)
    await desk.until(async () => (await desk.told('silent', 'notice')).some((text) => text.includes(silent)))
    await past(silent)
    await desk.until(async () => (await desk.ticket(silent)).state === 'resolved')
    const types = (await events(silent)).map(({ type }) => type)
    expect([types.filter((type) => type === 'nudged').length, types.at(-1)]).toEqual([1, 'resolved'])
  })
})
