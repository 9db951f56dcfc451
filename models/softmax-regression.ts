/**
 * Multinomial logistic regression over sparse features, trained by AdaGrad. Small enough to read whole, quick
 * enough to retrain while a team works, and the same result for the same rows: no clock, no `Math.random`.
 */

/** Sparse rows, one after another: row i is `starts[i]` up to `starts[i + 1]` of `features` and `values`. */
export interface SparseRows {
  readonly starts: Uint32Array
  readonly features: Uint32Array
  readonly values: Float32Array
  readonly labels: Uint16Array
  readonly weights: Float32Array
}

export interface SoftmaxOptions {
  readonly epochs: number
  readonly rate: number
  readonly l2: number
}

export interface SoftmaxModel {
  /** `weights[feature * labels + label]`. */
  readonly weights: Float32Array
  readonly bias: Float32Array
  readonly labels: number
}

/** Trains on the given rows only; `order` names them. */
export function trainSoftmax(rows: SparseRows, order: Uint32Array, featureCount: number, labels: number, options: SoftmaxOptions): SoftmaxModel {
  const weights = new Float32Array(featureCount * labels)
  const squares = new Float32Array(featureCount * labels).fill(1e-3)
  const bias = new Float32Array(labels)
  const biasSquares = new Float32Array(labels).fill(1)
  const scores = new Float64Array(labels)
  const random = seededRandom(20_260_112)
  const turns = order.slice()
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    shuffle(turns, random)
    for (const row of turns) {
      const from = rows.starts[row] as number
      const to = rows.starts[row + 1] as number
      scores.set(bias)
      for (let k = from; k < to; k++) {
        const base = (rows.features[k] as number) * labels
        const value = rows.values[k] as number
        for (let c = 0; c < labels; c++) scores[c] = (scores[c] as number) + (weights[base + c] as number) * value
      }
      softmax(scores)
      const truth = rows.labels[row] as number
      scores[truth] = (scores[truth] as number) - 1
      const weight = rows.weights[row] as number
      for (let c = 0; c < labels; c++) {
        const gradient = (scores[c] as number) * weight
        scores[c] = gradient
        biasSquares[c] = (biasSquares[c] as number) + gradient * gradient
        bias[c] = (bias[c] as number) - (options.rate * 0.1 * gradient) / Math.sqrt(biasSquares[c] as number)
      }
      for (let k = from; k < to; k++) {
        const base = (rows.features[k] as number) * labels
        const value = rows.values[k] as number
        for (let c = 0; c < labels; c++) {
          const at = base + c
          const gradient = (scores[c] as number) * value + options.l2 * (weights[at] as number)
          const square = (squares[at] as number) + gradient * gradient
          squares[at] = square
          weights[at] = (weights[at] as number) - (options.rate * gradient) / Math.sqrt(square)
        }
      }
    }
  }
  return { weights, bias, labels }
}

/** Scores to shares, in place; returns them. */
export function softmax(scores: Float64Array): Float64Array {
  let most = Number.NEGATIVE_INFINITY
  for (const score of scores) if (score > most) most = score
  let sum = 0
  for (let i = 0; i < scores.length; i++) sum += scores[i] = Math.exp((scores[i] as number) - most)
  for (let i = 0; i < scores.length; i++) scores[i] = (scores[i] as number) / sum
  return scores
}

/** Fisher-Yates with a seeded generator. */
export function shuffle(items: Uint32Array, random: () => number): void {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    const kept = items[i] as number
    items[i] = items[j] as number
    items[j] = kept
  }
}

/** mulberry32: 0 ≤ x < 1, the same numbers everywhere. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
