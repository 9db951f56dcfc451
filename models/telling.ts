/** How much a feature tells labels apart: the log odds of the label that says it most or least, beside all others. */
const SMOOTHING = 1
/** What tells nothing still counts a little. */
const LEAST = 0.1

/** Rows as buckets, before they are features: row i is `starts[i]` up to `starts[i + 1]`; `featureOf` is −1 for what is not learned. */
export interface CountedRows {
  readonly starts: Uint32Array
  readonly buckets: Uint32Array
  readonly featureOf: Int32Array
  readonly labelOf: Uint16Array
}

/** One number a feature, at least 0.1. */
export function tellingOf({ starts, buckets, featureOf, labelOf }: CountedRows, features: number, labels: number): Float32Array {
  const counts = new Float32Array(features * labels)
  const rowsOf = new Float64Array(labels)
  for (let row = 0; row < labelOf.length; row++) {
    const label = labelOf[row] as number
    rowsOf[label] = (rowsOf[label] as number) + 1
    for (let k = starts[row] as number; k < (starts[row + 1] as number); k++) {
      const feature = featureOf[buckets[k] as number] as number
      if (feature >= 0) counts[feature * labels + label] = (counts[feature * labels + label] as number) + 1
    }
  }
  const telling = new Float32Array(features)
  for (let feature = 0; feature < features; feature++) {
    const own = counts.subarray(feature * labels, (feature + 1) * labels)
    const all = own.reduce((sum, one) => sum + one, 0)
    let most = 0
    for (let c = 0; c < labels; c++) {
      const count = own[c] as number
      const here = (count + SMOOTHING) / ((rowsOf[c] as number) + 2 * SMOOTHING)
      const elsewhere = (all - count + SMOOTHING) / (labelOf.length - (rowsOf[c] as number) + 2 * SMOOTHING)
      most = Math.max(most, Math.abs(Math.log(here / elsewhere)))
    }
    telling[feature] = LEAST + most
  }
  return telling
}
