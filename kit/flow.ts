/** A flow: work that was caused by one thing, the pieces it is told in, and the ids that join them (see tracing.ts). */
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

export interface TracingOptions {
  /** Base address of an OTLP collector, such as http://127.0.0.1:4318. */
  readonly endpoint: string
  readonly service: string
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
