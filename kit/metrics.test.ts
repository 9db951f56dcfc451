import { afterEach, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { read } from '../testing/repository.ts'
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

interface Rule {
  readonly alert: string
  readonly expr: string
  readonly for: string
  readonly labels: { readonly severity: string }
  readonly annotations: { readonly summary: string; readonly description: string }
}
interface Panel {
  readonly id: number
  readonly type: string
  readonly title: string
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number }
  readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[]
}

const rules = () => (parse(read('deploy/prometheus/alerts.yaml')) as { groups: { rules: Rule[] }[] }).groups.flatMap((group) => group.rules)
const panels = () => (JSON.parse(read('deploy/grafana/relaydesk.json')) as { panels: Panel[] }).panels

/** What PromQL itself knows; every other name in an expression must be a metric or a label. */
const WORDS = new Set('sum max min by rate histogram_quantile or and unless'.split(' '))
/** Made by Prometheus for every target. */
const SCRAPED = { up: ['job', 'instance'] }

/** Metrics with their labels, as the registry has them; a histogram is asked for by its parts. */
async function known(): Promise<ReadonlyMap<string, readonly string[]>> {
  metrics = createMetrics()
  const all = new Map<string, readonly string[]>(Object.entries(SCRAPED))
  for (const { name, type, labels } of metrics.shapes()) {
    const parts = type === 'histogram' ? ['_bucket', '_sum', '_count'] : ['']
    for (const part of parts) all.set(`${name}${part}`, [...labels, 'job', 'instance', ...(part === '_bucket' ? ['le'] : [])])
  }
  return all
}

/** What is wrong with an expression, as far as names, labels and brackets go. */
function wrongWith(expr: string, names: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const wrong: string[] = []
  for (const [open, close] of ['()', '[]', '{}'].map((pair) => [...pair])) {
    if (expr.split(open ?? '').length !== expr.split(close ?? '').length) wrong.push(`${open}${close} do not match`)
  }
  const bare = expr.replace(/"[^"]*"/g, '""').replace(/\[[^\]]*\]/g, '')
  const found = [...bare.matchAll(/[a-z_][a-z0-9_]*/gi)].map(([name]) => name).filter((name) => !WORDS.has(name))
  const used = found.filter((name) => names.has(name))
  if (used.length === 0) wrong.push('names no metric')
  const labels = new Set(used.flatMap((name) => names.get(name) ?? []))
  for (const name of found) if (!names.has(name) && !labels.has(name)) wrong.push(`${name} is no metric and no label of one`)
  return wrong
}

describe('alert rules and dashboard', () => {
  it('name only metrics and labels that exist', async () => {
    const names = await known()
    const shown = panels().flatMap((panel) => panel.targets?.map(({ expr }) => ({ of: panel.title, expr })) ?? [])
    const all = [...rules().map(({ alert, expr }) => ({ of: alert, expr })), ...shown]
    expect(all.length).toBeGreaterThan(30)
    expect(all.flatMap(({ of, expr }) => wrongWith(expr, names).map((wrong) => `${of}: ${wrong}`))).toEqual([])
  })

  it.each([
    ['sum(relaydesk_gone_total)', 'names no metric'],
    ['sum by (room) (relaydesk_needs_person)', 'room is no metric and no label of one'],
    ['max(relaydesk_needs_person', '() do not match'],
    ['rate(relaydesk_ack_seconds[5m])', 'names no metric'],
  ])('are found wrong with %s', async (expr, wrong) => {
    expect(wrongWith(expr, await known())).toContain(wrong)
  })

  it('show every metric of the desk', async () => {
    const shown = panels().flatMap((panel) => panel.targets?.map(({ expr }) => expr) ?? [])
    metrics = createMetrics()
    const ours = metrics.shapes().filter(({ name }) => name.startsWith('relaydesk_'))
    expect(ours.length).toBeGreaterThan(15)
    expect(ours.filter(({ name }) => !shown.some((expr) => expr.includes(name))).map(({ name }) => name)).toEqual([])
  })

  it('are whole: every rule has its words, every panel its place, no two at one', () => {
    for (const { alert, for: wait, labels, annotations } of rules()) {
      expect(wait, alert).toMatch(/^\d+m$/)
      expect(['page', 'ticket', 'info'], alert).toContain(labels.severity)
      expect(annotations.summary && annotations.description, alert).toBeTruthy()
    }
    expect(new Set(panels().map(({ id }) => id)).size).toBe(panels().length)
    const taken = new Set<string>()
    for (const { title, gridPos } of panels()) {
      expect(gridPos.x + gridPos.w, title).toBeLessThanOrEqual(24)
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
        expect(taken.has(`${x}/${gridPos.y}`), title).toBe(false)
        taken.add(`${x}/${gridPos.y}`)
      }
    }
  })
})
