/**
 * Every metric of the desk, created in one place so that names and labels stay few and known. Labels hold
 * channel names, kinds, codes and outcomes; never an id, a name or a text.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** A scrape answers with what it has after this, even while the database is away. */
const MEASURE_MS = 2000

const LOOK_MS = 10

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

export type Metrics = ReturnType<typeof createMetrics>

/** A registry of its own per call, so that tests and several desks in one process do not mix. */
export function createMetrics() {
  const registry = new Registry()
  const measures: (() => Promise<void>)[] = []
  const lag = monitorEventLoopDelay({ resolution: LOOK_MS })
  lag.enable()
  collectDefaultMetrics({ register: registry })

  const counter = <const L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Counter({ name: `relaydesk_${name}_total`, help, labelNames, registers: [registry] })
  const histogram = <const L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Histogram({ name: `relaydesk_${name}_seconds`, help, labelNames, buckets: SECONDS, registers: [registry] })
  const gauge = <const L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Gauge({ name: `relaydesk_${name}`, help, labelNames, registers: [registry] })

  new Gauge({
    name: 'relaydesk_event_loop_lag_p99_seconds',
    help: 'How late timers of this process ran, 99th percentile since the last scrape.',
    registers: [registry],
    collect() {
      // What is measured is the time between two looks; how late a look was is what exceeds their distance.
      this.set(Number.isNaN(lag.mean) ? 0 : Math.max(0, lag.percentile(99) / 1e9 - LOOK_MS / 1000))
      lag.reset()
    },
  })

  return {
    events: counter('events', 'Events taken in and committed.', ['channel', 'what']),
    duplicates: counter('duplicate_events', 'Events whose key was known already.', ['channel']),
    deliveries: counter('deliveries', 'Platform calls by outcome.', ['channel', 'outcome']),
    errors: counter('errors', 'Failures by code.', ['code']),
    readings: counter('model_readings', 'Turns read, by the model that answered.', ['model']),
    fallbacks: counter('model_fallbacks', 'Turns read by the second choice because the first failed.', ['code']),
    droppedClaims: counter('dropped_claims', 'Claims of models that the words did not bear out.', ['reason']),
    modelTokens: counter('model_tokens', 'Tokens that models were asked and answered with.', ['direction']),
    lookups: counter('lookups', 'Questions to other systems (lookups of the configuration), by outcome.', ['outcome']),
    modelCapped: counter('model_capped', 'Turns read by the built-in model because the budget of the endpoint was spent.', ['by']),
    modelAlerts: counter('model_alerts', 'Refusals of the endpoint that only a person can mend: its key, its credit, its address.', [
      'code',
    ]),
    trainings: counter('trainings', 'Models trained: used, or refused because worse on held-back examples.', ['outcome']),
    turnGrowth: counter('turn_growth', 'Messages that joined a turn which had been read, so that it was read again.', []),
    epochDrops: counter('epoch_drops', 'Words of the desk that died unsent because somebody else speaks by now.', []),
    unsaid: counter('unsaid', 'Words of the desk kept back because it had said enough in a conversation within a minute.', []),
    droppedRings: counter('dropped_rings', 'Bell rings that were lost; each costs a short poll.', ['work']),

    ackSeconds: histogram('ack', 'From an event received to its acknowledgement.', ['channel']),
    deliverySeconds: histogram('delivery', 'From a delivery queued to its outcome.', ['channel']),

    oldestDue: gauge('oldest_due_seconds', 'Age of the oldest work that is due.', ['work']),
    lanesInDoubt: gauge('lanes_in_doubt', 'Lanes with a delivery that may or may not have arrived.', []),
    modelShut: gauge('model_shut', '1 while the endpoint is left alone because it failed.', []),
    needsPerson: gauge('needs_person', 'Items the desk gave up on and a person must see.', []),

    /** Called before each scrape to set gauges; one that fails or is slow leaves the old value. */
    onScrape(measure: () => Promise<void>): void {
      measures.push(measure)
    },
    /** Names, kinds and labels of all metrics, for whoever checks what asks for them. */
    shapes(): readonly { readonly name: string; readonly type: string; readonly labels: readonly string[] }[] {
      return registry.getMetricsAsArray().map((metric) => {
        const { name, labelNames } = metric as unknown as { name: string; labelNames?: readonly string[] }
        const type = metric instanceof Histogram ? 'histogram' : metric instanceof Counter ? 'counter' : 'gauge'
        return { name, type, labels: labelNames ?? [] }
      })
    },
    /** What `GET /metrics` answers. */
    async text(): Promise<{ readonly type: string; readonly body: string }> {
      const late = new Promise<void>((resolve) => setTimeout(resolve, MEASURE_MS).unref())
      if (measures.length > 0) await Promise.race([Promise.allSettled(measures.map(async (measure) => measure())), late])
      return { type: registry.contentType, body: await registry.metrics() }
    },
    close(): void {
      lag.disable()
      registry.clear()
    },
  }
}
