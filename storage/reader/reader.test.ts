import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Claim, Understanding } from '../../bot/domain/claim.ts'
import type { DeskConfig } from '../../bot/domain/desk-config.ts'
import type { Effect } from '../../bot/domain/effect.ts'
import type { Opened, TicketChange } from '../../bot/domain/ticket.ts'
import type { InboundEvent } from '../../bot/ports/channel.ts'
import type { LineWork } from '../../bot/ports/stores.ts'
import { createIds } from '../../kit/ids.ts'
import { databaseOfFile } from '../../testing/services/fresh-database.ts'
import { createConfigStore } from '../config-store.ts'
import { createConverseStore } from '../converse/converse-store.ts'
import type { Db } from '../database.ts'
import { createIntakeStore } from '../intake/intake-store.ts'
import { createSendStore } from '../outbound/send-store.ts'
import { createNeedsPerson } from './needs-person.ts'
import { createOutcomes, createSettingsReader } from './settings-reader.ts'
import { createTalkReader } from './talk-reader.ts'
import { createTicketReader } from './ticket-reader.ts'

const label = (text: string) => ({ en: text, 'zh-CN': text, 'zh-TW': text })
const desk: DeskConfig = {
  name: label('Acme'),
  lang: 'zh-CN',
  fields: [{ key: 'order', kind: 'order_no', labels: label('order') }],
  categories: [{ key: 'other', labels: label('Other'), required: [], optional: [], priority: 'P3', complaint: false }],
  otherCategory: 'other',
  teams: [{ key: 'care', labels: label('Care'), lang: 'en', rooms: [{ channel: 'web', account: 'desk', room: 'care' }] }],
  managerRooms: [],
  agents: [{ key: 'chen', name: 'Chen', role: 'agent', lang: 'en', teams: ['care'], identities: [] }],
  routing: [{ name: 'all', when: {}, team: 'care' }],
  promises: [],
  turn: { quietMs: 0, longestMs: 0, most: 50 },
  reopenDays: 7,
  sureAbove: 0.6,
}

const ids = createIds()
const API = { channel: 'api', account: 'main' }
const database = databaseOfFile()
let db: Db
let say: (customer: string, text: string) => Promise<void>
let work: (decide: (item: LineWork) => readonly Effect[]) => Promise<void>
const shared = () => ({
  tickets: createTicketReader(db),
  talk: createTalkReader(db),
  person: createNeedsPerson(db),
  settings: createSettingsReader(db),
})

const message = (customer: string, text: string, more: Partial<InboundEvent> = {}): InboundEvent => ({
  channel: 'api',
  account: 'main',
  key: ids.next(),
  at: Date.now(),
  room: { id: customer },
  from: { id: customer, name: `Name of ${customer}` },
  what: 'message',
  text,
  files: [],
  mentions: [],
  raw: { text },
  ...more,
})

function opened(turn: LineWork, number: number, title: string, order: string): { ticket: string; effects: readonly Effect[] } {
  const { conversation, customer } = turn.view
  if (!conversation || !customer || turn.item.is !== 'turn') throw new Error('a turn was expected')
  const ticket = ids.next()
  const fact = (value: string) => ({ fact: ids.next(), value })
  const change: Opened = {
    type: 'opened',
    number,
    conversation: conversation.id,
    customer: customer.id,
    lang: 'zh-CN',
    team: 'care',
    rule: 'all',
    title: fact(title),
    summary: fact(title),
    category: 'other',
    confidence: 0.8,
    priority: 'P3',
    priorityWhy: { code: 'category' },
    mood: 'neutral',
    fields: [{ name: 'order', value: fact(order), words: null, evidence: null }],
    promises: [],
    opener: { turn: turn.item.turn.id, n: 0 },
    linked: null,
  }
  return {
    ticket,
    effects: [
      { do: 'change', ticket, by: { kind: 'customer', id: customer.id }, change },
      { do: 'link', ticket, messages: turn.item.turn.messages.map((m) => m.id) },
    ],
  }
}

