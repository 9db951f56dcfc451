import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, it } from 'vitest'
import { chen, hex, startRest, ticketRow } from './rest.rig.ts'

const bodyOf = async (answer: Response | Promise<Response>) =>
  (await (await answer).json()) as Record<string, unknown> & { code?: string; tickets?: { number: string }[]; next?: string | null }

describe('who may use /v1', () => {
  it('answers a wrong token with a problem in the reader’s language, and does nothing', async () => {
    const { ask, heard } = startRest()
    const answer = await ask(
      'POST',
      '/v1/tickets/1001/commands',
      { as: 'chen', command: 'take' },
      { authorization: 'Bearer wrong', 'accept-language': 'zh-CN' },
    )
    expect([answer.status, answer.headers.get('content-type')]).toEqual([401, 'application/problem+json'])
    expect(await bodyOf(answer)).toMatchObject({ code: 'NOT_SIGNED_IN', title: '请先登录' })
    expect(heard).toEqual([])
  })

  it('shows everybody what there is, and nobody anything else', async () => {
    const { router } = startRest()
    expect((await router.request('/v1/openapi.json', { headers: { host: 'desk.example' } })).status).toBe(200)
    for (const path of ['/v1/tickets', '/v1/person', '/v1/settings', '/v1/playground', '/v1/messages?conversation=x', '/v1/nothing'])
      expect((await router.request(path, { headers: { host: 'desk.example' } })).status, path).toBe(401)
  })
})

describe('tickets', () => {
  it('are listed newest first, and a page stays right when tickets come in between', async () => {
    const { ask, rows } = startRest()
    const first = await bodyOf(ask('GET', '/v1/tickets?limit=2'))
    expect(first.tickets?.map((t) => t.number)).toEqual(['T-1003', 'T-1002'])
    rows.push(ticketRow(1004))
    const second = await bodyOf(ask('GET', `/v1/tickets?limit=2&cursor=${first.next}`))
    expect([second.tickets?.map((t) => t.number), second.next]).toEqual([['T-1001'], null])
  })

  it('carry what a person needs, with what is still missing', async () => {
    const { ask, rows } = startRest()
    rows[0] = ticketRow(1001, { owner: chen.id, state: 'open' })
    expect(await bodyOf(ask('GET', '/v1/tickets/t-1001', undefined, { 'accept-language': 'zh-TW' }))).toEqual({
      number: 'T-1001',
      state: 'open',
      title: 'Broken mug 1001',
      summary: 'The mug came broken.',
      category: 'after-sales/quality',
      priority: 'P3',
      mood: 'unhappy',
      team: 'after-sales',
      owner: { id: chen.id, key: 'chen', name: 'Chen' },
      customer: { id: hex(60), name: 'Ann', level: null },
      fields: [],
      missing: ['order'],
      promises: [{ kind: 'first-response', state: 'running', due: '2026-11-20T08:31:00.000Z' }],
      tags: [],
      createdAt: '2026-11-20T08:30:00.000Z',
      confidence: 0.9,
      priorityWhy: { code: 'category', text: expect.any(String) },
      labels: {
        category: { en: 'Quality', 'zh-CN': 'Quality（简）', 'zh-TW': 'Quality（繁）' },
        fields: { order: expect.objectContaining({ en: expect.any(String) }) },
        values: {},
      },
      conversation: hex(50),
      room: { channel: 'api', id: 'ann' },
    })
  })

  it.each(['T-9999', '9999', 'abc', '1e3', '%00', '99999999999999999999'])('named %s do not exist', async (number) => {
    const { ask } = startRest()
    expect(await bodyOf(ask('GET', `/v1/tickets/${number}`))).toMatchObject({ status: 404, code: 'TICKET_NOT_FOUND' })
  })

  it.each(['state=lost', 'limit=0', 'limit=201', 'limit=x', 'cursor=1', 'cursor=%00', 'team=%00', `owner=${'x'.repeat(300)}`])(
    'are not listed for %s',
    async (query) => {
      const { ask } = startRest()
      expect(await bodyOf(ask('GET', `/v1/tickets?${query}`))).toMatchObject({ status: 400, code: 'INPUT_INVALID' })
    },
  )

  it('are not narrowed by what is left empty', async () => {
    const { ask } = startRest()
    const all = await bodyOf(ask('GET', '/v1/tickets?state=&team=&owner=&q=&limit=&cursor='))
    expect(all.tickets).toHaveLength(3)
    expect(await bodyOf(ask('GET', '/v1/tickets/1001/events?limit=&cursor='))).toMatchObject({ events: [], next: null })
  })

  it('tell their history in the reader’s language', async () => {
    const { ask, history } = startRest()
    history.push(
      {
        ticket: hex(1001),
        seq: 1,
        at: 0,
        by: { kind: 'agent', id: chen.id },
        config: 3,
        model: '',
        change: { type: 'taken', owner: chen.id },
      },
      {
        ticket: hex(1001),
        seq: 2,
        at: 0,
        by: { kind: 'desk' },
        config: 3,
        model: '',
        change: { type: 'field-set', fields: [{ name: 'order', value: { fact: hex(1), value: null }, words: null, evidence: null }] },
      },
    )
    const answer = await bodyOf(ask('GET', '/v1/tickets/1001/events?limit=1', undefined, { 'accept-language': 'zh-CN' }))
    expect(answer).toMatchObject({ events: [{ seq: 1, by: { kind: 'agent', name: 'Chen' }, type: 'taken', text: 'Chen 接单' }], next: '1' })
    expect(await bodyOf(ask('GET', '/v1/tickets/1001/events?cursor=1'))).toMatchObject({
      events: [{ seq: 2, by: { kind: 'desk', name: 'the desk' }, text: 'Noted order number (erased)' }],
      next: null,
    })
  })

  it('explain themselves: the claims that held, those that did not, and the rule', async () => {
    const { ask } = startRest()
    expect(await bodyOf(ask('GET', '/v1/tickets/1001/why'))).toMatchObject({
      ticket: 'T-1001',
      turns: [
        {
          model: 'local-1',
          spent: { tokensIn: 900, tokensOut: 60, calls: 1, cost: null, currency: null },
          claims: [
            { about: 'category', text: 'Quality', kept: true, start: 3, end: 16 },
            { about: 'mood', text: 'angry', kept: false },
          ],
        },
      ],
      rule: { name: 'quality', text: 'category is after-sales/* → After-sales' },
      config: 3,
    })
  })

  it('begin as a message of the customer', async () => {
    const { ask, said } = startRest()
    const answer = await ask('POST', '/v1/tickets', {
      customer: { id: 'c1', name: 'Ann' },
      title: 'Mug',
      text: 'It is broken',
      category: 'other',
      id: 'x1',
    })
    expect([answer.status, await answer.json()]).toEqual([202, { message: hex(80), conversation: hex(50) }])
    expect(said).toEqual([{ customer: { id: 'c1', name: 'Ann' }, id: 'x1', text: 'Mug\nIt is broken', wishes: { category: 'other' } }])
    expect(await bodyOf(ask('POST', '/v1/tickets', { customer: { id: 'c1' }, text: 'x', category: 'nope' }))).toMatchObject({
      status: 422,
      code: 'CATEGORY_NOT_FOUND',
    })
  })
})

