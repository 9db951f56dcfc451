import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Card } from '../../bot/cards/card.ts'
import type { InboundEvent, InstantAnswer, Outgoing } from '../../bot/ports/channel.ts'
import { listen } from '../../kit/http/listen.ts'
import type { Board, Post } from '../../kit/ports/board.ts'
import { channelContract } from '../../testing/contracts/channel.contract.ts'
import { type ChannelRig, PNG } from '../../testing/contracts/channel-stage.ts'
import { eventsOf, startWebDesk, type WebDesk } from '../../testing/doubles/web-browser.ts'
import { createMemoryBoard } from '../../testing/fakes/memory-board.ts'

const room = { id: 'r1', channel: 'web', account: 'desk', external: 'team-a', thread: null }

async function shownTo(desk: WebDesk, as: string): Promise<readonly Post[]> {
  const { posts } = await desk.posts(room.external, as)
  const threads = await Promise.all(posts.map((post) => desk.posts(room.external, as, { thread: post.id })))
  return [...posts, ...threads.flatMap((thread) => thread.posts)]
}

async function startWeb(): Promise<ChannelRig> {
  const desk = startWebDesk()
  const server = await listen(desk.router, { host: '127.0.0.1', port: 0 })
  const { channel, options } = desk
  const fileOf = async ({ name, blob }: { name: string; blob: string }) => ({
    name,
    bytes: new Uint8Array(await (await desk.get(`/web/files/${blob}`)).arrayBuffer()),
  })
  return {
    channel,
    room,
    say: async ({ who, id, text, thread, files = [] }) => {
      const uploaded = await Promise.all(files.map(async (file) => (await desk.upload(file.name, file.bytes)).json()))
      const said = { id, as: who, text, ...(thread ? { thread } : {}), ...(uploaded.length > 0 ? { files: uploaded } : {}) }
      return (await desk.post(`/web/rooms/${room.external}/messages`, said)).status === 202
    },
    echo: async () => {
      for (const post of await shownTo(desk, 'alice')) await desk.get(`/web/rooms/${room.external}/posts?as=alice&thread=${post.id}`)
    },
    shown: async (to) => {
      const posts = await shownTo(desk, to)
      return Promise.all(
        posts.map(async (post) => {
          const { text, cards, tokens, file } = post.body as {
            text?: string
            cards?: Record<string, Card>
            tokens?: object
            file?: { name: string; blob: string }
          }
          const [card] = Object.values(cards ?? {})
          return {
            ref: post.id,
            thread: post.thread,
            text: card?.title ?? text ?? '',
            ...(tokens ? { actions: Object.keys(tokens) } : {}),
            ...(file ? { file: await fileOf(file) } : {}),
          }
        }),
      )
    },
    press: async ({ who, id, ref, action, forged }) => {
      const post = (await shownTo(desk, who)).find((each) => each.id === ref)
      const token = String(((post?.body['tokens'] ?? {}) as Record<string, string>)[action])
      const [name = '', body = '', mac = ''] = token.split(/[~.]/)
      const other = Buffer.from(Buffer.from(body, 'base64url').toString().replace(action, 'close')).toString('base64url')
      const forgeries = [`close~${body}.${mac}`, `close~${other}.${mac}`, `${name}~${other}.${mac}`, `${body}.${mac}`]
      const sent = await Promise.all(
        (forged ? forgeries : [token]).map(async (each) => (await desk.post('/web/actions', { id, as: who, token: each })).status),
      )
      return sent.includes(202)
    },
    keep: async (name, _, bytes) => (await desk.upload(name, bytes)).json(),
    malformed: async () => {
      const wrong = [
        '',
        '{',
        'null',
        '[]',
        '"x"',
        '{}',
        '{"id":1}',
        { id: 'a b', as: 'alice', text: 'x' },
        { id: 'm', as: '', text: 'x' },
        { id: 'm', as: 'alice', text: '  ' },
        { id: 'm', as: 'alice', text: 7 },
      ]
      const answers = [
        ...wrong.map((body) => desk.post(`/web/rooms/${room.external}/messages`, body)),
        ...wrong.map((body) => desk.post('/web/actions', body)),
        desk.post('/web/rooms/a,b/messages', { id: 'm', as: 'alice', text: 'x' }),
        desk.post(`/web/rooms/${room.external}/messages`, { id: 'm', as: 'alice', text: 'x'.repeat(8001) }),
      ]
      return (await Promise.all(answers)).map(({ status }) => status >= 400 && status < 500)
    },
    beginWork: async () => {
      const answer = await fetch(`${server.url}/web/stream?rooms=${room.external}&as=alice`)
      return { ended: eventsOf(answer.body).next() }
    },
    stop: async () => {
      await channel.close()
      await options.bell.close()
      await server.stop(100)
    },
  }
}

