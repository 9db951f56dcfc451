/** A customer speaks instead of typing: the words of the recording become a ticket that says where they are from. The endpoint is aimock. */
import { LLMock } from '@copilotkit/aimock'
import { sql } from 'kysely'
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

/** Half a second of nearly nothing, other bytes for each `n`, as a phone would record it: 8 kHz, 16 bit, one channel. */
function wav(n: number): Buffer {
  const samples = Buffer.alloc(8_000, n)
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

async function speak(customer: string, n: number) {
  const uploaded = await desk.desk.router.request('http://127.0.0.1/web/files?name=voice.wav', {
    method: 'POST',
    headers: { host: '127.0.0.1', 'content-type': 'audio/wav' },
    body: new Uint8Array(wav(n)),
  })
  expect(uploaded.status).toBe(201)
  const file = (await uploaded.json()) as { name: string; mime: string; size: number; blob: string }
  expect(file.mime).toBe('audio/wav')
  const sent = { customer: { id: customer, name: customer }, id: 'v1', text: '', attachments: [file] }
  expect((await desk.call('POST', '/v1/messages', sent)).status).toBe(202)
  const { number } = await desk.until(async () => (await desk.tickets(customer))[0])
  return desk.ticket(number)
}

it('a voice message over the API is written down, marked as such, and becomes a ticket with what was said', async () => {
  // A machine that is busy beyond measure may hear nothing within the desk's eight seconds: then somebody else speaks.
  let ticket = await speak('ann-0', 0)
  for (let n = 1; n < 6 && ticket.title === 'voice.wav'; n++) ticket = await speak(`ann-${n}`, n)
  expect(ticket).toMatchObject({ category: 'after-sales/quality', title: '水壶漏水' })
  expect(ticket.fields).toContainEqual(expect.objectContaining({ name: 'order_no', value: '20260112345' }))
  type Why = { turns: { messages: { text: string }[] }[]; spent: { calls: number } }
  const why = await desk.get<Why>(`/v1/tickets/${ticket.number}/why`)
  expect(why.turns[0]?.messages[0]?.text).toBe(`🎤 ${SPOKEN}`)
  expect(why.spent.calls).toBe(2)
  const { rows } = await sql<{ fold: string }>`select fold from ticket where number = ${ticket.number.slice(2)}`.execute(desk.db.kysely)
  expect(JSON.parse(rows[0]?.fold ?? '{}').marks).toContain('voice')
  // What was heard is masked like what was typed before the model that reads sees it.
  const asked = JSON.stringify(
    mock
      .getRequests()
      .filter((one) => one.path.includes('chat'))
      .map((one) => one.body),
  )
  expect(asked).toContain('🎤')
  expect(asked).not.toContain('13812345678')
}, 120_000)
