import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { InboundEvent, Outgoing } from '../../bot/ports/channel.ts'
import { startWebDesk, type WebDesk } from '../../testing/doubles/web-browser.ts'
import { pressOf } from './press-token.ts'
import { type Place, visitorOf } from './rooms-access.ts'

const room = { id: 'r1', channel: 'web', account: 'desk', external: 'team-a', thread: null }
const text = (id: string, words: string, thread: string | null = null): Outgoing => ({
  id,
  room: { ...room, thread },
  kind: 'text',
  text: words,
})
const whisper = (id: string, to: string): Outgoing => ({ id, room, kind: 'whisper', text: id, to })

async function opened(desk: WebDesk) {
  await desk.channel.open(async ({ events }) => events.map(() => ({ event: 'e1', taken: 'new', message: null, conversation: null })))
  return desk
}

describe('reading a room', () => {
  async function filled() {
    const desk = startWebDesk()
    for (const out of [text('a', 'one'), whisper('w1', 'lin'), text('b', 'in thread', 'a'), whisper('w2', 'wang'), text('c', 'two')])
      await desk.channel.send(out)
    return desk
  }
  const ids = ({ posts }: { posts: readonly { id: string }[] }) => posts.map(({ id }) => id)

  it('shows its posts without threads, and whispers to their reader only', async () => {
    const desk = await filled()
    expect(ids(await desk.posts('team-a', 'lin'))).toEqual(['a', 'w1', 'c'])
    expect(ids(await desk.posts('team-a', 'wang'))).toEqual(['a', 'w2', 'c'])
    expect(ids(await desk.posts('team-a', 'lin', { thread: 'a' }))).toEqual(['b'])
  })

  it('answers the rev to ask after next, also when the newest post is not among the answers', async () => {
    const desk = await filled()
    expect((await desk.posts('team-a', 'lin', { thread: 'a' })).rev).toBe(5)
    expect(await desk.posts('team-a', 'lin', { after: 5 })).toEqual({ posts: [], rev: 5 })
    await desk.channel.send(text('d', 'three', 'a'))
    expect(await desk.posts('team-a', 'lin', { after: 5 })).toEqual({ posts: [], rev: 6 })
    expect(ids(await desk.posts('team-a', 'lin', { after: 5, thread: 'a' }))).toEqual(['d'])
  })

  it('answers a smaller rev when the room was emptied', async () => {
    expect(await startWebDesk().posts('team-a', 'lin', { after: 9 })).toEqual({ posts: [], rev: 0 })
  })

  it('pages on without losing anything, although pages are full of what others whisper', async () => {
    const desk = startWebDesk()
    for (let i = 0; i < 30; i++) await desk.channel.send(i % 3 === 0 ? text(`t${i}`, 'x') : whisper(`w${i}`, i % 3 === 1 ? 'lin' : 'wang'))
    const seen: string[] = []
    let rev = 0
    for (let rounds = 0; rounds < 30; rounds++) {
      const page = await desk.posts('team-a', 'lin', { after: rev, limit: 4 })
      seen.push(...ids(page))
      rev = page.rev
      // What console/pages/live/feed.ts does: a page that is not full is the last.
      if (page.posts.length < 4) break
    }
    expect(seen).toEqual(
      Array.from({ length: 30 }, (_, i) => i)
        .filter((i) => i % 3 < 2)
        .map((i) => (i % 3 === 0 ? `t${i}` : `w${i}`)),
    )
    expect(rev).toBe(30)
  })

  it('shows the newest posts, at most as many as asked for and never more than 200', async () => {
    const desk = startWebDesk()
    await Promise.all(Array.from({ length: 230 }, (_, i) => desk.channel.send(text(`t${i}`, 'x'))))
    expect(ids(await desk.posts('team-a', 'lin', { limit: 2 }))).toEqual(['t228', 't229'])
    expect((await desk.posts('team-a', 'lin')).posts).toHaveLength(200)
    for (const limit of [0, 201, -1, 1.5, 'x']) expect((await desk.get(`/web/rooms/team-a/posts?as=lin&limit=${limit}`)).status).toBe(400)
  })
})

