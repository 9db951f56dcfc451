/**
 * A trained classifier as bytes: weights in one byte each with a scale per feature, a checksum in front. Read
 * as hostile data, because it comes from a table that others may write: what does not fit is MODEL_UNREADABLE.
 *
 * Layout: magic, checksum of the rest, length of the header, header (JSON, padded to four bytes), then per
 * feature bucket (u32), idf (f32), scale (f32), and features × labels weights (i8).
 */
import { DeskError } from '../bot/errors.ts'
import { BUCKETS } from './text-features.ts'

const MAGIC = 0x32434452
const FRONT = 12

export interface ClassifierHeader {
  readonly labels: readonly string[]
  readonly features: number
  /** Scores times this, through softmax, are shares that mean what they say. */
  readonly sharpness: number
  /** Below this confidence a text is most likely about nothing the desk knows. */
  readonly scope: number
  /** What an unknown feature weighs in the length of a text. */
  readonly unknownIdf: number
}

export interface ClassifierParts extends ClassifierHeader {
  readonly buckets: Uint32Array
  readonly idf: Float32Array
  readonly scales: Float32Array
  readonly weights: Int8Array
}

export function encodeClassifier(parts: ClassifierParts): Uint8Array {
  const { labels, features, sharpness, scope, unknownIdf } = parts
  const header = new TextEncoder().encode(JSON.stringify({ labels, features, sharpness, scope, unknownIdf } satisfies ClassifierHeader))
  const body = padded(FRONT + header.length)
  const bytes = new Uint8Array(body + features * 12 + parts.weights.length)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, MAGIC, true)
  view.setUint32(8, header.length, true)
  bytes.set(header, FRONT)
  let at = body
  for (const part of [parts.buckets, parts.idf, parts.scales, parts.weights]) {
    bytes.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at)
    at += part.byteLength
  }
  view.setUint32(4, checksum(bytes), true)
  return bytes
}

export function decodeClassifier(given: Uint8Array): ClassifierParts {
  // A copy: the arrays need aligned bytes, and nobody may change them under a reading. (What a Buffer's slice() is not.)
  const bytes = new Uint8Array(given)
  const view = new DataView(bytes.buffer)
  if (bytes.length < FRONT || view.getUint32(0, true) !== MAGIC) throw unreadable('not a classifier')
  if (view.getUint32(4, true) !== checksum(bytes)) throw unreadable('checksum differs')
  const headerLength = view.getUint32(8, true)
  const body = padded(FRONT + headerLength)
  if (body > bytes.length) throw unreadable('cut short')
  const header = readHeader(bytes.subarray(FRONT, FRONT + headerLength))
  const { features } = header
  if (bytes.length !== body + features * 12 + features * header.labels.length) throw unreadable('wrong length')
  const buckets = new Uint32Array(bytes.buffer, body, features)
  if (buckets.some((bucket) => bucket >= BUCKETS)) throw unreadable('unknown bucket')
  return {
    ...header,
    buckets,
    idf: new Float32Array(bytes.buffer, body + features * 4, features),
    scales: new Float32Array(bytes.buffer, body + features * 8, features),
    weights: new Int8Array(bytes.buffer, body + features * 12),
  }
}

function readHeader(bytes: Uint8Array): ClassifierHeader {
  let header: Partial<Record<keyof ClassifierHeader, unknown>>
  try {
    header = JSON.parse(new TextDecoder().decode(bytes)) as typeof header
  } catch (cause) {
    throw unreadable('header', cause)
  }
  const { labels, features, sharpness, scope, unknownIdf } = header ?? {}
  const sound =
    Array.isArray(labels) &&
    labels.every((one) => typeof one === 'string') &&
    Number.isInteger(features) &&
    (features as number) >= 0 &&
    [sharpness, scope, unknownIdf].every(Number.isFinite)
  if (!sound) throw unreadable('header')
  return { labels, features: features as number, sharpness: sharpness as number, scope: scope as number, unknownIdf: unknownIdf as number }
}

/** FNV-1a over everything behind the checksum. */
function checksum(bytes: Uint8Array): number {
  let h = 0x811c9dc5
  for (let i = 8; i < bytes.length; i++) h = Math.imul(h ^ (bytes[i] as number), 0x01000193)
  return h >>> 0
}

function padded(length: number): number {
  return (length + 3) & ~3
}

function unreadable(why: string, cause?: unknown): DeskError {
  return new DeskError('MODEL_UNREADABLE', { why }, cause)
}