channelContract('web', startWeb, {
  'finds which sends arrived, all of a room or of a thread at once':
    'a send to our own board is never in doubt; sending again is the same post',
})

const text = (id: string, words: string, more: Partial<Outgoing['room']> = {}): Outgoing => ({
  id,
  room: { ...room, ...more },
  kind: 'text',
  text: words,
})

/** Counts how often and how much the board is written. */
function counting(board: Board = createMemoryBoard()) {
  const calls: string[][] = []
  return {
    calls,
    board: {
      ...board,
      post: async (posts: Parameters<Board['post']>[0]) => {
        calls.push(posts.map(({ id }) => id))
        await new Promise((resolve) => setTimeout(resolve, 5))
        return board.post(posts)
      },
    },
  }
}

describe('posts of the desk', () => {
  it('that are sent at the same time are written by one call of the board', async () => {
    const { board, calls } = counting()
    const { channel } = startWebDesk({ board })
    const ids = Array.from({ length: 64 }, (_, i) => `d${i}`)
    await Promise.all(ids.map((id) => channel.send(text(id, id))))
    expect(calls).toEqual([ids])
  })

  it('that come while a write is under way wait for it, in order', async () => {
    const { board, calls } = counting()
    const { channel } = startWebDesk({ board })
    const first = channel.send(text('d1', 'one'))
    await vi.waitFor(() => expect(calls).toHaveLength(1))
    const more = [channel.send(text('d2', 'two')), channel.send(text('d3', 'three'))]
    await Promise.all([first, ...more])
    expect(calls).toEqual([['d1'], ['d2', 'd3']])
  })

  it('are put off when the board does not answer, and one that cannot be written takes no other with it', async () => {
    const memory = createMemoryBoard()
    const board: Board = {
      ...memory,
      post: async (posts) => {
        if (posts.some(({ id }) => id === 'bad')) throw new Error('the board is away')
        await memory.post(posts)
      },
    }
    const { channel } = startWebDesk({ board })
    const outcomes = await Promise.all([channel.send(text('good', 'a')), channel.send(text('bad', 'b')), channel.send(text('fine', 'c'))])
    expect(outcomes).toEqual([{ sent: { ref: 'good' } }, { later: 1000 }, { sent: { ref: 'fine' } }])
    expect((await memory.latest(room.external, 9)).map(({ id }) => id)).toEqual(['good', 'fine'])
  })

  it('are told to browsers once per room and write, after they are committed', async () => {
    const memory = createMemoryBoard()
    const desk = startWebDesk({ board: memory })
    const told: [string, number][] = []
    desk.options.bell.listen('web-room', async (id) => {
      const said = JSON.parse(id) as { room: string }
      told.push([id, (await memory.latest(said.room, 99)).length])
    })
    await Promise.all([
      desk.channel.send(text('d1', 'a')),
      desk.channel.send(text('d2', 'b')),
      desk.channel.send(text('d3', 'c', { thread: 'root' })),
      desk.channel.send(text('d4', 'd', { external: 'team-b' })),
      desk.channel.send({ id: 'd5', room, kind: 'whisper', text: 'psst', to: 'wang' }),
    ])
    await vi.waitFor(() => expect(told).toHaveLength(4))
    expect(told).toEqual([
      ['{"room":"team-a"}', 4],
      ['{"room":"team-a","thread":"root"}', 4],
      ['{"room":"team-b"}', 1],
      ['{"room":"team-a","to":"wang"}', 4],
    ])
  })

  it('are all written before the channel is closed', async () => {
    const { board, calls } = counting()
    const { channel } = startWebDesk({ board })
    const sending = channel.send(text('d1', 'a'))
    await channel.close()
    expect(calls).toEqual([['d1']])
    expect(await sending).toEqual({ sent: { ref: 'd1' } })
  })

  it('keep everything their kind has for the pages', async () => {
    const desk = startWebDesk()
    const file = { name: 'a.png', mime: 'image/png', size: 3, blob: 'f'.repeat(64) }
    const outs: Outgoing[] = [
      { id: 'd1', room, kind: 'text', text: 'hi', speaker: '小林', notice: true, mention: ['wang'] },
      { id: 'd2', room, kind: 'ping', text: '@wang' },
      { id: 'd3', room, kind: 'menu', text: 'Solved?', options: [{ key: 'yes', label: 'Yes' }] },
      { id: 'd4', room, kind: 'media', file, speaker: '小林' },
    ]
    await Promise.all(outs.map(desk.channel.send))
    const { posts } = await desk.posts(room.external, 'wang')
    expect(posts.map(({ kind, author, body }) => [kind, author, body])).toEqual([
      ['text', null, { text: 'hi', speaker: '小林', notice: true, mention: ['wang'] }],
      ['ping', null, { text: '@wang' }],
      ['menu', null, { text: 'Solved?', options: [{ key: 'yes', label: 'Yes' }] }],
      ['media', null, { file, speaker: '小林' }],
    ])
  })
})