beforeAll(async () => {
  db = await database.open()
  const config = await createConfigStore(db, ids)
  await config.apply(desk)
  const intake = createIntakeStore(db, ids, config.current)
  const store = createConverseStore({
    db,
    ids,
    owner: 'test',
    view: () => ({ config: config.current(), can: () => ({ text: { max: 2000, unit: 'utf16' }, pulled: false, edit: false }) }),
    roomOf: config.roomOf,
  })
  say = async (customer, text) => void (await intake.take([message(customer, text)]))
  work = async (decide) => {
    const claimed = [...(await store.claim('model', 10, 'v1')), ...(await store.claim('quick', 10, 'v1'))]
    if (claimed.length > 0)
      await store.commit(claimed, (item) => ({
        effects: decide(item),
        outcome: { code: 'done', facts: {} },
        why: 'test',
        model: '',
        unsaid: 0,
      }))
  }
  for (const [i, [customer, text, title, order]] of (
    [
      ['ann', '我的杯子壞了', '杯子壞了要退款', 'A8812315900'],
      ['bob', 'the mug is broken', 'Broken mug (blue)', 'B-42'],
      ['eve', 'where is my parcel', 'Parcel is late', 'C1'],
    ] as const
  ).entries()) {
    await say(customer, text)
    await work((item) => opened(item, 1001 + i, title, order).effects)
  }
}, 60_000)

afterAll(() => database.close())

describe('tickets', () => {
  const numbers = (page: { rows: readonly { ticket: { number: number } }[] }) => page.rows.map((row) => row.ticket.number)

  it('come newest first, in pages that stay right while tickets are opened', async () => {
    const { tickets } = shared()
    const first = await tickets.list({}, { limit: 2, after: null })
    expect(numbers(first)).toEqual([1003, 1002])
    await say('zoe', 'hello again')
    await work((item) => opened(item, 1004, 'A fourth matter', 'D1').effects)
    const second = await tickets.list({}, { limit: 2, after: first.next })
    expect([numbers(second), second.next]).toEqual([[1001], null])
  })

  it.each([
    ['壞了', [1001]],
    ['坏了', [1001]],
    ['退', [1001]],
    ['mug broken', [1002]],
    ['MUG', [1002]],
    ['mug parcel', []],
    ['a8812315900', [1001]],
    ['T-1003', [1003]],
    ['1003', [1003]],
    ['Ｔ－１００３', [1003]],
    ["') | ('", []],
    ["mug' & !x:*", []],
    ['!!!', []],
    ['a\0b', []],
  ])('are found by %j', async (q, found) => {
    expect(numbers(await shared().tickets.list({ q }, { limit: 10, after: null }))).toEqual(found)
  })

  it('are narrowed by state, team and owner', async () => {
    const { tickets, settings } = shared()
    const row = await tickets.byNumber(1002)
    const agent = await settings.agent('chen')
    if (!row || !agent) throw new Error('not there')
    await change(row.ticket.id, { type: 'taken', owner: agent.id })
    const list = async (filter: object) => numbers(await tickets.list(filter, { limit: 10, after: null }))
    expect(await list({ owner: 'chen' })).toEqual([1002])
    expect(await list({ owner: agent.id, states: ['open'], team: 'care' })).toEqual([1002])
    expect(await list({ owner: 'nobody' })).toEqual([])
    expect(await list({ states: ['closed'] })).toEqual([])
    expect((await tickets.byNumber(1002))?.owner).toEqual({ id: agent.id, key: 'chen', name: 'Chen' })
    expect(await tickets.byNumber(1)).toBeNull()
  })

  it('have a history with the words in it, and without those that were erased', async () => {
    const { tickets } = shared()
    const row = await tickets.byNumber(1002)
    if (!row) throw new Error('not there')
    const all = await tickets.events(row.ticket.id, { limit: 10, after: null })
    expect(all.rows.map(({ event, name }) => [event.seq, event.change.type, name])).toEqual([
      [1, 'opened', 'Name of bob'],
      [2, 'taken', 'Chen'],
    ])
    expect(all.rows[0]?.event.change).toMatchObject({
      title: { value: 'Broken mug (blue)' },
      fields: [{ name: 'order', value: { value: 'B-42' } }],
    })
    const first = await tickets.events(row.ticket.id, { limit: 1, after: null })
    expect([first.rows.length, first.next]).toEqual([1, 1])
    expect((await tickets.events(row.ticket.id, { limit: 1, after: 1 })).rows.map(({ event }) => event.seq)).toEqual([2])
    await sql`update fact set value = null, salt = null, erased_at = now() where ticket_id = ${row.ticket.id}`.execute(db.kysely)
    expect((await tickets.events(row.ticket.id, { limit: 1, after: null })).rows[0]?.event.change).toMatchObject({ title: { value: null } })
  })

  it('explain themselves with the newest reading and the rule of that time', async () => {
    const { tickets } = shared()
    const row = await tickets.byNumber(1001)
    if (!row?.ticket.opener) throw new Error('not there')
    const understanding: Understanding = { model: 'local-2', matters: [], dropped: 0 }
    const words = { message: 'x', start: 0, end: 1 }
    const claims: Claim[] = [{ about: 'mood', matter: 0, mood: 'angry', confidence: 1, words }]
    const reading = { turn_id: row.ticket.opener.turn, last_message_id: ids.next(), tokens_in: 0, tokens_out: 0, calls: 0 }
    await db.kysely
      .insertInto('reading')
      .values([
        {
          ...reading,
          version: 'old',
          model: 'local-1',
          claims: '[]',
          understanding: JSON.stringify(understanding),
          at: new Date(0),
          tokens_in: 90,
          tokens_out: 10,
          calls: 1,
          cost_micros: 250,
        },
        { ...reading, version: 'new', model: 'local-2', claims: JSON.stringify(claims), understanding: JSON.stringify(understanding) },
      ])
      .execute()
    expect(await tickets.why(row.ticket)).toEqual({
      turns: [
        {
          id: row.ticket.opener.turn,
          at: expect.any(Number),
          messages: [{ id: expect.any(String), text: '我的杯子壞了', at: expect.any(Number) }],
          reading: { model: 'local-2', claims, understanding },
          // That of the older reading too: it was paid for.
          spent: { tokensIn: 90, tokensOut: 10, calls: 1, micros: 250 },
        },
      ],
      rule: desk.routing[0],
      config: 1,
      model: expect.any(String),
    })
  })
})

