/**
 * Traces over process boundaries without a column for them. Work crosses processes as rows, and the rows have ids
 * (32 hex digits): trace and span ids are computed from an id's second half, its random part. Whoever gives what it
 * makes an id with the same second half as what caused it (`idWithin`) has joined the two: every process that holds
 * one of them knows the trace, and which span was the parent, with nothing stored or sent along.
 *
 * Pieces of work are recorded when they are over. Until `startTracing` is called `trace` is null, so `trace?.(…)`
 * costs nothing, and no package of OpenTelemetry is loaded. Spans hold ids, kinds, codes and counts; never words,
 * names, or ids that platforms gave.
 */
import { createHash } from 'node:crypto'

export interface Piece {
  readonly name: string
  /** Any id of the flow: that of its cause, or of something made within. */
  readonly flow: string
  /** Makes the span's own id computable, for pieces below it; random without. */
  readonly key?: string
  /** The key of the piece it is part of; without, it is the root of its trace. */
  readonly under?: string
  /** Milliseconds since 1970, as `clock` tells. */
  readonly from: number
  readonly to: number
  readonly facts?: Readonly<Record<string, string | number>>
  /** Flows whose pieces of that key belong to this one, too. */
  readonly links?: readonly { readonly flow: string; readonly key: string }[]
  readonly failed?: boolean
}

/** Records a piece of work; null while nobody traces. */
export let trace: ((piece: Piece) => void) | null = null

export interface TracingOptions {
  /** Base address of an OTLP collector, such as http://127.0.0.1:4318. */
  readonly endpoint: string
  readonly service: string
}

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

/** `id`, made over to the flow of `cause`: unique as long as no cause is worked off twice in one millisecond. */
export function idWithin(id: string, cause: string | undefined): string {
  return cause?.length === ID ? id.slice(0, HALF) + cause.slice(HALF) : id
}

export function traceIdOf(flow: string): string {
  return hash(`trace/${flow.slice(HALF)}`, ID)
}

export function spanIdOf(flow: string, key: string): string {
  return hash(`${key}/${flow.slice(HALF)}`, HALF)
}

const ID = 32
const HALF = 16

/** A hash, because samplers look at trace ids and want all their bits random. */
function hash(text: string, digits: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, digits)
}
