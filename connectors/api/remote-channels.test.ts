import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, it } from 'vitest'
import type { Card } from '../../bot/cards/card.ts'
import type { InboundEvent, Outgoing } from '../../bot/ports/channel.ts'
import { createAccess } from '../../kit/http/access.ts'
import { createRouter } from '../../kit/http/create-router.ts'
import { createLog } from '../../kit/log.ts'
import { createTokens } from '../../kit/tokens.ts'
import { createMemoryBlobs } from '../../testing/fakes/memory-blobs.ts'
import { createMemoryLends } from '../../testing/fakes/memory-lends.ts'
import { createRemoteChannels } from './remote-channels.ts'
import { createApiRoutes } from './routes.ts'

const hex = (n: number) => n.toString(16).padStart(32, '0')
const text = (n: number): Outgoing => ({
  id: hex(n),
  room: { id: hex(900), channel: 'my-chat', account: 'main', external: 'ann', thread: null },
  kind: 'text',
  text: `text ${n}`,
})

/** A remote channel `my-chat` to which this is due. */
function start(...outs: readonly Outgoing[]) {
  const lends = createMemoryLends('my-chat')
  lends.due.push(...outs)
  const rung: string[] = []
  const heard: InboundEvent[] = []
  const remote = createRemoteChannels({
    intake: async ({ events }) => {
      heard.push(...events)
      return events.map((_, i) => ({ event: hex(i), taken: 'new' as const, message: hex(i), conversation: hex(5) }))
    },
    lends,
    bell: { ring: (work) => void rung.push(work) },
    blobs: createMemoryBlobs(),
    builtIn: ['slack', 'web', 'api'],
    lookMs: 10,
  })
  const access = createAccess({
    settings: { host: '127.0.0.1', publicUrl: null },
    apiToken: 'a-token-of-tests',
    tokens: createTokens('a-secret-of-tests'),
    wordLogin: () => ({}) as never,
  })
  const router = createRouter({ log: createLog({ level: 'silent' }), word: (code) => ({ title: code, detail: '' }) })
  router.route('/', createApiRoutes({ say: async () => ({ message: '', conversation: '' }), remote, token: access.token }))
  const ask = async (method: string, path: string, body?: unknown, token = 'a-token-of-tests') => {
    const answer = await router.request(`/v1/channels/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return {
      status: answer.status,
      json: answer.status === 204 ? {} : ((await answer.json()) as { code?: string; deliveries?: { id: string }[] }),
    }
  }
  const poll = async (query = 'wait=0') => ((await ask('GET', `my-chat/deliveries?${query}`)).json.deliveries ?? []).map((each) => each.id)
  const tell = (id: string, outcome: unknown = { sent: {} }) => ask('POST', `my-chat/deliveries/${id}/outcome`, outcome)
  return {
    routes: createApiRoutes({ say: async () => ({ message: '', conversation: '' }), remote, token: access.token }),
    ask,
    poll,
    tell,
    lends,
    rung,
    heard,
    remote,
  }
}

describe('what a remote channel hears', () => {
  it('becomes events of its own name, whatever it says', async () => {
    const { ask, heard } = start()
    const event = {
      channel: 'slack',
      key: 'k1',
      at: '2026-11-20T08:30:00Z',
      room: { id: 'ann' },
      from: { id: 'ann', name: 'Ann' },
      text: 'a\0b',
      value: { choice: 'x\0' },
    }
    const answer = await ask('POST', 'my-chat/events', { events: [event] })
    expect([answer.status, answer.json]).toEqual([
      200,
      { answers: [{ event: hex(0), taken: 'new', message: hex(0), conversation: hex(5) }] },
    ])
    expect(heard).toMatchObject([
      {
        channel: 'my-chat',
        account: 'main',
        key: 'k1',
        at: Date.UTC(2026, 10, 20, 8, 30),
        what: 'message',
        text: 'a\uFFFDb',
        value: { choice: 'x\uFFFD' },
      },
    ])
  })

  it.each(['slack', 'api', 'My-chat', 'a', '-ab', 'a'.repeat(32), 'a%2Fb'])('is refused under the name %s', async (name) => {
    const { ask, heard } = start()
    const answer = await ask('POST', `${name}/events`, { events: [{ key: 'k', room: { id: 'r' }, from: { id: 'f' } }] })
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(heard).toEqual([])
  })

  it.each([
    ['no events', { events: [] }],
    ['too many', { events: Array.from({ length: 65 }, (_, i) => ({ key: `${i}`, room: { id: 'r' }, from: { id: 'f' } })) }],
    ['no key', { events: [{ room: { id: 'r' }, from: { id: 'f' } }] }],
    ['an unstorable key', { events: [{ key: 'a\0', room: { id: 'r' }, from: { id: 'f' } }] }],
    ['an unknown kind', { events: [{ key: 'a', what: 'dance', room: { id: 'r' }, from: { id: 'f' } }] }],
    [
      'a file that is not here',
      { events: [{ key: 'a', room: { id: 'r' }, from: { id: 'f' }, files: [{ ref: 'f'.repeat(64), name: 'a', mime: 'a/b', size: 1 }] }] },
    ],
  ])('is refused with %s', async (_, body) => {
    const { ask, heard } = start()
    expect((await ask('POST', 'my-chat/events', body)).status).toBe(400)
    expect(heard).toEqual([])
  })

  it('needs the token', async () => {
    const { ask } = start()
    for (const [method, path] of [
      ['POST', 'my-chat/events'],
      ['GET', 'my-chat/deliveries'],
      ['POST', `my-chat/deliveries/${hex(1)}/outcome`],
    ] as const)
      expect((await ask(method, path, method === 'POST' ? {} : undefined, 'wrong')).status).toBe(401)
  })
})

describe('what a remote channel is to send', () => {
  it('is lent in order, and what came of it is kept', async () => {
    const { poll, tell, lends, rung } = start(text(1), text(2), text(3))
    expect(await poll()).toEqual([hex(1), hex(2), hex(3)])
    expect((await tell(hex(1), { sent: { ref: 'p1' } })).status).toBe(204)
    await tell(hex(3), { refused: 'CHANNEL_REJECTED' })
    await tell(hex(2), { unknown: true })
    expect(lends.told).toEqual([
      { id: hex(1), outcome: { sent: { ref: 'p1' } } },
      { id: hex(3), outcome: { refused: 'CHANNEL_REJECTED' } },
      { id: hex(2), outcome: { unknown: true } },
    ])
    expect(rung).toContain('send')
  })

  it('is waited for, and the wait ends when there is something', async () => {
    const { poll, lends } = start()
    const waiting = poll('wait=20')
    setTimeout(() => lends.due.push(text(1)), 30)
    expect(await waiting).toEqual([hex(1)])
  })

  it('is no longer waited for when the desk stops', async () => {
    const { poll, remote } = start()
    const waiting = poll('wait=20')
    setTimeout(() => void remote.close(), 20)
    expect(await waiting).toEqual([])
  })

  it('is told twice without harm, and unknown ids are not taken', async () => {
    const { poll, tell, lends } = start(text(1))
    await poll()
    for (const _ of [1, 2]) expect((await tell(hex(1))).status).toBe(204)
    expect(lends.told).toHaveLength(1)
    expect((await tell(hex(99))).json.code).toBe('MESSAGE_NOT_FOUND')
    expect((await tell(hex(1), { sent: {}, unknown: true })).status).toBe(400)
  })

  it('may be a card to draw anew, as data', async () => {
    const { ask, tell, lends } = start()
    const card = { kind: 'ticket', ticket: hex(7), number: 1001, version: 2, title: 'Mug' } as Card
    const { thread: _, ...room } = text(8).room
    lends.due.push({ id: hex(8), room: { ...room, thread: null }, kind: 'redraw', card, worded: {}, ref: 'p8' })
    expect((await ask('GET', 'my-chat/deliveries?wait=0')).json.deliveries).toEqual([
      { id: hex(8), kind: 'redraw', room: { channel: 'my-chat', account: 'main', id: 'ann', thread: null }, card, ref: 'p8' },
    ])
    await tell(hex(8))
    expect(lends.told).toEqual([{ id: hex(8), outcome: { sent: { ref: hex(8) } } }])
  })
})

describe('the routes', () => {
  it('describe themselves in a valid OpenAPI document, every one', async () => {
    const { routes } = start()
    const document = JSON.parse(JSON.stringify(routes.getOpenAPI31Document({ openapi: '3.1.0', info: { title: 'x', version: '1' } })))
    const { valid, errors } = await new Validator().validate(structuredClone(document))
    expect([valid, errors ?? []]).toEqual([true, []])
    const served = routes.routes
      .filter(({ path, method }) => method !== 'ALL' && !path.endsWith('*'))
      .map(({ path }) => path.replaceAll(/:(\w+)/g, '{$1}'))
    expect(Object.keys(document.paths).sort()).toEqual([...new Set(served)].sort())
  })
})
