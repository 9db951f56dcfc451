import { spawn, spawnSync } from 'node:child_process'
import { afterEach, describe, expect, it } from 'vitest'
import type { InboundEvent, Outcome, Outgoing } from '../../bot/ports/channel.ts'
import { createRemoteChannels } from '../../connectors/api/remote-channels.ts'
import { createApiRoutes } from '../../connectors/api/routes.ts'
import { createAccess } from '../../kit/http/access.ts'
import { createRouter } from '../../kit/http/create-router.ts'
import { listen } from '../../kit/http/listen.ts'
import { createLog } from '../../kit/log.ts'
import { createTokens } from '../../kit/tokens.ts'
import { createMemoryBlobs } from '../fakes/memory-blobs.ts'

const API_TOKEN = 'a-token-of-tests'
const script = new URL('./remote_channel.py', import.meta.url).pathname
const stops: (() => Promise<void> | void)[] = []

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

/** A desk that answers each text with the same text, and lends each answer twice before it hears of it. */
async function startEcho() {
  const heard: InboundEvent[] = []
  const outcomes: Outcome[] = []
  let due: Outgoing[] = []
  const remote = createRemoteChannels({
    intake: async ({ events }) => {
      for (const event of events) {
        heard.push(event)
        const id = String(heard.length).padStart(32, '0')
        const room = { id, channel: event.channel, account: event.account, external: event.room.id, thread: null }
        const outgoing: Outgoing = { id, room, kind: 'text', text: `您说：${event.text}` }
        due = [...due, outgoing, outgoing]
      }
      return events.map((event) => ({ event: event.key, taken: 'new', message: null, conversation: null }))
    },
    lends: {
      lend: async () => {
        const [first, ...rest] = due
        due = rest
        return { lent: first ? [first] : [], rings: new Set() }
      },
      settle: async (_, __, outcome) => {
        outcomes.push(outcome)
        return { known: true, rings: new Set() }
      },
    },
    bell: { ring: () => undefined },
    blobs: createMemoryBlobs(),
    builtIn: ['api'],
    lookMs: 20,
  })
  const access = createAccess({
    settings: { host: '127.0.0.1', publicUrl: null },
    apiToken: API_TOKEN,
    tokens: createTokens('a-secret-of-tests'),
    wordLogin: () => ({}) as never,
  })
  const router = createRouter({ log: createLog({ level: 'silent' }), word: (code) => ({ title: code, detail: '' }) })
  router.route('/', createApiRoutes({ say: async () => ({ message: '', conversation: '' }), remote, token: access.token }))
  const served = await listen(router, { host: '127.0.0.1', port: 0 })
  stops.push(
    () => served.stop(500),
    () => remote.close(),
  )
  return { url: served.url, heard, outcomes }
}

function join(url: string, more: readonly string[] = []) {
  const child = spawn('python3', [script, '--url', url, '--name', 'py-chat', '--wait', '2', '--linger', '60', ...more], {
    env: { ...process.env, API_TOKEN },
  })
  let shown = ''
  let complaint = ''
  child.stdout.on('data', (chunk) => {
    shown += chunk
  })
  child.stderr.on('data', (chunk) => {
    complaint += chunk
  })
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve))
  stops.push(() => void child.kill('SIGKILL'))
  return {
    child,
    exit,
    complaint: () => complaint,
    shown: () =>
      shown
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as { kind: string; text: string; room: { id: string } }),
  }
}

describe.skipIf(spawnSync('python3', ['--version']).status !== 0)('a channel in Python', { timeout: 30_000 }, () => {
  it('brings what people say and shows each answer once', async () => {
    const { url, heard, outcomes } = await startEcho()
    const { child, shown } = join(url)
    child.stdin.write('{"customer":"ann","text":"杯子坏了 👍🏽","id":"m1"}\n\n{"customer":"bob","text":"hi","id":1}\n')
    await expect.poll(() => outcomes.length, { timeout: 20_000 }).toBe(4)
    expect(heard.map((event) => [event.channel, event.key, event.room.id, event.text])).toEqual([
      ['py-chat', 'ann:m1', 'ann', '杯子坏了 👍🏽'],
      ['py-chat', 'bob:1', 'bob', 'hi'],
    ])
    expect(shown().map(({ kind, room, text }) => [kind, room.id, text])).toEqual([
      ['text', 'ann', '您说：杯子坏了 👍🏽'],
      ['text', 'bob', '您说：hi'],
    ])
    expect(outcomes.every((outcome) => 'sent' in outcome)).toBe(true)
  })

  it('says what is wrong when the desk refuses it', async () => {
    const { url } = await startEcho()
    const { exit, complaint } = join(url, ['--token', 'wrong'])
    expect(await exit).toBe(1)
    expect(complaint()).toContain('401')
  })
})
