import { expect, it } from 'vitest'
import { quantize } from './quantize.ts'

/** What a blob holds for each kept feature beside its weights: bucket, rarity, scale. */
const BESIDE = 12

it.each([
  [10, 250_000],
  [200, 75_000],
])('a model of %i categories and more features than fit stays far below 20 MB, and keeps the strongest', (labels, features) => {
  const weights = new Float32Array(labels * features).fill(0.001)
  const strong = features - 1
  weights[strong * labels] = 5
  const buckets = Uint32Array.from({ length: features }, (_, i) => i)
  const small = quantize(weights, buckets, new Float32Array(features).fill(1), labels)
  expect(small.features).toBeLessThan(features)
  expect(small.weights.byteLength + small.features * BESIDE).toBeLessThanOrEqual(14_000_000)
  expect(small.buckets.at(-1)).toBe(strong)
  expect(small.weights.at(-labels)).toBe(127)
})
