/** One trace from a customer's words to the platform call, put together by processes that share nothing but rows. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTracing } from '../../kit/tracing.ts'
import { type FreshDesk, freshDesk } from '../desk-template.ts'
import { type OtlpReceiver, type SpanSeen, startOtlpReceiver } from '../otlp-receiver.ts'

let desk: FreshDesk
let collector: OtlpReceiver
let number = ''
beforeAll(async () => {
  collector = await startOtlpReceiver()
  desk = await freshDesk({ start: false })
  const intake = await startTracing({ endpoint: `${collector.endpoint}/`, service: 'intake' })
  await desk.say('zoe-the-customer', '我上周买的口红断了，太气人了')
  await desk.say('zoe-the-customer', '订单号 20260112345')
  await intake()
  // Another desk on the same rows, and another start of tracing: nothing in memory goes over.
  const worker = await startTracing({ endpoint: collector.endpoint, service: 'worker' })
  await desk.restart({ start: true })
  number = (await desk.until(async () => (await desk.tickets('zoe-the-customer'))[0])).number
  await desk.card('after-sales', number)
  expect((await desk.command(number, 'lin', 'take')).status).toBe(200)
  await desk.until(async () => (await desk.ticket(number)).owner)
  // What is under way is finished, and its spans recorded, when the desk has stopped.
  await desk.desk.stop()
  await worker()
}, 60_000)
afterAll(async () => {
  await desk.stop().catch(() => undefined)
  await collector.close()
})

const named = (name: string) => collector.spans.filter((span) => span.name === name)
const fact = (span: SpanSeen | undefined, key: string) => {
  const value = span?.attributes.find((each) => each.key === `relaydesk.${key}`)?.value ?? {}
  return value['stringValue'] ?? Number(value['intValue'])
}

describe('the trace of a turn', () => {
  it('leads from the intake of its first words over the turn, the model and the commit to the deliveries', () => {
    const [turn] = named('turn').filter((span) => fact(span, 'result') === 'done')
    const trace = collector.spans.filter((span) => span.traceId === turn?.traceId)
    const one = (name: string) => {
      const found = trace.filter((span) => span.name === name && (name !== 'turn' || span === turn))
      expect(found, name).toHaveLength(1)
      return found[0] as SpanSeen
    }
    const [intake, model, commit] = [one('intake'), one('model'), one('commit')]
    expect([intake.service, turn?.service, model.service, commit.service]).toEqual(['intake', 'worker', 'worker', 'worker'])
    expect(intake.parentSpanId ?? '').toBe('')
    expect(turn?.parentSpanId).toBe(intake.spanId)
    expect([model.parentSpanId, commit.parentSpanId]).toEqual([turn?.spanId, turn?.spanId])
    const deliveries = trace.filter((span) => span.name === 'deliver')
    expect(deliveries.map((span) => span.parentSpanId)).toEqual(deliveries.map(() => commit.spanId))
    expect(deliveries.map((span) => fact(span, 'kind'))).toContain('card')
    expect(new Set(trace.map((span) => span.name))).toEqual(new Set(['intake', 'turn', 'model', 'commit', 'deliver']))
    const at = (nano: string | undefined) => BigInt(nano ?? 0)
    expect(at(intake.startTimeUnixNano)).toBeLessThan(at(commit.startTimeUnixNano))
    expect(at(commit.endTimeUnixNano)).toBeLessThanOrEqual(at(deliveries[0]?.startTimeUnixNano))
  })

  it('links to the intake of what was said in the same burst', () => {
    const [turn] = named('turn').filter((span) => fact(span, 'result') === 'done')
    const others = named('intake').filter((span) => span.service === 'intake' && span.traceId !== turn?.traceId)
    expect(others).toHaveLength(1)
    expect(turn?.links?.map(({ traceId, spanId }) => [traceId, spanId])).toEqual(others.map(({ traceId, spanId }) => [traceId, spanId]))
    expect(fact(turn, 'messages')).toBe(2)
  })

  it('is another one for what an agent did', () => {
    const [event] = named('event').filter((span) => fact(span, 'what') === 'command')
    const trace = collector.spans.filter((span) => span.traceId === event?.traceId).map((span) => span.name)
    expect(trace).toEqual(expect.arrayContaining(['intake', 'event', 'commit', 'deliver']))
  })

  it('holds no word, name or number that a customer gave', () => {
    const all = collector.raw.join('\n')
    expect(collector.spans.length).toBeGreaterThan(8)
    for (const word of ['口红', '20260112345', 'zoe-the-customer', 'after-sales', number]) expect(all).not.toContain(word)
  })

  it('has ids of the right length, no span twice, and no end before its start', () => {
    for (const span of collector.spans) {
      expect(span.traceId).toMatch(/^[0-9a-f]{32}$/)
      expect(span.spanId).toMatch(/^[0-9a-f]{16}$/)
      expect(BigInt(span.endTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(span.startTimeUnixNano))
    }
    expect(new Set(collector.spans.map((span) => `${span.traceId}${span.spanId}`)).size).toBe(collector.spans.length)
  })
})
