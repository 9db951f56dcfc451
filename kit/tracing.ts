/**
 * Traces over process boundaries without a column for them. Work crosses processes as rows, and the rows have ids
 * (32 hex digits): trace and span ids are computed from an id's second half, its random part. Whoever gives what it
 * makes an id with the same second half as what caused it (`idWithin` in flow.ts) has joined the two: every process
 * that holds one of them knows the trace, and which span was the parent, with nothing stored or sent along.
 *
 * Pieces of work are recorded when they are over. Until `startTracing` is called `trace` is null, so `trace?.(…)`
 * costs nothing, and no package of OpenTelemetry is loaded. Spans hold ids, kinds, codes and counts; never words,
 * names, or ids that platforms gave.
 */
import type { Piece, TracingOptions } from './flow.ts'

/** Records a piece of work; null while nobody traces. */
export let trace: ((piece: Piece) => void) | null = null

/** Answers the way to stop, which sends what is left. A collector that is away costs spans and nothing else. */
export async function startTracing(options: TracingOptions): Promise<() => Promise<void>> {
  const { openOtlp } = await import('./tracing-otlp.ts')
  const otlp = openOtlp(options)
  trace = otlp.record
  return async () => {
    trace = null
    await otlp.close()
  }
}

/** Milliseconds since 1970, finer than Date.now and never going back. */
export function clock(): number {
  return performance.timeOrigin + performance.now()
}