describe('what people do', () => {
  const opened: WebDesk[] = []
  afterEach(async () => {
    for (const desk of opened.splice(0)) await desk.channel.close()
  })
  async function hearing(answer: Partial<InstantAnswer> = {}) {
    const heard: InboundEvent[] = []
    const desk = startWebDesk({ now: () => 1_700_000_000_000 })
    opened.push(desk)
    await desk.channel.open(async ({ events }) => {
      heard.push(...events)
      return events.map(() => ({ event: 'e1', taken: 'new', message: 'm1', conversation: 'c1', ...answer }))
    })
    return { desk, heard }
  }

  it('is an event as design §4 has it, and stands on the board first', async () => {
    const { desk, heard } = await hearing()
    const message = { id: 'b-1', as: 'lin', text: 'a\u0000b', thread: 'card1', choice: 'yes', reply: true }
    const answer = await desk.post('/web/rooms/team-a/messages', message)
    const { post, ...rest } = (await answer.json()) as Record<string, string>
    expect([answer.status, rest]).toEqual([202, { message: 'm1', event: 'e1' }])
    expect(heard).toEqual([
      {
        channel: 'web',
        account: 'desk',
        key: 'lin:b-1',
        at: 1_700_000_000_000,
        room: { id: 'team-a', thread: 'card1' },
        from: { id: 'lin' },
        what: 'message',
        text: 'a\uFFFDb',
        files: [],
        mentions: [],
        value: { choice: 'yes', reply: true },
        raw: { route: 'messages', id: 'b-1', post },
      },
    ])
    const { posts } = await desk.posts('team-a', 'wang', { thread: 'card1' })
    expect(posts).toMatchObject([
      { id: post, author: 'lin', thread: 'card1', kind: 'text', body: { text: 'a\uFFFDb', choice: 'yes', reply: true } },
    ])
  })

  it('is said once on the board although it is sent again, and with other words it is refused', async () => {
    const { desk } = await hearing()
    const say = (words: string) => desk.post('/web/rooms/team-a/messages', { id: 'b-1', as: 'lin', text: words })
    expect([(await say('hello')).status, (await say('hello')).status]).toEqual([202, 202])
    expect((await desk.posts('team-a', 'lin')).posts).toHaveLength(1)
    const { desk: other } = await hearing({ taken: 'conflict' })
    const refused = await other.post('/web/rooms/team-a/messages', { id: 'b-1', as: 'lin', text: 'other' })
    expect([refused.status, await refused.json()]).toMatchObject([409, { code: 'INPUT_CONFLICT' }])
  })

  it('never takes the place of what another person or room said with the same id', async () => {
    const { desk, heard } = await hearing()
    for (const [place, as] of [
      ['team-a', 'lin'],
      ['team-a', 'wang'],
      ['team-b', 'lin'],
    ]) {
      await desk.post(`/web/rooms/${place}/messages`, { id: 'same', as, text: `${place} ${as}` })
    }
    expect((await desk.posts('team-a', 'x')).posts.map((post) => post.author)).toEqual(['lin', 'wang'])
    expect((await desk.posts('team-b', 'x')).posts).toHaveLength(1)
    expect(new Set(heard.map(({ key }) => key)).size).toBe(2)
  })

  it('in a room whose name needs escaping reaches that room', async () => {
    const { desk, heard } = await hearing()
    await desk.post(`/web/rooms/${encodeURIComponent('售后/一组')}/messages`, { id: 'm', as: '小林', text: 'hi' })
    expect(heard[0]).toMatchObject({ room: { id: '售后/一组' }, from: { id: '小林' } })
    expect((await desk.posts('售后/一组', '小林')).posts).toHaveLength(1)
  })

  it('with a button is an event with what it asked for, and what intake wants said is said in the reader’s language', async () => {
    const { desk, heard } = await hearing({ say: { code: 'TICKET_ALREADY_TAKEN', facts: {} } })
    await desk.channel.send({
      id: 'd1',
      room,
      kind: 'card',
      card: CARD,
      worded: { 'zh-CN': CARD, en: { ...CARD, title: 'en' } },
      ref: null,
    })
    const [post] = (await desk.posts(room.external, 'lin')).posts
    const { cards, tokens } = (post?.body ?? {}) as { cards: Record<string, Card>; tokens: Record<string, string> }
    expect([Object.keys(cards), cards['en']?.title, Object.keys(tokens)]).toEqual([['zh-CN', 'en'], 'en', ['transfer']])
    const answer = await desk.post(
      '/web/actions',
      { id: 'p1', as: 'lin', token: tokens['transfer'], input: { team: 'b\ud800' } },
      { 'accept-language': 'zh-TW' },
    )
    expect([answer.status, await answer.json()]).toEqual([202, { event: 'e1', say: 'TICKET_ALREADY_TAKEN in zh-TW' }])
    expect(heard).toEqual([
      {
        channel: 'web',
        account: 'desk',
        key: 'act:lin:p1',
        at: 1_700_000_000_000,
        room: { id: 'team-a' },
        from: { id: 'lin' },
        what: 'action',
        files: [],
        mentions: [],
        value: { action: 'transfer', ticket: CARD.ticket, version: 3, input: { team: 'b\uFFFD' } },
        raw: { route: 'actions', id: 'p1' },
      },
    ])
  })

  it('with a button of another channel is refused', async () => {
    const { desk, heard } = await hearing()
    const token = desk.tokens.signAction({ action: 'take', ticket: CARD.ticket, version: 1 })
    const answer = await desk.post('/web/actions', { id: 'p1', as: 'lin', token })
    expect([answer.status, await answer.json(), heard]).toMatchObject([403, { code: 'TOKEN_INVALID' }, []])
  })

  it('is put off while the channel is not open', async () => {
    const desk = startWebDesk()
    expect((await desk.post('/web/rooms/team-a/messages', { id: 'm', as: 'lin', text: 'hi' })).status).toBe(503)
    await desk.channel.close()
    expect((await desk.post('/web/rooms/team-a/messages', { id: 'm', as: 'lin', text: 'hi' })).status).toBe(503)
  })

  it('brings its files as they really are, and only files that were uploaded', async () => {
    const { desk, heard } = await hearing()
    const { blob } = (await (await desk.upload('a.png', PNG)).json()) as { blob: string }
    const lie = { name: '../../x/evil\u202Egnp.exe', mime: 'text/html', size: 5, blob }
    await desk.post('/web/rooms/team-a/messages', { id: 'm1', as: 'lin', text: '', files: [lie] })
    expect(heard[0]?.files).toEqual([{ ref: blob, stored: true, name: 'evilgnp.exe', mime: 'image/png', size: PNG.byteLength }])
    const gone = await desk.post('/web/rooms/team-a/messages', { id: 'm2', as: 'lin', text: '', files: [{ ...lie, blob: '0'.repeat(64) }] })
    expect([gone.status, heard]).toMatchObject([400, { length: 1 }])
    const eleven = await desk.post('/web/rooms/team-a/messages', {
      id: 'm3',
      as: 'lin',
      text: '',
      files: Array.from({ length: 11 }, () => lie),
    })
    expect(eleven.status).toBe(400)
  })
})

describe('the pages', () => {
  it('read every part of a post the channel writes', () => {
    // The pages are another room and cannot be imported here; these names are the contract between the two.
    const reader = readFileSync(new URL('../../console/pages/post-body.ts', import.meta.url), 'utf8')
    for (const part of ['text', 'speaker', 'notice', 'files', 'options', 'file', 'cards', 'tokens'])
      expect(reader).toContain(`body['${part}']`)
  })
})

const CARD: Card = {
  kind: 'ticket',
  ticket: 'a'.repeat(32),
  number: 1024,
  version: 3,
  state: 'new',
  priority: 'P3',
  mood: 'neutral',
  title: 'zh',
  text: '',
  chips: [],
  lines: [],
  files: [],
  actions: [{ action: 'transfer', label: 'Transfer', style: 'default', needs: [{ name: 'team', label: 'Team', kind: 'text' }] }],
}
