/** Turns examples into the sparse rows that training works on. */
import type { Example } from '../bot/ports/learn.ts'
import type { SparseRows } from './linear-svm.ts'
import type { Recipe } from './recipe.ts'
import { tellingOf } from './telling.ts'
import { BUCKETS, TextFeatures } from './text-features.ts'

const CORRECTION_WEIGHT = 3
const MANY_EXAMPLES = 3_000

/** Rows of length 1 in the order of the examples, the bucket and rarity of each feature, and the rarity of what none of them holds. */
export function vectorize(examples: readonly Example[], labels: readonly string[], recipe: Recipe) {
  const reader = new TextFeatures(recipe)
  const starts = new Uint32Array(examples.length + 1)
  const raw = new RawRows()
  const seenIn = new Uint32Array(BUCKETS)
  examples.forEach((example, i) => {
    reader.read(example.text)
    for (let k = 0; k < reader.size; k++) {
      const bucket = reader.buckets[k] as number
      seenIn[bucket] = (seenIn[bucket] as number) + 1
    }
    raw.add(reader)
    starts[i + 1] = raw.size
  })
  // Of many examples, what only one of them says is mostly noise, and most of the features.
  const least = recipe.least ?? (examples.length > MANY_EXAMPLES ? 2 : 1)
  const { buckets, featureOf } = featuresOf(seenIn, least)
  // Most features are seen a few times only: the same logarithm is not taken again for each.
  const weights = new Map<number, number>()
  const weigh = (count: number) => {
    const known = weights.get(count) ?? Math.log(1 + examples.length / Math.max(1, count)) ** recipe.rarity
    weights.set(count, known)
    return known
  }
  const idf = buckets.reduce((all, bucket, feature) => {
    all[feature] = weigh(seenIn[bucket] as number)
    return all
  }, new Float32Array(buckets.length))
  const unknownIdf = weigh(1)
  const labelOf = Uint16Array.from(examples, (one) => labels.indexOf(one.category))
  if (recipe.telling > 0) {
    const telling = tellingOf({ starts, buckets: raw.buckets, featureOf, labelOf }, buckets.length, labels.length)
    for (let f = 0; f < idf.length; f++) idf[f] = (idf[f] as number) * (telling[f] as number) ** recipe.telling
  }
  const features = new Uint32Array(raw.size)
  const values = new Float32Array(raw.size)
  let size = 0
  for (let i = 0, from = 0; i < examples.length; i++) {
    const to = starts[i + 1] as number
    const begin = size
    let square = 0
    for (let k = from; k < to; k++) {
      const feature = featureOf[raw.buckets[k] as number] as number
      const value = (raw.values[k] as number) * (feature < 0 ? unknownIdf : (idf[feature] as number))
      square += value * value
      if (feature < 0) continue
      features[size] = feature
      values[size++] = value
    }
    const length = Math.sqrt(square) || 1
    for (let k = begin; k < size; k++) values[k] = (values[k] as number) / length
    from = to
    starts[i + 1] = size
  }
  const rows: SparseRows = {
    starts,
    features: features.subarray(0, size),
    values: values.subarray(0, size),
    labels: labelOf,
    weights: Float32Array.from(examples, (one) => (one.source === 'correction' ? CORRECTION_WEIGHT : 1)),
  }
  return { rows, buckets, idf, unknownIdf }
}

/** The features of all texts one after another; they grow without becoming lists of objects. */
class RawRows {
  size = 0
  buckets = new Uint32Array(1 << 16)
  values = new Float32Array(1 << 16)

  add({ size, buckets, values }: TextFeatures): void {
    if (this.size + size > this.buckets.length) {
      const { buckets: fullBuckets, values: fullValues } = this
      this.buckets = new Uint32Array(fullBuckets.length * 2)
      this.values = new Float32Array(fullBuckets.length * 2)
      this.buckets.set(fullBuckets)
      this.values.set(fullValues)
    }
    this.buckets.set(buckets.subarray(0, size), this.size)
    this.values.set(values.subarray(0, size), this.size)
    this.size += size
  }
}

/** The buckets that at least so many texts hold, and the number of each as a feature; −1 for the others. */
function featuresOf(seenIn: Uint32Array, least: number): { buckets: Uint32Array; featureOf: Int32Array } {
  const featureOf = new Int32Array(BUCKETS).fill(-1)
  const buckets = new Uint32Array(BUCKETS)
  let size = 0
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    if ((seenIn[bucket] as number) < least) continue
    featureOf[bucket] = size
    buckets[size++] = bucket
  }
  return { buckets: buckets.slice(0, size), featureOf }
}
