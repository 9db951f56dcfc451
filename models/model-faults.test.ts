/** Rows 54–63 of the fault catalogue: whatever an endpoint does, a turn is read, in time, and nothing half is believed. Where a row is about times they are a tenth of the real ones, else the real ones. */
import { setTimeout as pause } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DeskError } from '../bot/errors.ts'
import { verifyClaims } from '../bot/understanding/verify-claims.ts'
import {
  type DoubleAnswer,
  failing,
  type ModelDouble,
  openModelDouble,
  type Script,
  SSE,
  streamBytes,
  streamed,
  whole,
} from '../testing/doubles/model/model-double.ts'
import { FakeUnderstand } from '../testing/fakes/fake-understand.ts'
import { fixtureConfig as config } from '../testing/fakes/fixture-config.ts'
import { turnOf, viewOf } from '../testing/fakes/fixture-turn.ts'
import { ModelGate } from './model-gate.ts'
import { OpenAIUnderstanding } from './openai-understanding.ts'
import { ResilientUnderstanding } from './resilient-understanding.ts'
import { seededRandom } from './seeded-random.ts'

const TENTH = {
  times: { firstByteMs: 1_000, wholeMs: 3_000 },
  turnTimes: { turnMs: 3_000, afterFailureMs: 800 },
}
/** What the machine may be late by. */
const LATE = 3_000

let double: ModelDouble
beforeAll(async () => {
  double = await openModelDouble()
})
afterAll(() => double.close())

const turn = turnOf('我买的水壶漏水了，订单号 20260112345')
const words = { message: 0, quote: '水壶漏水' }
const GOOD = {
  intent: 'problem',
  intent_confidence: 0.9,
  intent_words: words,
  category: { category: 'after-sales/quality', confidence: 0.8 },
  other_categories: [],
  category_words: words,
  fields: [{ name: 'order_no', value: '20260112345', confidence: 0.9, words: { message: 0, quote: '订单号 20260112345' } }],
  mood: 'unhappy',
  mood_words: words,
  urgency: null,
  urgency_words: null,
  ticket: null,
  title: '水壶漏水',
  summary: '水壶漏水',
}
const ANSWER = JSON.stringify({ matters: [GOOD] })

function rig(script: Script, options: Partial<ConstructorParameters<typeof OpenAIUnderstanding>[0]> & { gate?: ModelGate } = {}) {
  double.answer(script)
  const alerts: DeskError[] = []
  const gate = options.gate ?? new ModelGate({ onAlert: (error) => alerts.push(error) })
  const better = new OpenAIUnderstanding({ apiKey: 'k', model: 'm', baseURL: double.url, pausesMs: [4, 16], ...options, gate })
  const why: string[] = []
  const both = new ResilientUnderstanding(better, new FakeUnderstand('local-1'), {
    ...(options.turnTimes === TENTH.turnTimes ? { budgetMs: 3_500 } : {}),
    onFallback: (code, error) => why.push(`${code} ${(error as DeskError).facts?.['why'] ?? ''}`),
  })
  const read = async () => {
    const started = performance.now()
    const { claims, model, cost } = await both.read(turn, viewOf(), config, new AbortController().signal)
    const understanding = verifyClaims(turn, claims, config, viewOf(), model)
    return { ms: performance.now() - started, model: model.split(':')[0], cost, understanding }
  }
  return { better, both, read, why, alerts, gate }
}

