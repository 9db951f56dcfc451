import { describe, expect, it } from 'vitest'
import type { InboundEvent, Intake, Outgoing } from '../../bot/ports/channel.ts'
import { createAccess } from '../../kit/http/access.ts'
import { createRouter } from '../../kit/http/create-router.ts'
import { createLog } from '../../kit/log.ts'
import { createTokens } from '../../kit/tokens.ts'
import { channelContract } from '../../testing/contracts/channel.contract.ts'
import type { ChannelRig } from '../../testing/contracts/channel-stage.ts'
import { createMemoryBlobs } from '../../testing/fakes/memory-blobs.ts'
import { createApiChannel } from './api-channel.ts'
import type { RemoteChannels } from './remote-channels.ts'
import { createApiRoutes } from './routes.ts'

const hex = (n: number) => n.toString(16).padStart(32, '0')
const TOKEN = 'a-token-of-tests'

function start(conversations: Readonly<Record<string, { channel: string; room: string }>> = {}) {
  const blobs = createMemoryBlobs()
  const talk = { conversation: async (ref: string) => (conversations[ref] ? { id: ref, account: 'main', ...conversations[ref] } : null) }
  const channel = createApiChannel({ talk, blobs, now: Date.now })
  const access = createAccess({
    settings: { host: '127.0.0.1', publicUrl: null },
    apiToken: TOKEN,
    tokens: createTokens('a-secret-of-tests'),
    wordLogin: () => ({}) as never,
  })
  const router = createRouter({ log: createLog({ level: 'silent' }), word: (code) => ({ title: code, detail: '' }) })
  router.route('/', createApiRoutes({ say: channel.say, remote: {} as RemoteChannels, token: access.token }))
  const post = (body: unknown, headers: Record<string, string> = {}) =>
    router.request('http://localhost/v1/messages', {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', host: 'localhost', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  return { channel, post, blobs }
}

/** Answers as intake does: the first text with a key wins. */
function remembering(heard: InboundEvent[]): Intake {
  return async ({ events }) =>
    events.map((event) => {
      const known = heard.findIndex((each) => each.key === event.key)
      if (known < 0) heard.push(event)
      const at = known < 0 ? heard.length - 1 : known
      const same = heard[at]?.text === event.text
      return { event: hex(at), taken: known < 0 ? 'new' : same ? 'again' : 'conflict', message: hex(at), conversation: hex(500) }
    })
}

/** Customers write by POST, and read rows that are committed before anything is sent: so what is sent is what is shown. */
async function startContract(): Promise<ChannelRig> {
  const { channel: api, post, blobs } = start()
  const rows = new Map<string, Outgoing>()
  const room = { id: hex(9), channel: 'api', account: 'main', external: 'ops', thread: null }
  return {
    channel: {
      ...api,
      open: (intake) =>
        api.open(async (batch) => (await intake(batch)).map((answer) => ({ ...answer, message: answer.event, conversation: room.id }))),
      send: async (out) => {
        rows.set(out.id, out)
        return api.send(out)
      },
    },
    room,
    say: async ({ who, id, text, files = [] }) => {
      const attachments = await Promise.all(
        files.map(async ({ name, mime, bytes }) => ({ name, mime, size: 0, blob: (await blobs.put(bytes, 1e6)).hash })),
      )
      return (await post({ customer: { id: who }, conversation: 'ops', id, text, attachments })).status === 202
    },
    echo: async () => undefined,
    shown: async () =>
      Promise.all(
        [...rows.values()].map(async (out) => ({
          ref: out.id,
          thread: null,
          text: 'text' in out ? out.text : '',
          ...(out.kind === 'media'
            ? {
                file: {
                  name: out.file.name,
                  bytes: new Uint8Array(await new Response((await blobs.get(out.file.blob))?.stream ?? null).arrayBuffer()),
                },
              }
            : {}),
        })),
      ),
    press: async () => false,
    keep: async (name, mime, bytes) => {
      const { hash, size } = await blobs.put(bytes, 1e6)
      return { name, mime, size, blob: hash }
    },
    malformed: async () => {
      const bad = [
        '{',
        '[]',
        {},
        { customer: {}, id: 'a', text: 'x' },
        { customer: { id: 'a' }, id: '', text: 'x' },
        { customer: { id: 'a\0' }, id: 'a', text: 'x' },
        { customer: { id: '\ud800' }, id: 'a', text: 'x' },
        { customer: { id: 'a' }, id: 'b', text: ' ' },
        { customer: { id: 'a' }, id: 'b', text: 7 },
      ]
      return Promise.all(bad.map(async (body) => (await post(body)).status === 400))
    },
    beginWork: async () => ({ ended: Promise.resolve() }),
    stop: () => api.close(),
  }
}

channelContract('api', startContract, {
  'finds which sends arrived, all of a room or of a thread at once': 'nothing is sent, so nothing is ever in doubt',
  'keeps a thread together, both ways': 'a client has conversations, not threads',
  'brings a pressed button back with its ticket and version, and who pressed it': 'clients send commands, not presses',
  'gives one press one key': 'clients send commands, not presses',
  'refuses a button it did not make': 'clients send commands, not presses',
  'redraws a card in its place': 'clients read tickets, not cards',
  'changes words in their place, however often it is told to': 'a client has read what it was told',
  'takes back what it has sent, words and files, however often it is told to': 'a client has read what it was told',
  'whispers to one person only': 'a conversation is read by its client as a whole',
})

describe('messages over REST', () => {
  const message = { customer: { id: 'c1', name: 'Ann', lang: 'zh-TW' }, id: 'm1', text: '杯子壞了' }

  it('go to the customer’s own room, or to the conversation they name', async () => {
    const { channel, post } = start({ [hex(7)]: { channel: 'api', room: 'group-1' }, [hex(8)]: { channel: 'slack', room: 'C1' } })
    const heard: InboundEvent[] = []
    await channel.open(remembering(heard))
    await post(message)
    await post({ ...message, id: 'm2', conversation: 'my-name' })
    await post({ ...message, id: 'm3', conversation: hex(7) })
    expect(heard.map((event) => [event.channel, event.account, event.room.id, event.from, event.text])).toEqual([
      ['api', 'main', 'c1', { id: 'c1', name: 'Ann', lang: 'zh-TW' }, '杯子壞了'],
      ['api', 'main', 'my-name', { id: 'c1', name: 'Ann', lang: 'zh-TW' }, '杯子壞了'],
      ['api', 'main', 'group-1', { id: 'c1', name: 'Ann', lang: 'zh-TW' }, '杯子壞了'],
    ])
    expect((await post({ ...message, id: 'm4', conversation: hex(8) })).status).toBe(404)
  })

  it('are answered like the first time when they come again, and refused with another text', async () => {
    const { channel, post } = start()
    await channel.open(remembering([]))
    const first = await post(message)
    expect([first.status, await first.json()]).toEqual([202, { message: hex(0), conversation: hex(500) }])
    expect(await (await post(message)).json()).toEqual({ message: hex(0), conversation: hex(500) })
    const other = await post({ ...message, text: 'something else' })
    expect([other.status, (await other.json()).code]).toEqual([409, 'INPUT_CONFLICT'])
  })

  it('of two customers may have the same id', async () => {
    const { channel, post } = start()
    const heard: InboundEvent[] = []
    await channel.open(remembering(heard))
    for (const [customer, id] of [
      ['a', 'b:c'],
      ['a:b', 'c'],
      ['1:a', 'x'],
      ['1', 'a:x'],
    ] as const)
      await post({ customer: { id: customer }, id, text: 'hi' })
    expect(new Set(heard.map((event) => event.key)).size).toBe(4)
  })

  it('keep their length when characters in them cannot be stored, and say so', async () => {
    const { channel, post } = start()
    const heard: InboundEvent[] = []
    await channel.open(remembering(heard))
    const answer = await post('{"customer":{"id":"a","name":"A\\u0000"},"id":"1","text":"x\\u0000\\ud800y"}')
    expect(await answer.json()).toMatchObject({ cleaned: true })
    expect(heard[0]).toMatchObject({ text: 'x\uFFFD\uFFFDy', from: { name: 'A\uFFFD' }, raw: { cleaned: true } })
  })

  it('may be 20,000 long and not longer, and a body a megabyte', async () => {
    const { channel, post } = start()
    await channel.open(remembering([]))
    expect((await post({ ...message, text: '長'.repeat(20_000) })).status).toBe(202)
    expect((await (await post({ ...message, id: 'm2', text: '長'.repeat(20_001) })).json()).code).toBe('INPUT_TOO_LARGE')
    expect((await (await post({ ...message, id: 'm3', text: 'x'.repeat(1_100_000) })).json()).code).toBe('INPUT_TOO_LARGE')
  })

  it('carry files that are here, with their real size, and no others', async () => {
    const { channel, post, blobs } = start()
    const heard: InboundEvent[] = []
    await channel.open(remembering(heard))
    const { hash } = await blobs.put(new Uint8Array([1, 2, 3]), 10)
    const file = { name: 'a.png', mime: 'image/png', size: 99, blob: hash }
    expect((await post({ ...message, text: '', attachments: [file] })).status).toBe(202)
    expect(heard[0]?.files).toEqual([{ name: 'a.png', mime: 'image/png', size: 3, ref: hash, stored: true }])
    expect((await post({ ...message, id: 'm2', attachments: [{ ...file, blob: 'f'.repeat(64) }] })).status).toBe(400)
    expect((await post({ ...message, id: 'm3', attachments: [{ ...file, blob: '../../etc' }] })).status).toBe(400)
  })

  it('need the token, even from this machine', async () => {
    const { channel, post } = start()
    const heard: InboundEvent[] = []
    await channel.open(remembering(heard))
    for (const authorization of ['', 'Bearer wrong']) expect((await post(message, { authorization })).status).toBe(401)
    expect(heard).toEqual([])
  })
})
