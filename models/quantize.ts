/** Makes learned weights small enough to be kept in a table and sent about. */

/** Keep the blob near 3.5 MB at 35 labels; the weakest features are left out. */
const BYTES_PER_LABEL = 100_000
const LEAST_BYTES = 4_000_000
const MOST_BYTES = 14_000_000

/** One byte a weight, and only the features that matter most. */
export function quantize(weights: Float32Array, buckets: Uint32Array, idf: Float32Array, labels: number) {
  const strength = new Float32Array(buckets.length)
  for (let at = 0, feature = 0; feature < strength.length; feature++) {
    let most = 0
    for (let c = 0; c < labels; c++, at++) most = Math.max(most, Math.abs(weights[at] as number))
    strength[feature] = most
  }
  const room = Math.floor(Math.min(MOST_BYTES, Math.max(LEAST_BYTES, BYTES_PER_LABEL * labels)) / (labels + 12))
  const kept = strongest(strength, room)
  const bytes = new Int8Array(kept.length * labels)
  kept.forEach((feature, k) => {
    const scale = 127 / (strength[feature] as number)
    for (let c = 0; c < labels; c++) bytes[k * labels + c] = Math.round((weights[feature * labels + c] as number) * scale)
  })
  return {
    features: kept.length,
    buckets: kept.map((feature) => buckets[feature] as number),
    idf: pick(idf, kept),
    scales: pick(strength, kept).map((one) => one / 127),
    weights: bytes,
  }
}

/** Places of the `room` highest values above 0, in their order; of equals the first. */
function strongest(strength: Float32Array, room: number): Uint32Array {
  const told = strength.filter((one) => one > 0).sort()
  const least = told.length > room ? (told[told.length - room] as number) : 0
  let equals = room - told.reduce((above, one) => above + (one > least ? 1 : 0), 0)
  const kept = new Uint32Array(Math.min(room, told.length))
  let size = 0
  strength.forEach((one, feature) => {
    if (one <= 0 || one < least || (one === least && equals-- <= 0)) return
    kept[size++] = feature
  })
  return kept.subarray(0, size).slice()
}

function pick(values: Float32Array, places: Uint32Array): Float32Array {
  const picked = new Float32Array(places.length)
  places.forEach((place, k) => {
    picked[k] = values[place] as number
  })
  return picked
}