/** One more change of a ticket, through a turn of its customer. */
async function change(ticket: string, what: TicketChange, more: () => readonly Effect[] = () => []): Promise<void> {
  const agent = await shared().settings.agent('chen')
  const row = await db.kysely
    .selectFrom('ticket as t')
    .innerJoin('conversation as c', 'c.id', 't.conversation_id')
    .innerJoin('room as r', 'r.id', 'c.room_id')
    .select('r.external')
    .where('t.id', '=', ticket)
    .executeTakeFirstOrThrow()
  await say(row.external, 'and?')
  await work(() => [{ do: 'change', ticket, by: { kind: 'agent', id: agent?.id ?? '' }, change: what }, ...more()])
}

describe('conversations', () => {
  it('are found by id, and by name in the client’s own account only', async () => {
    const { talk, tickets } = shared()
    const row = await tickets.byNumber(1001)
    const found = await talk.conversation('ann', API)
    expect(found).toEqual({ id: row?.ticket.conversation, channel: 'api', account: 'main', room: 'ann' })
    expect(await talk.conversation(found?.id ?? '', API)).toEqual(found)
    expect(await talk.conversation('ann', { channel: 'api', account: 'other' })).toBeNull()
    expect(await talk.conversation('care', { channel: 'web', account: 'desk' })).toBeNull()
  })

  it('are told oldest first, with what we said and how sending stands, and never with notes', async () => {
    const { talk, tickets, settings } = shared()
    const [row, agent] = [await tickets.byNumber(1001), await settings.agent('chen')]
    if (!row || !agent) throw new Error('not there')
    const said = { do: 'say', conversation: row.ticket.conversation, ticket: row.ticket.id, guarded: false } as const
    const file = { name: 'a.png', mime: 'image/png', size: 3, blob: 'f'.repeat(64) }
    await change(row.ticket.id, { type: 'taken', owner: agent.id }, () => [
      { ...said, message: ids.next(), kind: 'reply', author: agent.id, text: 'Sorry!', parts: ['Sorry!'], files: [file] },
      {
        ...said,
        message: ids.next(),
        kind: 'rating',
        author: null,
        text: 'How was it?',
        parts: ['How was it?'],
        options: [{ key: '5', label: '5 ★' }],
      },
      { do: 'note', ticket: row.ticket.id, author: agent.id, text: 'secret', event: ids.next() },
    ])
    const all = await talk.messages(row.ticket.conversation, { limit: 10, after: null })
    expect(all.rows.map(({ kind, text, author, state }) => [kind, text, author, state])).toEqual([
      ['customer', '我的杯子壞了', 'Name of ann', null],
      ['customer', 'and?', 'Name of ann', null],
      ['reply', 'Sorry!', 'Chen', 'queued'],
      ['rating', 'How was it?', null, 'queued'],
    ])
    expect([all.rows[2]?.files, all.rows[3]?.options]).toEqual([[file], [{ key: '5', label: '5 ★' }]])
    const first = await talk.messages(row.ticket.conversation, { limit: 1, after: null })
    expect((await talk.messages(row.ticket.conversation, { limit: 9, after: first.next })).rows).toHaveLength(3)
  })
})