describe('who may use a room', () => {
  it('is asked for every room and person, and nothing happens without a yes', async () => {
    const asked: (Place | null)[] = []
    const told: string[] = []
    const desk = await opened(
      startWebDesk({
        mayUse: async (_, place) => {
          asked.push(place)
          return false
        },
      }),
    )
    desk.options.bell.listen('web-typing', (id) => told.push(id))
    await desk.channel.send({ id: 'card', room, kind: 'card', card: { ...CARD }, worded: {}, ref: null })
    const [post] = await desk.options.board.latest('team-a', 1)
    const token = pressOf('take', String(post?.body['seal']))
    const answers = [
      await desk.get('/web/rooms/team-a/posts?as=lin'),
      await desk.post('/web/rooms/team-a/messages', { id: 'm', as: 'lin', text: 'hi' }),
      await desk.post('/web/actions', { id: 'p', as: 'lin', token }),
      await desk.post('/web/typing', { room: 'team-a', as: 'lin' }),
      await desk.get('/web/stream?rooms=team-a,team-b&as=lin'),
      await desk.upload('a.txt', new Uint8Array(3)),
      await desk.get(`/web/files/${'0'.repeat(64)}`),
    ]
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 403))
    const lin = { room: 'team-a', as: 'lin' }
    expect(asked).toEqual([lin, lin, lin, { ...lin, typing: true }, lin, null, null])
    expect(await desk.options.board.latest('team-a', 9)).toHaveLength(1)
    expect(told).toEqual([])
  })

  it('is asked for each room of a stream', async () => {
    const desk = startWebDesk({ mayUse: async (_, place) => place?.room !== 'team-b' })
    expect((await desk.get('/web/stream?rooms=team-a,team-b&as=lin')).status).toBe(403)
  })

  it('is nobody on another page of the web, whatever cookie the browser brings', async () => {
    const desk = await opened(startWebDesk())
    const message = { id: 'm', as: 'lin', text: 'hi' }
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'http://evil.example', host: 'localhost:3000' },
    ]) {
      expect((await desk.post('/web/rooms/team-a/messages', message, headers as Record<string, string>)).status).toBe(403)
    }
    expect((await desk.post('/web/rooms/team-a/messages', message, { 'sec-fetch-site': 'same-origin' })).status).toBe(202)
  })
})