describe('commands', () => {
  const take = { as: 'chen', command: 'take', args: { text: 'a\0b', n: 5 } }

  it('are events of the agent on the desk’s own room, answered with the ticket', async () => {
    const { ask, heard } = startRest()
    const answer = await ask('POST', '/v1/tickets/T-1001/commands', take)
    expect([answer.status, (await bodyOf(answer))['number']]).toEqual([200, 'T-1001'])
    expect(heard).toMatchObject([
      {
        channel: 'api',
        account: 'desk',
        room: { id: 'commands' },
        from: { id: chen.id },
        what: 'command',
        value: { action: 'take', ticket: hex(1001), input: { text: 'a\uFFFDb', n: '5' } },
        raw: { as: 'chen', entry: 'token', command: 'take' },
      },
    ])
  })

  it.each([
    ['TICKET_ALREADY_TAKEN', 409],
    ['NOT_ALLOWED', 403],
    ['COMMAND_UNKNOWN', 422],
  ] as const)('refused with %s are a problem with its status', async (code, status) => {
    const { ask } = startRest(() => ({ code, facts: { agent: 'Bo' } }))
    expect(await bodyOf(ask('POST', '/v1/tickets/1001/commands', take))).toMatchObject({ status, code, facts: { agent: 'Bo' } })
  })

  it('that take long are answered with their event', async () => {
    const { ask } = startRest(() => null)
    const answer = await ask('POST', '/v1/tickets/1001/commands', take)
    expect([answer.status, await answer.json()]).toEqual([202, { event: expect.stringMatching(/^[0-9a-f]{32}$/) }])
  })

  it('are answered as soon as their outcome is told', async () => {
    const told: ((id: string) => void)[] = []
    const listen = (_: string, hear: (id: string) => void) => {
      told.push(hear)
      return () => undefined
    }
    const rig = startRest(() => null, { waitMs: 5_000, bell: { ring: () => undefined, listen } })
    const begun = performance.now()
    const answer = rig.ask('POST', '/v1/tickets/1001/commands', take)
    await expect.poll(() => rig.heard.length).toBe(1)
    const event = hex(5_002)
    rig.outcomes.set(event, { code: 'done', facts: {} })
    for (const hear of told) hear(event)
    expect((await answer).status).toBe(200)
    expect(performance.now() - begun).toBeLessThan(1_000)
  })

  it.each([
    ['an agent nobody knows', '/v1/tickets/1001/commands', { ...take, as: 'ghost' }, 404, 'AGENT_NOT_FOUND'],
    ['a ticket nobody knows', '/v1/tickets/1/commands', take, 404, 'TICKET_NOT_FOUND'],
    ['malformed JSON', '/v1/tickets/1001/commands', '{"as":', 400, 'INPUT_INVALID'],
    ['no command', '/v1/tickets/1001/commands', { as: 'chen' }, 400, 'INPUT_INVALID'],
    ['nested arguments', '/v1/tickets/1001/commands', { ...take, args: { a: {} } }, 400, 'INPUT_INVALID'],
    [
      'more than a megabyte',
      '/v1/tickets/1001/commands',
      JSON.stringify({ ...take, args: { text: 'x'.repeat(1_100_000) } }),
      413,
      'INPUT_TOO_LARGE',
    ],
  ])('with %s commit nothing', async (_, path, body, status, code) => {
    const { ask, heard } = startRest()
    expect(await bodyOf(ask('POST', path, body))).toMatchObject({ status, code })
    expect(heard).toEqual([])
  })
})