describe('fault 54: JSON that is broken', () => {
  it('never crashes a reading, and every turn becomes a matter, in 300 mutations', async () => {
    const random = seededRandom(54)
    const mutations: ((text: string) => string)[] = [
      (text) => text.slice(0, Math.floor(random() * text.length)),
      (text) => `Here is the JSON you asked for:\n${text}\nHope it helps!`,
      (text) => `\`\`\`json\n${text}\n\`\`\``,
      (text) => text.replace('"intent":', '"intent":"thanks","intent":'),
      (text) => text.replace('{"intent"', '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"intent"'),
      (text) => text.replaceAll('"', random() < 0.5 ? "'" : '“'),
      (text) => text.replace(/[,:[\]{}]/g, (mark) => (random() < 0.1 ? '' : mark)),
      (text) => text + text,
      (text) => `\ufeff${text}`,
      (text) => [...text].map((letter) => (random() < 0.01 ? '\u0000' : letter)).join(''),
    ]
    const { read } = rig((_, n) => whole((mutations[n % mutations.length] as (text: string) => string)(ANSWER)), { pausesMs: [] })
    for (let i = 0; i < 300; i++) expect((await read()).understanding.matters).toHaveLength(1)
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  it('asks once more, and then reads on this machine', async () => {
    const { read } = rig(() => whole('{"matters":['))
    expect(await read()).toMatchObject({ model: 'local-1', cost: { calls: 2 } })
    expect(double.asked).toHaveLength(2)
  })
})

describe('fault 55: JSON of the wrong shape', () => {
  it('lets nothing through that is on no list', async () => {
    const { read } = rig(() => whole(ANSWER))
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.keys(GOOD)), fc.jsonValue(), async (key, value) => {
        double.answer(() => whole(JSON.stringify({ matters: [{ ...GOOD, [key]: value, extra: value }], extra: value })))
        const { understanding } = await read()
        for (const { category, fields, urgency, intent } of understanding.matters) {
          if (category) expect(config.categories.map((one) => one.key)).toContain(category.key)
          for (const { name } of fields) expect(config.fields.map((one) => one.key)).toContain(name)
          expect([null, 'P1', 'P2', 'P3', 'P4']).toContain(urgency)
          expect(typeof intent).toBe('string')
        }
      }),
      { numRuns: 120, seed: 55 },
    )
  })
})

describe('fault 56: a model that refuses', () => {
  const REFUSALS = [
    'I am sorry, but I cannot help with that.',
    "I can't assist with this request.",
    'As an AI language model, I am unable to process personal data.',
    'I must decline to answer.',
    'Sorry, this content violates our policy.',
    "I'm not able to do that. Is there anything else?",
    'Unfortunately, I cannot comply.',
    'This request was blocked.',
    'No.',
    'I would rather not.',
    '很抱歉，我无法回答这个问题。',
    '抱歉，我不能提供相关帮助。',
    '作为一个人工智能助手，我无法处理此请求。',
    '您的请求包含敏感内容，请修改后重试。',
    '对不起，我还没有学会回答这个问题。',
    '根据相关法律法规，无法显示该内容。',
    '抱歉，我無法協助您處理這項要求。',
    '很抱歉，這個問題我無法回答。',
    '内容审核未通过。',
    '请换个话题吧。',
  ]
  it.each(REFUSALS)('is neither an error nor an answer: “%s”', async (refusal) => {
    const { read, gate } = rig(() => whole(refusal))
    expect((await read()).model).toBe('local-1')
    expect(gate.shut).toBe(false)
    double.answer(() => whole('', { message: { role: 'assistant', content: null, refusal } }))
    expect((await read()).model).toBe('local-1')
    expect(double.asked).toHaveLength(1)
  })
})

describe('fault 57: an answer that is not finished', () => {
  it.each(['length', 'content_filter'])('%s is never taken for a whole one, and gets one more try with more room', async (finish) => {
    const { read } = rig(() => whole(ANSWER, { finish_reason: finish }))
    expect((await read()).model).toBe('local-1')
    expect(double.asked.map((body) => body.max_completion_tokens)).toEqual([8_000, 16_000])
    double.answer((_, n) => streamed(ANSWER, n === 1 ? finish : 'stop'))
    expect((await read()).model).toBe('openai')
  })

  it('an answer without a choice gets one more try', async () => {
    const { read } = rig((_, n) => (n === 1 ? { parts: ['{"id":"x","choices":[]}'] } : whole(ANSWER)))
    expect((await read()).model).toBe('openai')
  })
})

