/** Requests that are not quite Slack's: none is taken, none breaks anything. */
import { describe, expect, it } from 'vitest'
import { createRouter } from '../../kit/http/create-router.ts'
import { createLog } from '../../kit/log.ts'
import { createTokens } from '../../kit/tokens.ts'
import { createMemoryBlobs } from '../../testing/fakes/memory-blobs.ts'
import { createMemoryUploads } from '../../testing/fakes/memory-uploads.ts'
import { noForms } from '../../testing/fakes/slack-forms.ts'
import { sized } from '../../testing/full-size.ts'
import { createSlackChannel } from './slack-channel.ts'
import { sign } from './verify.ts'

const SECRET = 'signing-secret'
const REQUESTS = sized(2_000, 50_000)
const PATIENCE_MS = sized(240_000, 1_800_000)
const words = { cancel: 'Cancel', send: 'Send', look: 'Preview', empty: 'Write something', wrong: (label: string) => `${label}?` }

async function start() {
  const log = createLog({ level: 'silent' })
  const heard: string[] = []
  const channel = createSlackChannel({
    token: 'xoxb-1',
    signingSecret: SECRET,
    appToken: null,
    apiUrl: 'http://127.0.0.1:2047/api',
    tokens: createTokens('a secret of the tests'),
    blobs: createMemoryBlobs(),
    uploads: createMemoryUploads(),
    log,
    wordsOf: async () => words,
    readerOf: async () => ({ words, list: () => [], form: async () => null, say: () => '', ...noForms }),
  })
  const router = createRouter({ log, word: (code) => ({ title: code, detail: '' }) })
  channel.mount(router)
  await channel.open(async ({ events }) => {
    heard.push(...events.map(({ what }) => what))
    return events.map(() => ({ event: 'e', taken: 'new' as const, message: null, conversation: null }))
  })
  const post = async (body: string | Uint8Array<ArrayBuffer>, headers: Readonly<Record<string, string>>) =>
    (await router.request('/slack/events', { method: 'POST', body, headers })).status
  return { heard, post, channel }
}

/** The same numbers each time. */
function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const stamp = () => String(Math.floor(Date.now() / 1000))
const signed = (body: string, timestamp = stamp(), type = 'application/json') => ({
  'content-type': type,
  'x-slack-request-timestamp': timestamp,
  'x-slack-signature': sign(SECRET, timestamp, body),
})
const EVENT = {
  type: 'event_callback',
  team_id: 'T1',
  event_id: 'Ev1',
  event: { type: 'message', channel: 'C1', user: 'U1', text: 'hello <@U2>', ts: '1790000000.000100', files: [{ id: 'F1', size: 3 }] },
}
const PRESS = {
  type: 'block_actions',
  team: { id: 'T1' },
  user: { id: 'U1' },
  channel: { id: 'C1' },
  trigger_id: '1.1',
  actions: [{ type: 'button', action_id: 'take', action_ts: '1.1', value: 'x' }],
}

describe('requests changed on their way', () => {
  it(
    'are refused, whatever was changed, and nothing of them is heard',
    async () => {
      const { heard, post } = await start()
      const roll = dice(7)
      const statuses = new Map<number, number>()
      for (let i = 0; i < REQUESTS; i++) {
        const body = JSON.stringify({ ...EVENT, event_id: `Ev${i}` })
        const headers = { ...signed(body) }
        const at = Math.floor(roll() * body.length)
        const other = String.fromCharCode(32 + ((body.charCodeAt(at) - 32 + 1 + Math.floor(roll() * 90)) % 94))
        const changed = [
          () => post(body.slice(0, at) + other + body.slice(at + 1), headers),
          () => post(body.slice(0, at), headers),
          () => post(body + other, headers),
          () => post(body, { ...headers, 'x-slack-signature': `${headers['x-slack-signature']?.slice(0, -1)}${'g'}` }),
          () => post(body, { ...headers, 'x-slack-signature': headers['x-slack-signature'].toUpperCase() }),
          () => post(body, { ...headers, 'x-slack-signature': '' }),
          () => post(body, { ...headers, 'x-slack-request-timestamp': String(Number(stamp()) - 1 - Math.floor(roll() * 1000)) }),
          () => post(body, signed(body, String(Number(stamp()) + 302 + Math.floor(roll() * 1e6)))),
          () => post(body, signed(body, String(Number(stamp()) - 302 - Math.floor(roll() * 1e6)))),
          () => post(body, { 'content-type': 'application/json' }),
          () => post(new Uint8Array([...Buffer.from(body.slice(0, at)), 0xff, 0xfe, ...Buffer.from(body.slice(at))]), headers),
        ]
        const status = (await changed[i % changed.length]?.()) ?? 0
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
      }
      expect([...statuses.keys()]).toEqual([401])
      expect(heard).toEqual([])
    },
    PATIENCE_MS,
  )

  it(
    'by Slack itself break nothing: odd shapes are kept aside or refused',
    async () => {
      const { heard, post } = await start()
      const roll = dice(11)
      const odd = [null, 0, -1, '', 'x'.repeat(70_000), [], {}, [[[]]], { a: null }, true, '<@U1>', '\u0000', 1e308]
      const broken: unknown[] = []
      for (let i = 0; i < REQUESTS; i++) {
        const payload = structuredClone(i % 2 === 0 ? EVENT : PRESS) as unknown as Record<string, unknown>
        spoil(payload, roll, odd)
        const form = i % 4 > 1
        const json = JSON.stringify(payload)
        const body = form ? new URLSearchParams({ payload: json }).toString() : json
        const status = await post(body, signed(body, stamp(), form ? 'application/x-www-form-urlencoded' : 'application/json'))
        if (status >= 500) broken.push([status, json.slice(0, 300)])
      }
      expect(broken).toEqual([])
      expect(new Set(heard)).toEqual(new Set(['message', 'unparsed']))
    },
    PATIENCE_MS,
  )

  it('are answered again after a close with a 503', async () => {
    const { post, channel } = await start()
    await channel.close()
    const body = JSON.stringify(EVENT)
    expect(await post(body, signed(body))).toBe(503)
  })
})

describe('Slack’s own questions', () => {
  it('are answered without anything being heard', async () => {
    const { heard, post } = await start()
    const body = JSON.stringify({ type: 'url_verification', challenge: 'abc' })
    expect(await post(body, signed(body))).toBe(200)
    expect(await post('ssl_check=1', signed('ssl_check=1', stamp(), 'application/x-www-form-urlencoded'))).toBe(200)
    expect(heard).toEqual([])
  })
})

/** Puts something odd somewhere in a structure, or takes something away. */
function spoil(target: Record<string, unknown>, roll: () => number, odd: readonly unknown[]): void {
  const keys = Object.keys(target)
  const key = keys[Math.floor(roll() * keys.length)] ?? ''
  const inner = target[key]
  if (typeof inner === 'object' && inner !== null && roll() < 0.7) spoil(inner as Record<string, unknown>, roll, odd)
  else if (roll() < 0.3) delete target[key]
  else target[key] = odd[Math.floor(roll() * odd.length)]
}
