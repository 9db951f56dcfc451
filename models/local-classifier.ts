/** The trained classifier in use: which category a text is about, how surely, and whether it is about any. */
import { type ClassifierParts, decodeClassifier } from './classifier-blob.ts'
import { CATEGORIES, type Recipe } from './recipe.ts'
import { BUCKETS, TextFeatures } from './text-features.ts'

export interface Prediction {
  readonly category: string
  /** 0…1, calibrated on held-back examples. */
  readonly confidence: number
  /** The next best, best first. */
  readonly others: readonly { readonly category: string; readonly confidence: number }[]
  /** False: the text is most likely about nothing the model was taught. */
  readonly inScope: boolean
}

const OTHERS = 3

export class LocalClassifier {
  private readonly parts: ClassifierParts
  private readonly reader: TextFeatures
  private readonly scores: Float64Array
  // The time goes into reaching for memory, so: a small map of what is known at all (one bit a bucket), then where it
  // stands, then all that is known of it side by side: its idf, and its weights, unpacked.
  private readonly known = new Uint32Array(BUCKETS / 32)
  private readonly places = new Uint32Array(BUCKETS)
  private readonly rows: Float32Array

  private constructor(parts: ClassifierParts, recipe: Recipe) {
    this.parts = parts
    this.reader = new TextFeatures(recipe)
    const labels = parts.labels.length
    this.scores = new Float64Array(labels)
    this.rows = new Float32Array(parts.features * (labels + 1))
    for (let i = 0; i < parts.features; i++) {
      const bucket = parts.buckets[i] as number
      const row = i * (labels + 1)
      this.known[bucket >>> 5] = (this.known[bucket >>> 5] as number) | (1 << (bucket & 31))
      this.places[bucket] = row
      this.rows[row] = parts.idf[i] as number
      const scale = parts.scales[i] as number
      for (let c = 0; c < labels; c++) this.rows[row + 1 + c] = (parts.weights[i * labels + c] as number) * scale
    }
  }

  /** `recipe`: that it was trained with. Throws DeskError MODEL_UNREADABLE for bytes that are not a classifier. */
  static load(bytes: Uint8Array, recipe: Recipe = CATEGORIES): LocalClassifier {
    return new LocalClassifier(decodeClassifier(bytes), recipe)
  }

  get labels(): readonly string[] {
    return this.parts.labels
  }

  /** Null when the text holds nothing the model was taught (digits, emoji, another script). */
  predict(text: string): Prediction | null {
    const { labels, sharpness, scope } = this.parts
    if (labels.length === 0 || !this.score(text)) return null
    const shares = toShares(this.scores, sharpness)
    const ranked = topOf(shares, OTHERS + 1).map((c) => ({ category: labels[c] ?? '', confidence: shares[c] ?? 0 }))
    const [first, ...others] = ranked
    return first ? { ...first, others, inScope: first.confidence >= scope } : null
  }

  private score(text: string): boolean {
    const { unknownIdf } = this.parts
    const { reader, scores, known, places, rows } = this
    const labels = scores.length
    reader.read(text)
    scores.fill(0)
    let square = 0
    let any = false
    for (let k = 0; k < reader.size; k++) {
      const bucket = reader.buckets[k] as number
      if (((known[bucket >>> 5] as number) & (1 << (bucket & 31))) === 0) {
        square += ((reader.values[k] as number) * unknownIdf) ** 2
        continue
      }
      any = true
      const row = places[bucket] as number
      const value = (reader.values[k] as number) * (rows[row] as number)
      square += value * value
      for (let c = 0; c < labels; c++) scores[c] = (scores[c] as number) + (rows[row + 1 + c] as number) * value
    }
    const length = Math.sqrt(square) || 1
    for (let c = 0; c < labels; c++) scores[c] = (scores[c] as number) / length
    return any
  }
}

/** Places of the highest values, highest first. */
function topOf(values: Float64Array, count: number): readonly number[] {
  const top: number[] = []
  for (let c = 0; c < values.length; c++) {
    let at = top.length
    while (at > 0 && (values[top[at - 1] as number] as number) < (values[c] as number)) at--
    if (at >= count) continue
    top.splice(at, 0, c)
    if (top.length > count) top.pop()
  }
  return top
}

/** Softmax of the scores sharpened; in place. */
export function toShares(scores: Float64Array, sharpness: number): Float64Array {
  let most = Number.NEGATIVE_INFINITY
  for (const score of scores) if (score > most) most = score
  let sum = 0
  for (let c = 0; c < scores.length; c++) {
    const share = Math.exp(((scores[c] as number) - most) * sharpness)
    scores[c] = share
    sum += share
  }
  for (let c = 0; c < scores.length; c++) scores[c] = (scores[c] as number) / sum
  return scores
}
