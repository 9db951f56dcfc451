/**
 * One-against-the-rest linear classifiers with squared hinge loss, trained together by dual coordinate descent
 * (Hsieh et al., 2008). Few examples suffice it, it has no learning rate to get wrong, and most updates are
 * zero, so after one round over everything only the pairs of row and label that still matter are visited
 * (shrinking). The same rows in the same order make the same weights.
 */
import { seededRandom, shuffle } from './seeded-random.ts'

/** Sparse rows, one after another: row i is `starts[i]` up to `starts[i + 1]` of `features` and `values`. */
export interface SparseRows {
  readonly starts: Uint32Array
  readonly features: Uint32Array
  readonly values: Float32Array
  readonly labels: Uint16Array
  /** What an example counts; a correction counts more than a seed. */
  readonly weights: Float32Array
}

export interface SvmOptions {
  readonly epochs: number
  /** How dearly a mistake is paid; higher fits closer. */
  readonly cost: number
  /** The order in which rows are visited. */
  readonly seed: number
}

/** `weights[feature * labels + label]`, and the state from which training may go on. */
export interface LinearWeights {
  readonly weights: Float32Array
  readonly duals: Float32Array
}

/** Rounds that visit every pair of row and label before any is left out. */
const FULL_EPOCHS = 1
/** A pair whose score is right by this much more than asked for is left out until training ends. */
const SLACK = 0.1

export function emptyWeights(rows: SparseRows, featureCount: number, labels: number): LinearWeights {
  return { weights: new Float32Array(featureCount * labels), duals: new Float32Array(rows.labels.length * labels) }
}

/** Trains `model` in place on the rows that `order` names, going on from where it stands. */
export function trainSvm(model: LinearWeights, rows: SparseRows, order: Uint32Array, labels: number, options: SvmOptions): void {
  const { weights, duals } = model
  const scores = new Float64Array(labels)
  const moved = new Uint16Array(labels)
  const steps = new Float64Array(labels)
  const everyLabel = Uint16Array.from({ length: labels }, (_, c) => c)
  const active = new Map<number, Uint16Array>()
  const turns = order.slice()
  const random = seededRandom(options.seed)
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    shuffle(turns, random)
    for (const row of turns) {
      const from = rows.starts[row] as number
      const to = rows.starts[row + 1] as number
      const visited = active.get(row) ?? everyLabel
      scores.fill(0)
      if (visited.length === labels) addScores(scores, weights, rows, from, to)
      else addSomeScores(scores, weights, rows, from, to, visited)
      const diagonal = 0.5 / (options.cost * (rows.weights[row] as number))
      let square = diagonal
      for (let k = from; k < to; k++) square += (rows.values[k] as number) ** 2
      const kept: number[] | null = epoch === FULL_EPOCHS - 1 ? [] : null
      let count = 0
      for (const c of visited) {
        const sign = c === rows.labels[row] ? 1 : -1
        const dual = duals[row * labels + c] as number
        const slope = sign * (scores[c] as number) - 1 + diagonal * dual
        const next = Math.max(0, dual - slope / square)
        if (kept && (next > 0 || slope < SLACK)) kept.push(c)
        if (next === dual) continue
        duals[row * labels + c] = next
        steps[count] = (next - dual) * sign
        moved[count++] = c
      }
      if (kept) active.set(row, Uint16Array.from(kept))
      for (let k = from; k < to; k++) {
        const base = (rows.features[k] as number) * labels
        const value = rows.values[k] as number
        for (let m = 0; m < count; m++) {
          const at = base + (moved[m] as number)
          weights[at] = (weights[at] as number) + (steps[m] as number) * value
        }
      }
    }
  }
}

/** Adds a row's weighted features onto `scores`. */
export function addScores(
  scores: Float64Array,
  weights: Float32Array,
  rows: Pick<SparseRows, 'features' | 'values'>,
  from: number,
  to: number,
): void {
  const labels = scores.length
  for (let k = from; k < to; k++) {
    const base = (rows.features[k] as number) * labels
    const value = rows.values[k] as number
    for (let c = 0; c < labels; c++) scores[c] = (scores[c] as number) + (weights[base + c] as number) * value
  }
}

function addSomeScores(scores: Float64Array, weights: Float32Array, rows: SparseRows, from: number, to: number, some: Uint16Array): void {
  const labels = scores.length
  for (let k = from; k < to; k++) {
    const base = (rows.features[k] as number) * labels
    const value = rows.values[k] as number
    for (let m = 0; m < some.length; m++) {
      const c = some[m] as number
      scores[c] = (scores[c] as number) + (weights[base + c] as number) * value
    }
  }
}