describe('fault 58: an endpoint that takes its time', () => {
  const drip = (gapMs: number): DoubleAnswer => ({
    headers: SSE,
    parts: [...streamBytes(ANSWER)].map((byte) => new Uint8Array([byte])),
    gapMs,
  })
  it.each([
    ['sends no byte', { ends: 'hang' }, 1_000 + 800],
    ['sends no header', { delayMs: 20_000 }, 1_000 + 800],
    ['drips a byte at a time', drip(400), 3_000],
    ['stalls in the middle', { headers: SSE, parts: [streamBytes(ANSWER).subarray(0, 200)], ends: 'hang' }, 1_000 + 800],
  ] as const)('that %s holds a turn up for its budget and no longer', async (_, answer, ms) => {
    const { read } = rig(() => answer as DoubleAnswer, TENTH)
    const { ms: took, model } = await read()
    expect(model).toBe('local-1')
    expect(took).toBeLessThan(ms + LATE)
  })

  it('leaves eight seconds for everything after the first failure, whatever is tried', async () => {
    const { read } = rig((_, n) => (n === 1 ? failing(500) : { delayMs: 20_000, parts: [] }), TENTH)
    const { ms, model } = await read()
    expect(model).toBe('local-1')
    expect(ms).toBeLessThan(800 + LATE)
  })

  it('may think as long as it sends signs of life', async () => {
    const { read } = rig(
      () => ({ headers: SSE, parts: [': still thinking\n\n', ': still thinking\n\n', streamBytes(ANSWER)], gapMs: 600 }),
      TENTH,
    )
    expect((await read()).model).toBe('openai')
  })
})

describe('fault 59: a stream that breaks', () => {
  const short = JSON.stringify({ matters: [{ ...GOOD, fields: [] }] })
  const bytes = streamBytes(short)
  const finished = bytes.indexOf('"finish_reason":"stop"') + '"finish_reason":"stop"}]}'.length

  it('is no answer wherever it is cut, by an end or by a reset', async () => {
    const { better } = rig(() => whole(''), { pausesMs: [], gate: new ModelGate({ probeMs: 0 }) })
    for (let cut = 0; cut < finished; cut += 3) {
      double.answer(() => ({ headers: SSE, parts: [bytes.subarray(0, cut)], ...(cut % 2 ? { ends: 'reset' as const } : {}) }))
      const read = better.read(turn, viewOf(), config, new AbortController().signal)
      await expect(read, `cut at ${cut}`).rejects.toMatchObject({ code: expect.stringMatching(/^MODEL_/) })
    }
  })

  it('is a whole answer without its last line, and however its bytes are split', async () => {
    const { read } = rig(() => ({ headers: SSE, parts: [streamBytes(short, 'stop', false)] }))
    expect((await read()).understanding.matters[0]?.title).toBe('水壶漏水')
    for (let cut = 1; cut < bytes.length; cut += 29) {
      double.answer(() => ({ headers: SSE, parts: [bytes.subarray(0, cut), bytes.subarray(cut)] }))
      expect((await read()).understanding.matters[0]?.title).toBe('水壶漏水')
    }
  })

  it('is tried again', async () => {
    const { read } = rig((_, n) => (n === 1 ? { headers: SSE, parts: [bytes.subarray(0, 300)], ends: 'reset' } : streamed(short)))
    expect((await read()).model).toBe('openai')
  })
})

describe('fault 60: too many requests', () => {
  it('without a time is tried twice more', async () => {
    const { read } = rig((_, n) => (n < 3 ? failing(429) : whole(ANSWER)))
    expect((await read()).model).toBe('openai')
  })

  it('with a short pause is tried after it', async () => {
    const { read } = rig((_, n) => (n === 1 ? failing(429, {}, { 'retry-after-ms': '30' }) : whole(ANSWER)))
    const { model, ms } = await read()
    expect(model).toBe('openai')
    expect(ms).toBeGreaterThan(29)
  })

  it('with a date is tried when the endpoint’s clock, not ours, shows it', async () => {
    const date = new Date(Date.now() + 3_600_000).toUTCString()
    const { read } = rig((_, n) => (n === 1 ? failing(429, {}, { 'retry-after': date, date }) : whole(ANSWER)))
    expect((await read()).model).toBe('openai')
  })

  it('with a day’s pause reads here at once, and keeps everybody away', async () => {
    const { read, alerts } = rig(() => failing(429, {}, { 'retry-after': '86400' }))
    for (let i = 0; i < 20; i++) expect((await read()).ms).toBeLessThan(LATE)
    expect(double.asked).toHaveLength(1)
    expect(alerts).toHaveLength(0)
  })

  it('for want of credit is not tried again, and a person is told once', async () => {
    const { read, alerts } = rig(() => failing(429, { code: 'insufficient_quota', message: 'You exceeded your current quota' }))
    for (let i = 0; i < 20; i++) await read()
    expect(double.asked).toHaveLength(1)
    expect(alerts).toHaveLength(1)
  })
})