describe('needs a person', () => {
  const state = async (table: 'delivery' | 'turn' | 'event' | 'unparsed', id: string) =>
    (await db.kysely.selectFrom(table).select('state').where('id', '=', id).executeTakeFirst())?.state

  it('stands newest first, and is empty once everything was tried again or dropped', async () => {
    const { person } = shared()
    expect((await person.list({ limit: 10, after: null })).rows).toEqual([])
    await say('gus', 'poison')
    await sql`update turn set state = 'quarantined', done_at = now(), why = 'MODEL_UNREACHABLE {}' where state = 'waiting'`.execute(
      db.kysely,
    )
    await sql`update delivery set state = 'failed', reason = 'CHANNEL_REJECTED' where kind = 'text'`.execute(db.kysely)
    await sql`update delivery set state = 'in_doubt', reason = 'crash' where kind = 'menu'`.execute(db.kysely)
    await db.kysely
      .insertInto('unparsed')
      .values({ id: ids.next(), channel: 'slack', account: 'T1', why: 'shape', excerpt: '{"x":1}' })
      .execute()
    await db.kysely
      .insertInto('event')
      .values({ id: ids.next(), line: 'team:x', what: 'action', sender: 'u1', text: '', value: '{}', state: 'quarantined', at: new Date() })
      .execute()
    const all = (await person.list({ limit: 10, after: null })).rows
    expect(all.map(({ kind, state, what, words, why, ticket }) => [kind, state, what, words, why, ticket])).toEqual([
      ['event', 'quarantined', 'action', '', null, null],
      ['unparsed', 'open', '', '{"x":1}', 'shape', null],
      ['turn', 'quarantined', '', 'poison', 'MODEL_UNREACHABLE {}', null],
      ['delivery', 'in_doubt', 'menu', 'How was it?', 'crash', 1001],
      ['delivery', 'failed', 'text', 'Sorry!', 'CHANNEL_REJECTED', 1001],
    ])
    const paged = await person.list({ limit: 2, after: null })
    expect((await person.list({ limit: 2, after: paged.next })).rows.map((item) => item.kind)).toEqual(['turn', 'delivery'])

    const [event, unparsed, turn, doubted, failed] = all.map((item) => item.id)
    // What the customer has said since has a waiting turn of its own, and the retry must not collide with it.
    await say('gus', 'second thoughts')
    expect(await person.settle('turn', turn ?? '', 'retry')).toBe(true)
    expect(await person.settle('delivery', failed ?? '', 'retry')).toBe(true)
    expect(await person.settle('delivery', doubted ?? '', 'drop')).toBe(true)
    expect(await person.settle('event', event ?? '', 'retry')).toBe(true)
    expect(await person.settle('unparsed', unparsed ?? '', 'retry')).toBe(false)
    expect(await person.settle('unparsed', unparsed ?? '', 'drop')).toBe(true)
    expect([
      await state('delivery', failed ?? ''),
      await state('delivery', doubted ?? ''),
      await state('event', event ?? ''),
      await state('unparsed', unparsed ?? ''),
    ]).toEqual(['queued', 'cancelled', 'waiting', 'dropped'])
    expect((await person.list({ limit: 10, after: null })).rows).toEqual([])
    for (const kind of ['turn', 'delivery', 'event', 'unparsed'] as const) expect(await person.settle(kind, turn ?? '', 'drop')).toBe(false)

    const read: string[] = []
    const lines: string[] = []
    for (let i = 0; i < 2; i++)
      await work((item) => {
        lines.push(item.line)
        if (item.item.is === 'turn') read.push(item.item.turn.messages.map((m) => m.text).join(' '))
        return []
      })
    expect([read.join(' '), lines.includes('team:x')]).toEqual(['poison second thoughts', true])
    const can = { idempotent: true, text: { max: 1, unit: 'utf16' } } as never
    const sends = createSendStore({
      db,
      ids,
      owner: 'test',
      draw: () => ({}) as never,
      config: () => ({ version: 1, config: desk }),
      can: () => can,
      langOf: () => 'en',
    })
    expect((await sends.claim(['api'], 10)).map(({ outgoing }) => outgoing.id)).toContain(failed)
  })
})

