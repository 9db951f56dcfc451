import { afterEach, describe, expect, it } from 'vitest'
import { createMetrics, type Metrics } from './metrics.ts'

let metrics: Metrics | null = null

afterEach(() => metrics?.close())

describe('metrics', () => {
  it('shows what was counted, with the process and the lag of its event loop', async () => {
    metrics = createMetrics()
    metrics.events.inc({ channel: 'web', what: 'message' })
    metrics.ackSeconds.observe({ channel: 'web' }, 0.02)
    const { type, body } = await metrics.text()
    expect(type).toContain('text/plain')
    expect(body).toContain('relaydesk_events_total{channel="web",what="message"} 1')
    expect(body).toContain('relaydesk_ack_seconds_bucket{le="0.025",channel="web"} 1')
    expect(body).toMatch(/relaydesk_event_loop_lag_p99_seconds [\d.]+/)
    expect(body).toContain('process_cpu_seconds_total')
  })

  it('measures when asked, and answers though a measure fails', async () => {
    metrics = createMetrics()
    const { oldestDue } = metrics
    metrics.onScrape(() => Promise.reject(new Error('the database is away')))
    metrics.onScrape(async () => oldestDue.set({ work: 'send' }, 7))
    expect((await metrics.text()).body).toContain('relaydesk_oldest_due_seconds{work="send"} 7')
  })

  it('names every metric with its unit or as a total', async () => {
    metrics = createMetrics()
    const { body } = await metrics.text()
    const ours = [...body.matchAll(/^# TYPE (relaydesk_\w+) (\w+)$/gm)].map(([, name = '', kind]) => [name, kind] as const)
    expect(ours.length).toBeGreaterThan(11)
    expect(ours.filter(([name, kind]) => kind === 'counter' && !name.endsWith('_total'))).toEqual([])
    expect(ours.filter(([name, kind]) => kind === 'histogram' && !name.endsWith('_seconds'))).toEqual([])
  })
})
