/**
 * Naive Bayes beside the linear classifier: what plain counting says of each feature, mixed in lightly. Where a label
 * has few examples, counting is the steadier of the two; where there are many, it only adds noise. So its share
 * grows with the number of labels.
 */
import type { SparseRows } from './linear-svm.ts'

/** Added to every count. */
const SMOOTHING = 0.003
const SHARE_PER_LABEL = 0.0005
const MOST_SHARE = 0.03

/** The given weights and the log odds of each feature and label, counted over `order`; `counting` is their share, by the labels if null. */
export function withWordCounts(
  weights: Float32Array,
  rows: SparseRows,
  order: Uint32Array,
  labels: number,
  counting: number | null,
): Float32Array {
  const share = counting ?? Math.min(MOST_SHARE, SHARE_PER_LABEL * labels)
  const features = weights.length / labels
  const counts = new Float32Array(weights.length)
  const ofFeature = new Float64Array(features)
  const ofLabel = new Float64Array(labels)
  let all = 0
  for (const row of order) {
    const label = rows.labels[row] as number
    const counted = rows.weights[row] as number
    for (let k = rows.starts[row] as number; k < (rows.starts[row + 1] as number); k++) {
      const feature = rows.features[k] as number
      const value = (rows.values[k] as number) * counted
      counts[feature * labels + label] = (counts[feature * labels + label] as number) + value
      ofFeature[feature] = (ofFeature[feature] as number) + value
      ofLabel[label] = (ofLabel[label] as number) + value
      all += value
    }
  }
  const mass = SMOOTHING * features
  const offset = Float64Array.from(ofLabel, (inside) => Math.log(all - inside + mass) - Math.log(inside + mass))
  const unseen = Math.log(SMOOTHING)
  const mixed = new Float32Array(weights.length)
  for (let feature = 0; feature < features; feature++) {
    const total = ofFeature[feature] as number
    const elsewhere = Math.log(total + SMOOTHING)
    for (let c = 0; c < labels; c++) {
      const at = feature * labels + c
      const count = counts[at] as number
      // Most are zero, and these need no logarithm of their own.
      const odds = count === 0 ? unseen - elsewhere : Math.log(count + SMOOTHING) - Math.log(Math.max(0, total - count) + SMOOTHING)
      mixed[at] = (weights[at] as number) + share * (odds + (offset[c] as number))
    }
  }
  return mixed
}
