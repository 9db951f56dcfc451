import { describe, expect, it } from 'vitest'
import { startOtlpReceiver } from '../testing/otlp-receiver.ts'
import { filesUnder, read } from '../testing/repository.ts'
import { idWithin, spanIdOf, traceIdOf } from './flow.ts'
import { createIds } from './ids.ts'
import { clock, startTracing, trace } from './tracing.ts'

describe('ids within a flow', () => {
  it('are whole ids, unique, in order, and lead to the trace of their cause', () => {
    const ids = createIds()
    const cause = ids.next()
    const made = Array.from({ length: 5_000 }, () => idWithin(ids.next(), cause))
    expect(new Set(made).size).toBe(made.length)
    expect(made).toEqual([...made].sort())
    for (const id of made.slice(0, 10)) {
      expect(id).toMatch(/^[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}$/)
      expect(traceIdOf(id)).toBe(traceIdOf(cause))
      expect(spanIdOf(id, 'commit')).toBe(spanIdOf(cause, 'commit'))
    }
    expect(spanIdOf(cause, 'commit')).not.toBe(spanIdOf(cause, 'intake'))
    expect(traceIdOf(ids.next())).not.toBe(traceIdOf(cause))
  })

  it('stay as they are without a cause, or with one that is no id', () => {
    const id = createIds().next()
    expect([idWithin(id, undefined), idWithin(id, 'c1')]).toEqual([id, id])
  })
})

describe('tracing', () => {
  const piece = () => ({ name: 'piece', flow: createIds().next(), from: clock() - 5, to: clock() })

  it('is off, and nothing of OpenTelemetry loaded, until it is started', () => {
    expect(trace).toBeNull()
    const importers = filesUnder('', /(?<!\.test)\.tsx?$/).filter((path) => /from '@opentelemetry\//.test(read(path)))
    expect(importers).toEqual(['kit/tracing-otlp.ts'])
    const loaders = filesUnder('', /(?<!\.test)\.tsx?$/).filter((path) => read(path).includes('tracing-otlp.ts'))
    expect(loaders).toEqual(['kit/tracing.ts'])
    expect(read('kit/tracing.ts')).not.toMatch(/^import .*tracing-otlp/m)
  })

  it('sends what was recorded, at the latest when it stops, and is off again', async () => {
    const collector = await startOtlpReceiver()
    const stop = await startTracing({ endpoint: collector.endpoint, service: 'a-test' })
    for (let i = 0; i < 1_500; i++) trace?.({ ...piece(), facts: { n: i }, failed: i === 0 })
    await stop()
    expect(trace).toBeNull()
    expect(collector.spans).toHaveLength(1_500)
    expect(collector.spans[0]).toMatchObject({ service: 'a-test', name: 'piece', status: { code: 2 } })
    await collector.close()
  })

  it('loses spans and nothing else while the collector is away', async () => {
    const stop = await startTracing({ endpoint: 'http://127.0.0.1:9', service: 'a-test' })
    trace?.(piece())
    const started = performance.now()
    await stop()
    expect(performance.now() - started).toBeLessThan(8_000)
  })
})
