/** The half of tracing.ts that needs OpenTelemetry; loaded only when an endpoint is set. */
import { randomBytes } from 'node:crypto'
import { ROOT_CONTEXT, type SpanContext, SpanKind, SpanStatusCode, TraceFlags, trace } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node'
import { type Piece, spanIdOf, type TracingOptions, traceIdOf } from './flow.ts'

/** At most this many spans wait to be sent, and at most this long, milliseconds. */
const MOST_WAITING = 16_384
const WAIT_MS = 1_000
const EXPORT_MS = 5_000

export function openOtlp({ endpoint, service }: TracingOptions): { record(piece: Piece): void; close(): Promise<void> } {
  const attributes = { 'service.name': service, 'service.namespace': 'relaydesk' }
  const resource = { attributes, merge: () => resource, getRawAttributes: () => Object.entries(attributes) }
  // startSpan asks for its ids before it answers, so what is put here just before is what it gets.
  const ids = { trace: '', span: '' }
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces`, timeoutMillis: EXPORT_MS })
  const provider = new NodeTracerProvider({
    resource: resource as never,
    idGenerator: { generateTraceId: () => ids.trace, generateSpanId: () => ids.span },
    spanProcessors: [
      new BatchSpanProcessor(exporter, { maxQueueSize: MOST_WAITING, scheduledDelayMillis: WAIT_MS, exportTimeoutMillis: EXPORT_MS }),
    ],
  })
  const tracer = provider.getTracer('relaydesk')

  return {
    record: ({ name, flow, key, under, from, to, facts = {}, links = [], failed = false }) => {
      ids.trace = traceIdOf(flow)
      ids.span = key === undefined ? randomBytes(8).toString('hex') : spanIdOf(flow, key)
      const above = under === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, contextOf(flow, under))
      const span = tracer.startSpan(
        name,
        {
          kind: SpanKind.INTERNAL,
          startTime: from,
          attributes: Object.fromEntries(Object.entries(facts).map(([fact, value]) => [`relaydesk.${fact}`, value])),
          links: links.map((link) => ({ context: contextOf(link.flow, link.key) })),
        },
        above,
      )
      if (failed) span.setStatus({ code: SpanStatusCode.ERROR })
      span.end(to)
    },
    close: () => provider.shutdown().catch(() => undefined),
  }
}

function contextOf(flow: string, key: string): SpanContext {
  return { traceId: traceIdOf(flow), spanId: spanIdOf(flow, key), traceFlags: TraceFlags.SAMPLED, isRemote: true }
}
