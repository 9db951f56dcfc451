/**
 * The trained models of one version as one blob: which category, and which mood. Read as hostile data, as the classifiers
 * inside it are, each with its own checksum: what does not fit is MODEL_UNREADABLE.
 *
 * Layout: magic, length of the first part, the first part, the second part (empty: no mood was taught).
 */
import { DeskError } from '../bot/errors.ts'
import { LocalClassifier } from './local-classifier.ts'
import { MOOD } from './mood-hints.ts'

const MAGIC = 0x324d4452
const FRONT = 8

export interface ModelParts {
  readonly classifier: LocalClassifier
  readonly moods: LocalClassifier | null
}

export function encodeModel(categories: Uint8Array, moods: Uint8Array | null): Uint8Array {
  const bytes = new Uint8Array(FRONT + categories.length + (moods?.length ?? 0))
  const view = new DataView(bytes.buffer)
  view.setUint32(0, MAGIC, true)
  view.setUint32(4, categories.length, true)
  bytes.set(categories, FRONT)
  if (moods) bytes.set(moods, FRONT + categories.length)
  return bytes
}

export function decodeModel(bytes: Uint8Array): ModelParts {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < FRONT || view.getUint32(0, true) !== MAGIC) throw new DeskError('MODEL_UNREADABLE', { why: 'not a model' })
  const middle = FRONT + view.getUint32(4, true)
  if (middle > bytes.length) throw new DeskError('MODEL_UNREADABLE', { why: 'cut short' })
  const moods = bytes.subarray(middle)
  return {
    classifier: LocalClassifier.load(bytes.subarray(FRONT, middle)),
    moods: moods.length === 0 ? null : LocalClassifier.load(moods, MOOD),
  }
}
