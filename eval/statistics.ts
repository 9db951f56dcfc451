/** Means with their 95 % intervals, and the usual scores of a classification. */

export interface Mean {
  readonly mean: number
  /** Half of the 95 % interval (Student's t). */
  readonly plusMinus: number
  readonly values: readonly number[]
}

/** Two-sided 95 % quantiles of Student's t for 1 … 10 degrees of freedom. */
const STUDENT = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228]

export function meanOf(values: readonly number[]): Mean {
  const mean = values.reduce((sum, one) => sum + one, 0) / Math.max(1, values.length)
  const variance = values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / Math.max(1, values.length - 1)
  const quantile = STUDENT[values.length - 2] ?? 1.96
  return {
    mean: round(mean),
    plusMinus: values.length < 2 ? 0 : round(quantile * Math.sqrt(variance / values.length)),
    values: values.map(round),
  }
}

/** Wilson's 95 % interval of a share: what another sample of this size might show. */
export function wilson(hits: number, count: number): readonly [number, number] {
  if (count === 0) return [0, 1]
  const z = 1.96
  const share = hits / count
  const middle = (share + z ** 2 / (2 * count)) / (1 + z ** 2 / count)
  const half = (z * Math.sqrt((share * (1 - share)) / count + z ** 2 / (4 * count ** 2))) / (1 + z ** 2 / count)
  return [round(middle - half), round(middle + half)]
}

/** The mean of the F1 of every label that occurs in truth. */
export function macroF1(pairs: readonly { readonly truth: string; readonly said: string | null }[]): number {
  const counts = new Map<string, { hit: number; truth: number; said: number }>()
  const of = (label: string) => {
    const known = counts.get(label) ?? { hit: 0, truth: 0, said: 0 }
    counts.set(label, known)
    return known
  }
  for (const { truth, said } of pairs) {
    of(truth).truth += 1
    if (said !== null) of(said).said += 1
    if (truth === said) of(truth).hit += 1
  }
  const scores = [...counts.values()].filter((one) => one.truth > 0).map(({ hit, truth, said }) => (2 * hit) / (truth + said))
  return scores.reduce((sum, one) => sum + one, 0) / Math.max(1, scores.length)
}

export interface Score {
  readonly precision: number
  readonly recall: number
  readonly f1: number
  readonly wanted: number
  readonly found: number
}

export function scoreOf(hit: number, found: number, wanted: number): Score {
  const precision = found === 0 ? 0 : hit / found
  const recall = wanted === 0 ? 0 : hit / wanted
  return {
    precision: round(precision),
    recall: round(recall),
    f1: round(hit === 0 ? 0 : (2 * precision * recall) / (precision + recall)),
    wanted,
    found,
  }
}

export function round(value: number): number {
  return Math.round(value * 10_000) / 10_000
}
