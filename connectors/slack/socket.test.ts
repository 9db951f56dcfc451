/** Socket Mode while Slack renews connections, as it does every few hours, or loses them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLog } from '../../kit/log.ts'
import { createTokens } from '../../kit/tokens.ts'
import { openSlackDouble, type SlackDouble } from '../../testing/doubles/slack/slack-double.ts'
import { createMemoryBlobs } from '../../testing/fakes/memory-blobs.ts'
import { createMemoryUploads } from '../../testing/fakes/memory-uploads.ts'
import { noForms } from '../../testing/fakes/slack-forms.ts'
import { createSlackChannel, type SlackChannel } from './slack-channel.ts'

const words = { cancel: 'Cancel', send: 'Send', look: 'Preview', empty: 'Write something', wrong: (label: string) => `${label}?` }
const EVENTS = 6
const PATIENCE_MS = 40_000

let double: SlackDouble
let channel: SlackChannel
const heard = new Set<string>()
beforeAll(async () => {
  double = await openSlackDouble({ channels: ['one'], retryMs: Array(20).fill(200) })
  channel = createSlackChannel({
    token: double.workspace.bot.token,
    signingSecret: null,
    appToken: double.appToken,
    apiUrl: double.url,
    tokens: createTokens('a secret of the tests'),
    blobs: createMemoryBlobs(),
    uploads: createMemoryUploads(),
    log: createLog({ level: 'silent' }),
    wordsOf: async () => words,
    readerOf: async () => ({ words, list: () => [], form: async () => null, say: () => '', ...noForms }),
  })
  await channel.open(async ({ events }) => {
    for (const { text } of events) heard.add(text ?? '')
    return events.map(() => ({ event: 'e', taken: 'new' as const, message: null, conversation: null }))
  })
})
afterAll(async () => {
  await channel.close()
  await double.close()
})

const until = async (true_: () => boolean) => {
  for (const end = Date.now() + PATIENCE_MS; !true_(); await new Promise((resolve) => setTimeout(resolve, 20)))
    if (Date.now() > end) throw new Error('it did not come to be')
}
/** Says some things at once, while something is done to the connections. */
const sayWhile = async (round: string, doing: () => void) => {
  const events = await Promise.all(
    Array.from({ length: EVENTS }, (_, i) => double.people.write({ as: 'alice', channel: 'one', text: `${round} ${i}` })),
  )
  const bringing = events.map((event) => double.bring(event))
  doing()
  return (await Promise.all(bringing)).every(({ accepted }) => accepted)
}

describe('two Socket Mode connections', () => {
  it('cover for each other while one is renewed or breaks, and both are there again; nothing is lost and nothing crashes', async () => {
    const { sockets } = double
    await until(() => sockets.connections.length === 2)
    const rounds: Readonly<Record<string, () => void>> = {
      renewed: () => sockets.refresh(sockets.connections.slice(0, 1)),
      broken: () => sockets.connections[0]?.close(true),
      'renewed and broken': () => {
        sockets.refresh(sockets.connections.slice(0, 1))
        sockets.connections[0]?.close(true)
      },
    }
    for (const [round, doing] of Object.entries(rounds)) {
      const made = sockets.made
      expect([round, await sayWhile(round, doing)]).toEqual([round, true])
      await until(() => sockets.made > made && sockets.connections.length === 2)
    }
    expect([...heard].toSorted()).toEqual(
      Object.keys(rounds)
        .flatMap((round) => Array.from({ length: EVENTS }, (_, i) => `${round} ${i}`))
        .toSorted(),
    )
    await channel.close()
    await until(() => sockets.connections.length === 0)
  }, 120_000)
})