describe('a visitor', () => {
  const cookieOf = (answer: Response) => answer.headers.get('set-cookie') ?? ''

  it('gets a room of their own, kept by a cookie no script can read', async () => {
    const desk = startWebDesk({ publicUrl: 'https://desk.example' })
    const first = await desk.post('/web/session', {}, { 'sec-fetch-site': 'same-origin' })
    const place = (await first.json()) as Place
    expect(place.room).toMatch(/^c-[0-9a-f]{32}$/)
    expect(place.as).toBe(place.room)
    expect(cookieOf(first)).toMatch(/HttpOnly; Secure; SameSite=Lax$/)
    const again = await desk.post('/web/session', {}, { cookie: cookieOf(first).split(';')[0] ?? '' })
    expect(await again.json()).toEqual(place)
    expect(await (await desk.post('/web/session', {})).json()).not.toEqual(place)
  })

  it('is told the desk’s name, and says their own with what they write', async () => {
    const heard: InboundEvent[] = []
    const desk = startWebDesk({ name: () => ({ en: 'Goodfinds' }) })
    await desk.channel.open(async ({ events }) => {
      heard.push(...events)
      return events.map(() => ({ event: 'e1', taken: 'new', message: null, conversation: null }))
    })
    const { room, name } = (await (await desk.post('/web/session', {})).json()) as Place & { name: object }
    expect(name).toEqual({ en: 'Goodfinds' })
    const said = { id: 'm1', as: room, text: 'hi', name: ' Ann ', lang: 'zh-TW' }
    expect((await desk.post(`/web/rooms/${room}/messages`, said)).status).toBe(202)
    expect(heard[0]?.from).toEqual({ id: room, name: 'Ann', lang: 'zh-TW' })
    for (const bad of [{ name: '' }, { name: 'x'.repeat(61) }, { lang: 'xx' }])
      expect((await desk.post(`/web/rooms/${room}/messages`, { ...said, id: 'm2', ...bad })).status, JSON.stringify(bad)).toBe(400)
  })

  it('is not who knows the name of the room, nor who brings a cookie of another kind', async () => {
    const clock = { now: 1_000_000 }
    const desk: WebDesk = startWebDesk({
      now: () => clock.now,
      mayUse: async (c, place) => visitorOf(c, desk.tokens, clock.now) === place?.room,
    })
    const answer = await desk.post('/web/session', {})
    const { room: own } = (await answer.json()) as Place
    const status = async (cookie: string) => (await desk.get(`/web/rooms/${own}/posts?as=${own}`, { cookie })).status
    const cookie = cookieOf(answer).split(';')[0] ?? ''
    expect(await status(cookie)).toBe(200)
    for (const other of [
      own,
      `chat:${own}`,
      desk.tokens.signCookie('admin:1', clock.now + 9),
      desk.tokens.signLink(`chat:${own}`, clock.now + 9),
    ]) {
      expect(await status(`relaydesk_chat=${other}`)).toBe(403)
    }
    clock.now += 181 * 24 * 3600_000
    expect(await status(cookie)).toBe(403)
  })
})

describe('typing', () => {
  it('is told at most once a second and person, and stored nowhere', async () => {
    const clock = { now: 5000 }
    const told: string[] = []
    const desk = startWebDesk({ now: () => clock.now })
    desk.options.bell.listen('web-typing', (id) => told.push(id))
    const type = async (as: string) => (await desk.post('/web/typing', { room: 'team-a', as })).status
    expect([await type('lin'), await type('lin'), await type('wang')]).toEqual([202, 202, 202])
    clock.now += 1000
    await type('lin')
    expect(told.map((id) => JSON.parse(id))).toEqual(['lin', 'wang', 'lin'].map((who) => ({ room: 'team-a', who })))
    expect(await desk.options.board.latest('team-a', 9)).toEqual([])
  })
})

describe('input', () => {
  it('of any shape is taken or refused, and never breaks anything', async () => {
    const desk = await opened(startWebDesk())
    const paths = ['/web/rooms/team-a/messages', '/web/actions', '/web/typing']
    const anyUnits = fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units))
    const piece = fc.oneof(fc.string(), anyUnits, fc.jsonValue())
    const body = fc.oneof(
      fc.jsonValue(),
      fc.record(
        { id: piece, as: piece, text: piece, room: piece, token: piece, files: piece, thread: piece, input: piece },
        { requiredKeys: [] },
      ),
    )
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), body, async (path, value) => {
        const { status } = await desk.post(path, value ?? null)
        expect([202, 400, 403, 413]).toContain(status)
      }),
      { numRuns: 200 },
    )
  }, 30_000)

  it('in a query of any shape is answered or refused', async () => {
    const desk = startWebDesk()
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.string(), fc.string(), async (as, after, thread) => {
        const query = new URLSearchParams({ as, after, thread })
        expect([200, 400]).toContain((await desk.get(`/web/rooms/team-a/posts?${query}`)).status)
      }),
      { numRuns: 200 },
    )
  }, 30_000)
})

const CARD = {
  kind: 'ticket',
  ticket: 'a'.repeat(32),
  number: 1,
  version: 1,
  state: 'new',
  priority: 'P3',
  mood: 'neutral',
  title: '',
  text: '',
  chips: [],
  lines: [],
  files: [],
  actions: [{ action: 'take', label: 'Take', style: 'primary' }],
} as const
