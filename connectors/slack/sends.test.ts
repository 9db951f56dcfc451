/** Sends against the double while answers are lost, the platform slows us down, or refuses our token. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Outgoing } from '../../bot/ports/channel.ts'
import { createLog } from '../../kit/log.ts'
import { createTokens } from '../../kit/tokens.ts'
import { openSlackDouble, type SlackDouble } from '../../testing/doubles/slack/slack-double.ts'
import { createMemoryBlobs } from '../../testing/fakes/memory-blobs.ts'
import { createMemoryUploads } from '../../testing/fakes/memory-uploads.ts'
import { noForms } from '../../testing/fakes/slack-forms.ts'
import { createSlackChannel, type SlackChannel } from './slack-channel.ts'

let double: SlackDouble
let now = Date.now()
const errors: string[] = []
beforeAll(async () => {
  double = await openSlackDouble({ channels: ['one', 'two'] })
})
afterAll(() => double.close())

const words = { cancel: 'Cancel', send: 'Send', look: 'Preview', empty: 'Write something', wrong: (label: string) => `${label}?` }
function channelAt(apiUrl = double.url, blobs = createMemoryBlobs(), uploads = createMemoryUploads()): SlackChannel {
  const quiet = createLog({ level: 'silent' })
  return createSlackChannel({
    token: double.workspace.bot.token,
    signingSecret: null,
    appToken: null,
    apiUrl,
    tokens: createTokens('a secret of the tests'),
    blobs,
    uploads,
    log: { debug: quiet.debug, info: quiet.info, warn: quiet.warn, error: (message) => void errors.push(message) },
    wordsOf: async () => words,
    readerOf: async () => ({ words, list: () => [], form: async () => null, say: () => '', ...noForms }),
    now: () => now,
  })
}
const text = (id: string, name = 'one'): Outgoing => ({
  id,
  room: { id: `r-${name}`, channel: 'slack', account: double.workspace.team, external: double.workspace.channel(name), thread: null },
  kind: 'text',
  text: id,
})

describe('a send', () => {
  it('is in doubt when the answer was lost, and is found when it arrived', async () => {
    const channel = channelAt()
    double.front.faults.next('chat.postMessage', { cut: true }, { drop: true }, { status: 503 }, { error: 'internal_error' })
    const ids = ['arrived', 'lost', 'broken', 'half-way']
    for (const id of ids) expect(await channel.send(text(id))).toEqual({ unknown: true })
    const pages = () => double.front.calls.filter(({ method }) => method === 'conversations.history').length
    const before = pages()
    const found = await channel.find?.(ids, text('x').room)
    expect(found?.map(({ id }) => id)).toEqual(['arrived'])
    // One page of the history tells of all four.
    expect(pages() - before).toBe(1)
  })

  it('of a file is in doubt when the answer was lost, and the file is found by its id', async () => {
    const blobs = createMemoryBlobs()
    const { hash: blob, size } = await blobs.put(new TextEncoder().encode('an invoice'), 1_000)
    const uploads = createMemoryUploads()
    const channel = channelAt(double.url, blobs, uploads)
    const out: Outgoing = {
      id: 'file',
      room: text('x', 'two').room,
      kind: 'media',
      file: { name: 'invoice.txt', mime: 'text/plain', size, blob },
    }
    double.front.faults.next('files.completeUploadExternal', { cut: true }, { drop: true })
    expect(await channel.send(out)).toEqual({ unknown: true })
    expect(await channel.send({ ...out, id: 'lost-file' })).toEqual({ unknown: true })
    // Another process looks for it: that which brought it has died.
    const found = await channelAt(double.url, blobs, uploads).find?.(['file', 'lost-file', 'another'], out.room)
    expect(found).toEqual([{ id: 'file', ref: expect.stringMatching(/^\d+\.\d+$/) }])
    // Where it cannot be kept which file it is, it is not shown.
    const forgetful = { ...uploads, keep: async () => Promise.reject(new Error('the database is away')) }
    const shows = () => double.front.calls.filter(({ method }) => method === 'files.completeUploadExternal').length
    const before = shows()
    expect(await channelAt(double.url, blobs, forgetful).send({ ...out, id: 'kept-back' })).toEqual({ later: expect.any(Number) })
    expect(shows()).toBe(before)
  })

  it('waits as long as Slack says, and holds up nothing else', async () => {
    const channel = channelAt()
    double.front.faults.next('chat.postMessage', { limited: 7 })
    expect(await channel.send(text('limited'))).toEqual({ later: 7_000 })
    expect(await channel.send(text('free', 'two'))).toEqual({ sent: { ref: expect.any(String) } })
  })

  it('waits where no connection was made', async () => {
    expect(await channelAt('http://127.0.0.1:1/api').send(text('nobody'))).toEqual({ unknown: true })
    expect(await channelAt('http://127.0.0.1:2047/api').send(text('nobody'))).toEqual({ later: expect.any(Number) })
  })

  it('is refused for good where the channel is gone', async () => {
    const channel = channelAt()
    for (const error of ['channel_not_found', 'is_archived', 'msg_too_long', 'missing_scope']) {
      double.front.faults.next('chat.postMessage', { error })
      expect([error, await channel.send(text(error))]).toEqual([error, { refused: 'CHANNEL_REJECTED' }])
    }
    expect(errors).toEqual([])
  })

  it('stops with one alert when our token is refused, and goes on when it is taken again', async () => {
    const channel = channelAt()
    double.front.faults.next('chat.postMessage', { error: 'token_revoked' }, { error: 'token_revoked' })
    const calls = () => double.front.calls.length
    expect(await channel.send(text('first'))).toEqual({ later: 60_000 })
    const before = calls()
    for (let i = 0; i < 5; i++) expect(await channel.send(text(`held-${i}`))).toMatchObject({ later: expect.any(Number) })
    expect(calls()).toBe(before)
    now += 61_000
    expect(await channel.send(text('probe'))).toEqual({ later: 60_000 })
    now += 61_000
    expect(await channel.send(text('again'))).toMatchObject({ sent: {} })
    expect(await channel.send(text('and again'))).toMatchObject({ sent: {} })
    expect(errors).toHaveLength(1)
  })
})