describe('the rest of /v1', () => {
  it('lists a conversation, and says when there is none', async () => {
    const { ask } = startRest()
    expect(await bodyOf(ask('GET', `/v1/messages?conversation=${hex(50)}`))).toEqual({
      messages: [
        { id: hex(71), kind: 'customer', text: 'hi', at: '2026-11-20T08:30:00.000Z', author: 'Ann' },
        { id: hex(72), kind: 'reply', text: 'hello', at: '2026-11-20T08:30:00.000Z', author: 'Chen', state: 'sent' },
      ],
      next: null,
    })
    expect(await bodyOf(ask('GET', '/v1/messages?conversation=nope'))).toMatchObject({ status: 404, code: 'CONVERSATION_NOT_FOUND' })
  })

  it('shows what needs a person in words, and rings for what is tried again', async () => {
    const { ask, items, rung } = startRest()
    items.push(
      {
        id: hex(1),
        kind: 'delivery',
        at: 0,
        state: 'failed',
        channel: 'slack',
        what: 'text',
        words: 'Hello',
        why: 'CHANNEL_REJECTED',
        ticket: 1001,
      },
      {
        id: hex(2),
        kind: 'turn',
        at: 0,
        state: 'quarantined',
        channel: 'web',
        what: '',
        words: 'hi',
        why: 'MODEL_UNREACHABLE {"x":1}',
        ticket: null,
      },
    )
    expect(await bodyOf(ask('GET', '/v1/person'))).toMatchObject({
      items: [
        {
          id: hex(2),
          what: 'What a customer said: hi',
          why: 'It failed too often, or the desk kept ending while it was in hand. The model did not answer.',
        },
        { id: hex(1), what: 'A message to slack: Hello', why: 'It failed. The platform refused.', ticket: 'T-1001' },
      ],
      next: null,
    })
    expect((await ask('POST', `/v1/person/delivery/${hex(1)}`, { do: 'retry' })).status).toBe(200)
    expect(rung).toContain('send')
    expect(await bodyOf(ask('POST', `/v1/person/delivery/${hex(9)}`, { do: 'drop' }))).toMatchObject({ status: 404 })
    expect((await ask('POST', `/v1/person/nothing/${hex(9)}`, { do: 'drop' })).status).toBe(400)
  })

  it('shows and renews the settings', async () => {
    const { ask, rung } = startRest()
    expect(await bodyOf(ask('GET', '/v1/settings'))).toEqual({
      config: { version: 3, appliedAt: '2026-11-20T08:30:00.000Z' },
      model: {
        version: 'local-1',
        accuracy: null,
        examples: 0,
        trainedAt: null,
        training: { at: '2026-11-20T08:30:00.000Z', accuracy: 0.81, inUse: 0.9, learned: 23, used: false },
      },
      teams: 1,
      agents: 1,
      categories: 2,
      corrections: 4,
    })
    expect([(await ask('POST', '/v1/settings/retrain', {})).status, rung]).toEqual([202, ['retrain']])
    expect(await bodyOf(ask('POST', '/v1/settings/reload', {}))).toEqual({ version: 4 })
  })

  it('tells what a customer is to the shop, and changes it', async () => {
    const { ask, rung } = startRest()
    const ann = { id: hex(60), name: 'Ann', level: null, identities: [] }
    expect(await bodyOf(ask('GET', '/v1/customers?channel=api&identity=ann'))).toEqual({ customers: [ann] })
    expect(await bodyOf(ask('GET', '/v1/customers?channel=api&identity=nobody'))).toEqual({ customers: [] })
    expect(await bodyOf(ask('GET', `/v1/customers/${hex(60)}`))).toEqual(ann)
    expect(await bodyOf(ask('PATCH', `/v1/customers/${hex(60)}`, { level: 'vip' }))).toEqual({ ...ann, level: 'vip' })
    expect(rung).toContain('redraw')
    expect(await bodyOf(ask('PATCH', `/v1/customers/${hex(60)}`, { level: null }))).toEqual(ann)
    expect(await bodyOf(ask('PATCH', `/v1/customers/${hex(60)}`, { level: 'emperor' }))).toMatchObject({
      status: 422,
      code: 'LEVEL_NOT_FOUND',
    })
    for (const [method, body] of [
      ['GET', undefined],
      ['PATCH', { level: 'vip' }],
    ] as const)
      expect((await ask(method, `/v1/customers/${hex(61)}`, body)).status).toBe(404)
    expect((await ask('PATCH', `/v1/customers/${hex(60)}`, {})).status).toBe(400)
  })

  it('lists the categories, which cards leave out', async () => {
    const { ask } = startRest()
    const { categories } = (await bodyOf(ask('GET', '/v1/categories'))) as unknown as { categories: { key: string }[] }
    expect([categories.length, categories[0]]).toEqual([
      2,
      { key: 'after-sales/quality', labels: { en: 'Quality', 'zh-CN': 'Quality（简）', 'zh-TW': 'Quality（繁）' } },
    ])
  })

  it('lets nobody play with a desk that is no playground', async () => {
    const { ask } = startRest()
    expect(await bodyOf(ask('GET', '/v1/playground'))).toMatchObject({
      open: false,
      managerRoom: 'managers',
      teams: [{ key: 'after-sales', room: 'after-sales' }],
      customers: [],
      seeded: false,
    })
    for (const path of ['seed', 'reset', 'customers']) expect((await ask('POST', `/v1/playground/${path}`, {})).status).toBe(404)
  })

  it('plays where it may', async () => {
    const playground = {
      seed: async () => ({ customers: 3 }),
      reset: async () => undefined,
      addCustomer: async (customer: { name: string; lang: 'en' | 'zh-CN' | 'zh-TW' }) => ({ id: 'c9', ...customer }),
    }
    const { ask, router } = startRest(undefined, { playground })
    expect(await bodyOf(router.request('http://localhost/v1/playground', { headers: { host: 'localhost' } }))).toMatchObject({
      open: true,
      customers: [{ id: 'cust-ann', name: 'Ann', lang: 'en' }],
      seeded: true,
    })
    expect(await bodyOf(ask('POST', '/v1/playground/seed', {}))).toEqual({ customers: 3 })
    expect(await bodyOf(ask('POST', '/v1/playground/reset', {}))).toEqual({ reset: true })
    expect(await bodyOf(ask('POST', '/v1/playground/customers', { name: ' Bo ', lang: 'zh-TW' }))).toEqual({
      id: 'c9',
      name: 'Bo',
      lang: 'zh-TW',
    })
    expect((await ask('POST', '/v1/playground/customers', { name: ' ', lang: 'zh-TW' })).status).toBe(400)
  })

  it('describes every route in a valid OpenAPI document', async () => {
    const playground = {
      seed: async () => ({ customers: 3 }),
      reset: async () => undefined,
      addCustomer: async () => ({ id: 'c9', name: 'x', lang: 'en' as const }),
    }
    const { ask, rest } = startRest(undefined, { playground })
    const document = await bodyOf(ask('GET', '/v1/openapi.json'))
    const { valid, errors } = await new Validator().validate(structuredClone(document))
    expect(errors ?? []).toEqual([])
    expect([valid, document['openapi'], document['security']]).toEqual([true, '3.1.0', [{ bearer: [] }]])
    const paths = document['paths'] as Record<string, Record<string, { responses: Record<string, { content?: object }> }>>
    const routes = rest.routes.filter(({ method, path }) => method !== 'ALL' && path !== '/v1/openapi.json')
    expect(routes.length).toBeGreaterThan(14)
    for (const { method, path } of routes) {
      const described = paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]
      expect(Object.keys(described?.responses['401']?.content ?? {}), `${method} ${path}`).toEqual(['application/problem+json'])
    }
  })
})

describe('health', () => {
  it('is told to anybody', async () => {
    const { router } = startRest()
    const ask = (path: string) => router.request(path, { headers: { host: 'desk.example' } })
    expect(await (await ask('/healthz')).json()).toEqual({ ok: true })
    expect((await ask('/readyz')).status).toBe(200)
    expect(await (await ask('/metrics')).text()).toBe('up 1\n')
  })
})
