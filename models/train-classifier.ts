/**
 * Trains the local classifier from examples. The order in which they come changes nothing: the same examples
 * make the same bytes, so two processes that train agree.
 */
import { fold } from '../bot/domain/fold.ts'
import type { Example } from '../bot/ports/learn.ts'
import { encodeClassifier } from './classifier-blob.ts'
import { addScores, emptyWeights, type SparseRows, trainSvm } from './linear-svm.ts'
import { toShares } from './local-classifier.ts'
import { quantize } from './quantize.ts'
import { CATEGORIES, type Recipe } from './recipe.ts'
import { vectorize } from './vectorize.ts'
import { withWordCounts } from './word-counts.ts'

const HELD_BACK = 0.1
const MANY_LABELS = 20
const EPOCHS = 5
/** Training goes on with the held-back rows from where it stood, so fewer rounds do. */
const LAST_EPOCHS = 3
/** A right answer less sure than this is still an answer. */
const MOST_SCOPE = 0.3
const FIRST_SEED = 20_260_112
const HOLD_BACK_SALT = 0x5eed

export interface TrainedClassifier {
  readonly bytes: Uint8Array
  readonly examples: number
  /** Share of held-back examples, corrections aside, told right; 0 when there were too few to hold any back. */
  readonly accuracy: number
  /** The same without the examples that are fresh; where no others are held back, `accuracy`. */
  readonly comparable: number
}

/** `seed` moves what training leaves to chance: the order of rows and which are held back. The desk keeps the first. */
export function trainClassifier(given: readonly Example[], seed = FIRST_SEED, recipe: Recipe = CATEGORIES): TrainedClassifier {
  const examples = settle(given)
  const labels = [...new Set(examples.map((one) => one.category))].sort()
  const { rows, buckets, idf, unknownIdf } = vectorize(examples, labels, recipe)
  const { kept, heldBack } = holdBack(
    rows.labels,
    examples.map((one) => hashOf(one.text, seed ^ HOLD_BACK_SALT)),
    labels.length,
  )
  const model = emptyWeights(rows, buckets.length, labels.length)
  const cost = labels.length > MANY_LABELS ? recipe.cost.many : recipe.cost.few
  const everyRow = Uint32Array.from(rows.labels.keys())
  trainSvm(model, rows, kept, labels.length, { epochs: EPOCHS, cost, seed })
  const { sharpness, scope, accuracy, comparable } = calibrate(
    withWordCounts(model.weights, rows, kept, labels.length, recipe.counting),
    rows,
    heldBack,
    examples,
    labels.length,
  )
  if (heldBack.length > 0) trainSvm(model, rows, everyRow, labels.length, { epochs: LAST_EPOCHS, cost, seed })
  const bytes = encodeClassifier({
    labels,
    sharpness,
    scope,
    unknownIdf,
    ...quantize(withWordCounts(model.weights, rows, everyRow, labels.length, recipe.counting), buckets, idf, labels.length),
  })
  return { bytes, examples: examples.length, accuracy, comparable }
}

/** One entry per text and category, in an order of their own; a correction silences the seeds of the same words. */
function settle(given: readonly Example[]): readonly Example[] {
  const byKey = new Map<string, Example>()
  const corrected = new Set<string>()
  for (const example of given) {
    const words = fold(example.text).trim()
    if (words === '') continue
    const key = `${words}\u0000${example.category}`
    if (example.source === 'correction') corrected.add(words)
    if (byKey.get(key)?.source !== 'correction') byKey.set(key, example)
  }
  return [...byKey]
    .filter(([key, example]) => example.source === 'correction' || !corrected.has(key.slice(0, key.indexOf('\u0000'))))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, example]) => example)
}

/**
 * A tenth of each category, so that none is judged by luck; what has fewer than ten gives none. Which tenth hangs on the
 * words alone: with more examples it is the same one and a little more, so that two models are held against the same.
 */
function holdBack(labels: Uint16Array, hashes: readonly number[], count: number): { kept: Uint32Array; heldBack: Uint32Array } {
  const order = Uint32Array.from(labels.keys()).sort((a, b) => (hashes[a] as number) - (hashes[b] as number) || a - b)
  const total = new Uint32Array(count)
  for (const label of labels) total[label] = (total[label] as number) + 1
  const room = total.map((n) => Math.floor(n * HELD_BACK))
  const held = new Set<number>()
  for (const row of order) {
    const label = labels[row] as number
    if ((room[label] as number) === 0) continue
    room[label] = (room[label] as number) - 1
    held.add(row)
  }
  return { kept: order.filter((row) => !held.has(row)), heldBack: order.filter((row) => held.has(row)) }
}

/** Finds the sharpness under which the held-back answers are least surprising, and where confidence means nothing. */
function calibrate(
  weights: Float32Array,
  rows: SparseRows,
  heldBack: Uint32Array,
  examples: readonly Example[],
  labels: number,
): { sharpness: number; scope: number; accuracy: number; comparable: number } {
  const scored = [...heldBack].map((row) => ({
    label: rows.labels[row] as number,
    corrected: rows.weights[row] !== 1,
    fresh: examples[row]?.fresh === true,
    scores: scoresOf(weights, rows, row, labels),
  }))
  let best = { sharpness: 4, loss: Number.POSITIVE_INFINITY }
  for (let sharpness = 0.5; sharpness <= 16; sharpness *= 1.15) {
    const loss = scored.reduce((sum, { label, scores }) => sum - Math.log((toShares(scores.slice(), sharpness)[label] ?? 0) + 1e-9), 0)
    if (scored.length > 0 && loss < best.loss) best = { sharpness, loss }
  }
  const right = scored
    .map(({ label, scores }) => ({ label, shares: toShares(scores.slice(), best.sharpness) }))
    .filter(({ label, shares }) => shares.indexOf(Math.max(...shares)) === label)
    .map(({ label, shares }) => shares[label] as number)
    .sort((a, b) => a - b)
  // Of the answers that were right, one in twenty was less sure than this.
  const scope = Math.min(MOST_SCOPE, right[Math.floor(right.length / 20)] ?? 0)
  const known = scored.filter((one) => !one.fresh)
  return { sharpness: best.sharpness, scope, accuracy: accuracyOf(scored), comparable: accuracyOf(known.length > 0 ? known : scored) }
}

/**
 * Share told right. Corrections are left out: they are the hard cases, and there are more of them each time, so with
 * them a model that has learned would look worse than the one before.
 */
function accuracyOf(scored: readonly { readonly label: number; readonly corrected: boolean; readonly scores: Float64Array }[]): number {
  const plain = scored.filter((one) => !one.corrected)
  const counted = plain.length > 0 ? plain : scored
  return counted.filter(({ label, scores }) => scores.indexOf(Math.max(...scores)) === label).length / Math.max(1, counted.length)
}

function hashOf(text: string, seed: number): number {
  let h = 0x811c9dc5 ^ seed
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return (h ^ (h >>> 15)) >>> 0
}

function scoresOf(weights: Float32Array, rows: SparseRows, row: number, labels: number): Float64Array {
  const scores = new Float64Array(labels)
  addScores(scores, weights, rows, rows.starts[row] as number, rows.starts[row + 1] as number)
  return scores
}
