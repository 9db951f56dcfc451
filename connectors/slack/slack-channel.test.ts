/** The contract of channels, over HTTP and over Socket Mode. */
import { afterAll, beforeAll } from 'vitest'
import { createRouter } from '../../kit/http/create-router.ts'
import { createLog } from '../../kit/log.ts'
import { createTokens } from '../../kit/tokens.ts'
import { channelContract } from '../../testing/contracts/channel.contract.ts'
import type { ChannelRig, Shown } from '../../testing/contracts/channel-stage.ts'
import { envelopeOf } from '../../testing/doubles/slack/payloads.ts'
import { buttonsOf } from '../../testing/doubles/slack/people.ts'
import { shownText } from '../../testing/doubles/slack/shown-text.ts'
import { openSlackDouble, type SlackDouble } from '../../testing/doubles/slack/slack-double.ts'
import { createMemoryBlobs } from '../../testing/fakes/memory-blobs.ts'
import { createMemoryUploads } from '../../testing/fakes/memory-uploads.ts'
import { noForms } from '../../testing/fakes/slack-forms.ts'
import { createSlackChannel } from './slack-channel.ts'
import { sign } from './verify.ts'

type Json = Readonly<Record<string, unknown>>

const CHANNELS = Array.from({ length: 60 }, (_, i) => `room-${i}`)
let double: SlackDouble
let used = 0
beforeAll(async () => {
  double = await openSlackDouble({ channels: CHANNELS, answerMs: 500, retryMs: [] })
})
afterAll(() => double.close())

async function start(mode: 'http' | 'socket'): Promise<ChannelRig> {
  const name = CHANNELS[used++] ?? ''
  const { people, workspace, front } = double
  const blobs = createMemoryBlobs()
  const tokens = createTokens('a secret of the tests')
  const log = createLog({ level: 'silent' })
  const channel = createSlackChannel({
    token: workspace.bot.token,
    signingSecret: double.signingSecret,
    appToken: mode === 'socket' ? double.appToken : null,
    apiUrl: double.url,
    tokens,
    blobs,
    uploads: createMemoryUploads(),
    log,
    wordsOf: async () => WORDS,
    readerOf: async () => ({ words: WORDS, list: () => [], form: async () => null, say: (say) => say.code, ...noForms }),
  })
  const router = createRouter({ log, word: (code) => ({ title: code, detail: '' }) })
  channel.mount(router)
  double.target = (request) => router.fetch(request)
  const room = { id: `r-${name}`, channel: 'slack', account: workspace.team, external: workspace.channel(name), thread: null }
  const said = new Map<string, Json>()
  const ready = async () => {
    if (mode === 'socket') while (double.sockets.connections.length < 2) await new Promise((resolve) => setTimeout(resolve, 10))
  }
  return {
    channel,
    room,
    say: async ({ who, id, text, thread, files }) => {
      const key = `${who}:${id}`
      const event =
        said.get(key) ?? (await people.write({ as: who, channel: name, text, ...(thread ? { thread } : {}), ...(files ? { files } : {}) }))
      said.set(key, event)
      if (mode === 'socket') await Promise.race([ready(), new Promise((resolve) => setTimeout(resolve, 300))])
      return (await double.bring(event, true)).accepted
    },
    echo: async () => {
      for (const message of await people.messages(name)) {
        const own = { ...message, channel: room.external, bot_id: workspace.bot.id, app_id: workspace.bot.app }
        await double.bring(envelopeOf(workspace, own), true)
        const changed = { type: 'message', subtype: 'message_changed', channel: room.external, ts: '1.1', event_ts: '1.1', message: own }
        await double.bring(envelopeOf(workspace, changed), true)
      }
    },
    shown: async (to) => {
      const { id } = workspace.person(to)
      const posted = await people.messages(name)
      const whispered = front.ephemerals.filter((each) => each['channel'] === room.external && each['user'] === id)
      return Promise.all([...posted, ...whispered].map((message) => shownOf(message, workspace.person(to).token)))
    },
    press: async ({ who, id, ref, action, forged }) => {
      await ready()
      const trigger = `${who}.${id}`
      const value = forged
        ? createTokens('another secret').signAction({ action: `${action}@slack/${room.external}`, ticket: 't', version: 1 })
        : undefined
      return (await people.press({ as: who, channel: name, ts: ref, action, trigger, ...(value ? { value } : {}) })).accepted
    },
    keep: async (file, mime, bytes) => {
      const { hash, size } = await blobs.put(bytes, 1_000_000)
      return { name: file, mime, size, blob: hash }
    },
    malformed: () => malformed((request) => router.fetch(request)),
    beginWork: async () => {
      await ready()
      return { ended: Promise.all(double.sockets.connections.map((connection) => connection.closed)) }
    },
    stop: () => channel.close(),
  }

  async function shownOf(message: Json, token: string): Promise<Shown> {
    const thread = message['thread_ts']
    const [file] = (message['files'] ?? []) as readonly { name: string; url_private_download: string }[]
    const actions = buttonsOf(message).map((button) => String(button['action_id']))
    return {
      ref: String(message['ts']),
      thread: typeof thread === 'string' && thread !== message['ts'] ? thread : null,
      text: shownText(message),
      ...(actions.length > 0 ? { actions } : {}),
      ...(file ? { file: { name: file.name, bytes: await bytesOf(file.url_private_download, token) } } : {}),
    }
  }

  async function malformed(fetchIt: (request: Request) => Response | Promise<Response>): Promise<readonly boolean[]> {
    const now = Math.floor(Date.now() / 1000)
    const event = JSON.stringify(envelopeOf(workspace, { type: 'message', user: 'U1', text: 'x', ts: '1.1', channel: room.external }))
    const requests: readonly [body: string, timestamp: number, secret?: string][] = [
      [event, now, 'another secret'],
      [event, now - 301],
      // Further than 301, because time goes on before it is judged.
      [event, now + 310],
      ['no JSON', now],
      ['[]', now],
      ['null', now],
    ]
    return Promise.all(
      requests.map(async ([body, timestamp, secret = double.signingSecret]) => {
        const headers = { 'content-type': 'application/json', 'x-slack-request-timestamp': String(timestamp) }
        const signature = sign(secret, String(timestamp), body)
        const answer = await fetchIt(
          new Request('http://127.0.0.1/slack/events', { method: 'POST', body, headers: { ...headers, 'x-slack-signature': signature } }),
        )
        return answer.status >= 400 && answer.status < 500
      }),
    )
  }
}

const WORDS = { cancel: 'Cancel', send: 'Send', look: 'Preview', empty: 'Write something', wrong: (label: string) => `${label}?` }

async function bytesOf(url: string, token: string): Promise<Uint8Array> {
  const answer = await fetch(url.replace('localhost', '127.0.0.1'), { headers: { authorization: `Bearer ${token}` } })
  return new Uint8Array(await answer.arrayBuffer())
}

const skips = {
  'shows a delivery once, however often it is sent': 'Slack takes no id of ours; a send in doubt is looked for instead',
}
channelContract('slack', () => start('http'), skips)
channelContract('slack over Socket Mode', () => start('socket'), skips)
