/** A customer speaks instead of typing: the words of the recording become a ticket that says where they are from. The endpoint is aimock. */
import { LLMock } from '@copilotkit/aimock'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type FreshDesk, freshDesk } from '../desk-template.ts'

const SPOKEN = '我上周买的水壶漏水了，订单号 20260112345，手机 13812345678'
const mock = new LLMock({ port: 0, logLevel: 'silent' })
let desk: FreshDesk
beforeAll(async () => {
  await mock.start()
  mock.onTranscription({ transcription: { text: SPOKEN } })
  const words = { message: 0, quote: '水壶漏水了' }
  const fields = [{ name: 'order_no', value: '20260112345', confidence: 0.9, words: { message: 0, quote: '20260112345' } }]
  const rest = {
    mood: 'neutral',
    mood_words: words,
    urgency: null,
    urgency_words: null,
    ticket: null,
    title: '水壶漏水',
    summary: '水壶漏水',
  }
  const category = { category: { category: 'after-sales/quality', confidence: 0.9 }, other_categories: [], category_words: words }
  const matter = { intent: 'problem', intent_confidence: 0.9, intent_words: words, ...category, fields, ...rest }
  mock.on(
    { predicate: (request) => Array.isArray(request.messages) && request.messages.length > 0 },
    { content: JSON.stringify({ matters: [matter] }) },
  )
  desk = await freshDesk({
    env: { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: `${mock.url}/v1`, OPENAI_MODEL: 'reader', OPENAI_VOICE_MODEL: 'ear' },
  })
}, 120_000)
afterAll(async () => {
  await desk.stop()
  await mock.stop()
})

/** Half a second of silence, as a phone would record it: 8 kHz, 16 bit, one channel. */
function wav(): Buffer {
  const samples = Buffer.alloc(8_000)
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + samples.length, 4)
  head.write('WAVEfmt ', 8)
  for (const [at, value] of [
    [16, 16],
    [24, 8_000],
    [28, 16_000],
    [40, samples.length],
  ] as const)
    head.writeUInt32LE(value, at)
  for (const [at, value] of [
    [20, 1],
    [22, 1],
    [32, 2],
    [34, 16],
  ] as const)
    head.writeUInt16LE(value, at)
  head.write('data', 36)
  return Buffer.concat([head, samples])
}

it('a voice message over the API is written down, marked as such, and becomes a ticket with what was said', async () => {
  const uploaded = await desk.desk.router.request('http://127.0.0.1/web/files?name=voice.wav', {
    method: 'POST',
    headers: { host: '127.0.0.1', origin: 'http://127.0.0.1', 'content-type': 'audio/wav' },
    body: new Uint8Array(wav()),
  })
  expect(uploaded.status).toBe(201)
  const file = (await uploaded.json()) as { name: string; mime: string; size: number; blob: string }
  expect(file.mime).toMatch(/^audio\//)
  const sent = { customer: { id: 'ann', name: 'ann' }, id: 'v1', text: '', attachments: [file] }
  expect((await desk.call('POST', '/v1/messages', sent)).status).toBe(202)
  const { number } = await desk.until(async () => (await desk.tickets('ann'))[0])
  const ticket = await desk.ticket(number)
  expect(ticket).toMatchObject({ category: 'after-sales/quality', title: '水壶漏水' })
  expect(ticket.fields).toContainEqual(expect.objectContaining({ name: 'order_no', value: '20260112345' }))
  type Why = { marks?: readonly string[]; turns: { messages: { text: string }[] }[]; spent: { calls: number } }
  const why = await desk.get<Why>(`/v1/tickets/${number}/why`)
  expect(why.turns[0]?.messages[0]?.text).toBe(`🎤 ${SPOKEN}`)
  expect(why.spent.calls).toBe(2)
  expect(JSON.stringify(await desk.card('after-sales', number))).toContain('🎤')
  // What was heard is masked like what was typed before the model that reads sees it.
  const asked = JSON.stringify(
    mock
      .getRequests()
      .filter((one) => one.path.includes('chat'))
      .map((one) => one.body),
  )
  expect(asked).toContain('🎤')
  expect(asked).not.toContain('13812345678')
  expect(mock.getRequests().filter((one) => one.path.includes('transcriptions'))).toHaveLength(1)
})