describe('settings', () => {
  it('count what there is', async () => {
    expect(await shared().settings.settings()).toEqual({
      configAppliedAt: expect.any(Number),
      trained: null,
      corrections: 0,
      training: null,
    })
    expect(await shared().settings.agents()).toMatchObject([{ key: 'chen', teams: ['care'], role: 'agent' }])
    expect(await shared().settings.agent('ghost')).toBeNull()
    expect(await shared().settings.webCustomers()).toEqual([])
  })

  it('name the web’s customers', async () => {
    const customer = ids.next()
    await db.kysely.insertInto('customer').values({ id: customer, name: 'Wen' }).execute()
    await db.kysely.insertInto('identity').values({ channel: 'web', account: 'desk', external: 'c-001', customer_id: customer }).execute()
    expect(await shared().settings.webCustomers()).toEqual([{ id: 'c-001', name: 'Wen', lang: null }])
  })
})

describe('outcomes', () => {
  it('are there once decided', async () => {
    const outcomes = createOutcomes(db)
    const id = ids.next()
    expect(await outcomes.outcome(id)).toBeNull()
    await db.kysely
      .insertInto('event')
      .values({
        id,
        line: 'team:y',
        what: 'command',
        sender: 'u',
        text: '',
        value: '{}',
        at: new Date(),
        outcome: '{"code":"NOT_ALLOWED","facts":{}}',
      })
      .execute()
    expect(await outcomes.outcome(id)).toEqual({ code: 'NOT_ALLOWED', facts: {} })
  })
})

describe('among thousands of tickets', () => {
  const COPIES = 4_000
  beforeAll(async () => {
    const words = sql`case when i % 3 = 0 then array['often'] else array[]::text[] end || case when i % 80 = 0 then array['seldom'] else array[]::text[] end || case when i % 1500 = 0 then array['rarely'] else array[]::text[] end || array['all']`
    await sql`
      insert into ticket (id, number, seq, conversation_id, customer_id, state, team, category, priority, fold, search, head)
      select replace(t.id, left(t.id, 8), 'ffff' || lpad(to_hex(i), 4, '0')), 10000 + i, t.seq, t.conversation_id, t.customer_id, 'open', t.team, t.category, t.priority,
        replace(replace(t.fold, t.id, replace(t.id, left(t.id, 8), 'ffff' || lpad(to_hex(i), 4, '0'))), '"number":1001', '"number":' || 10000 + i), array_to_tsvector(${words}), t.head
      from ticket t, generate_series(1, ${sql.lit(COPIES)}) i where t.number = 1001`.execute(db.kysely)
  })

  it.each([
    ['all', 1, {}],
    ['often', 3, {}],
    ['often all', 3, { states: ['open'] }],
    ['seldom', 80, {}],
    ['rarely', 1500, {}],
    ['rarely often', 1500, {}],
    ['never', 5000, {}],
  ] as const)('those with “%s” come newest first, page after page', async (q, nth, filter) => {
    const { tickets } = shared()
    const newest = Array.from({ length: Math.floor(COPIES / nth) }, (_, i) => 10_000 + (Math.floor(COPIES / nth) - i) * nth)
    const first = await tickets.list({ q, ...filter }, { limit: 20, after: null })
    expect(first.rows.map(({ ticket }) => ticket.number)).toEqual(newest.slice(0, 20))
    const second = first.next === null ? [] : (await tickets.list({ q, ...filter }, { limit: 20, after: first.next })).rows
    expect(second.map(({ ticket }) => ticket.number)).toEqual(newest.slice(20, 40))
  })
})