describe('fault 61: a storm', () => {
  it('costs five calls and then one a half minute, for ten minutes', async () => {
    const statuses = [500, 502, 503, 529]
    const gate = new ModelGate({ probeMs: 30 })
    const { read } = rig((_, n) => failing(statuses[n % 4] as number), { gate, pausesMs: [1, 1] })
    const started = performance.now()
    while (performance.now() - started < 600) {
      expect((await read()).model).toBe('local-1')
      await pause(1)
    }
    const took = performance.now() - started
    expect(double.asked.length).toBeLessThanOrEqual(5 + Math.ceil(took / 30))
  })

  it.each([401, 403])('%i is not tried again, and a person is told once', async (status) => {
    const { read, alerts } = rig(() => failing(status))
    for (let i = 0; i < 10; i++) await read()
    expect(double.asked).toHaveLength(1)
    expect(alerts).toHaveLength(1)
  })

  it('a prompt that is too long is shortened once', async () => {
    const long = turnOf('水壶漏水'.repeat(3_000))
    const tooLong = failing(400, { code: 'context_length_exceeded', message: 'maximum context length is 4096 tokens' })
    const { better } = rig((_, n) => (n === 1 ? tooLong : whole('{"matters":[]}')))
    await better.read(long, viewOf(), config, new AbortController().signal)
    const [first = 0, second = 0] = double.asked.map((body) => String(body.messages[1]?.content).length)
    expect(second).toBeLessThan(first / 2)
    double.answer(() => tooLong)
    await expect(better.read(long, viewOf(), config, new AbortController().signal)).rejects.toMatchObject({ code: 'MODEL_ANSWER_INVALID' })
    expect(double.asked).toHaveLength(2)
  })
})

describe('fault 62: an answer that is something else', () => {
  const MB = 1024 * 1024
  const bomb = gzipSync(Buffer.alloc(50 * MB, 'a'))
  const block = Buffer.alloc(64 * 1024, 'a')
  it.each([
    ['a web page', { headers: { 'content-type': 'text/html' }, parts: ['<html>Sign in to the hotel network</html>'] }],
    ['fifty megabytes', { parts: Array.from({ length: 800 }, () => block) }],
    ['a bomb', { headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' }, parts: [bomb] }],
    ['a picture', { headers: { 'content-type': 'image/png' }, parts: [block.subarray(0, 100)] }],
    ['a stream of something else', { headers: SSE, parts: ['data: {"hello":"world"}\n\n', 'data: [DONE]\n\n'] }],
    ['a stream that is none', { headers: SSE, parts: ['<html></html>'] }],
  ])('is read here, and %s fills no memory', async (_, answer) => {
    const { read } = rig(() => answer)
    await read()
    const before = process.memoryUsage()
    for (let i = 0; i < 3; i++) expect((await read()).model).toBe('local-1')
    const now = process.memoryUsage()
    expect(now.external + now.arrayBuffers - before.external - before.arrayBuffers).toBeLessThan(20 * MB)
  })
})

describe('fault 63: an endpoint that comes back', () => {
  it('serves a thousand turns that wait, a few at a time first', async () => {
    const gate = new ModelGate({ probeMs: 40 })
    const { better, read } = rig(() => failing(503), {
      gate,
      pausesMs: [],
      turnTimes: { turnMs: 30_000, afterFailureMs: 8_000 },
      times: { firstByteMs: 10_000, wholeMs: 30_000 },
    })
    for (let i = 0; i < 5; i++) await read()
    expect(gate.shut).toBe(true)
    await pause(50)
    double.answer(() => ({ ...whole(ANSWER), delayMs: 5 }))
    const one = () => better.read(turn, viewOf(), config, new AbortController().signal)
    await one()
    const started = performance.now()
    const all = await Promise.allSettled(Array.from({ length: 1_000 }, one))
    expect(all.every((each) => each.status === 'fulfilled')).toBe(true)
    expect(performance.now() - started).toBeLessThan(60_000)
    // The probe is the first of five that go well, five at once; then twenty at once until twenty have.
    expect(Math.max(...double.beside.slice(0, 5))).toBeLessThanOrEqual(5)
    expect(Math.max(...double.beside.slice(5, 25))).toBeLessThanOrEqual(20)
    expect(double.asked).toHaveLength(1_001)
  })
})
