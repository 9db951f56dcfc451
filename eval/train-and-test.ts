/** Trains the desk's own classifier on some rows and asks it about others, with five seeds. */
import { performance } from 'node:perf_hooks'
import type { Example } from '../bot/ports/learn.ts'
import { LocalClassifier } from '../models/local-classifier.ts'
import { CATEGORIES, type Recipe } from '../models/recipe.ts'
import { isNone } from '../models/split-matters.ts'
import { trainClassifier } from '../models/train-classifier.ts'
import { progress } from './options.ts'
import type { LabelledRow } from './rows.ts'
import { macroF1, meanOf, round, wilson } from './statistics.ts'

export const SEEDS = [20_260_112, 2, 3, 4, 5] as const
/** Rows that are about nothing taught; the desk's own name for such examples begins with none/. */
const OUTSIDE = 'oos'
const OUTSIDE_CATEGORY = 'none/oos'

interface Answer {
  readonly truth: string
  /** The best label, scope left aside. */
  readonly said: string | null
  /** Told to be about nothing taught. */
  readonly outside: boolean
}

interface SeedRun {
  readonly answers: readonly Answer[]
  readonly seconds: number
  readonly micros: number
  readonly bytes: number
}

/** `recipe`: how texts are read and learned, such as that of the mood model. */
export async function trainAndTest(train: readonly LabelledRow[], test: readonly LabelledRow[], recipe: Recipe = CATEGORIES) {
  if (train.length === 0) throw new Error('The file has no rows with "split": "train" to train on.')
  if (test.length === 0) throw new Error('There are no rows to test on.')
  const examples = train.map(({ text, label }): Example => ({ text, lang: 'en', category: categoryOf(label), source: 'seed' }))
  const runs = SEEDS.map((seed) => {
    const one = runSeed(examples, test, seed, recipe)
    const inside = one.answers.filter((answer) => answer.truth !== OUTSIDE_CATEGORY)
    progress(`seed ${seed}: accuracy ${round(share(inside, isRight))}, ${one.seconds.toFixed(2)} s, ${one.micros.toFixed(0)} µs`)
    return one
  })
  return { train: train.length, test: test.length, labels: new Set(train.map((row) => row.label)).size, ...summary(runs) }
}

function categoryOf(label: string): string {
  return label === OUTSIDE ? OUTSIDE_CATEGORY : label
}

function runSeed(examples: readonly Example[], test: readonly LabelledRow[], seed: number, recipe: Recipe): SeedRun {
  const start = performance.now()
  const { bytes } = trainClassifier(examples, seed, recipe)
  const seconds = (performance.now() - start) / 1_000
  const classifier = LocalClassifier.load(bytes, recipe)
  for (const { text } of test.slice(0, 200)) classifier.predict(text)
  const asked = performance.now()
  const predictions = test.map(({ text }) => classifier.predict(text))
  const micros = ((performance.now() - asked) * 1_000) / test.length
  const answers = test.map(({ label }, i): Answer => {
    const prediction = predictions[i] ?? null
    return {
      truth: categoryOf(label),
      said: prediction?.category ?? null,
      outside: !prediction?.inScope || isNone(prediction.category),
    }
  })
  return { answers, seconds, micros, bytes: bytes.length }
}

function summary(runs: readonly SeedRun[]) {
  const inside = runs.map((run) => run.answers.filter((one) => one.truth !== OUTSIDE_CATEGORY))
  const outside = runs.map((run) => run.answers.filter((one) => one.truth === OUTSIDE_CATEGORY))
  const first = inside[0] ?? []
  return {
    accuracy: meanOf(inside.map((answers) => share(answers, isRight))),
    // Of this many rows; the seeds say how much training wavers, this how much the sample may.
    accuracySample95: wilson(first.filter(isRight).length, first.length),
    macroF1: meanOf(inside.map((answers) => macroF1(answers))),
    // A right label that the desk would not use, because it thinks the text is about nothing, counts as wrong here.
    accuracyWithScope: meanOf(inside.map((answers) => share(answers, (one) => isRight(one) && !one.outside))),
    ...(outside.some((answers) => answers.length > 0)
      ? { outOfScope: { rows: outside[0]?.length ?? 0, recall: meanOf(outside.map((answers) => share(answers, (one) => one.outside))) } }
      : {}),
    trainSeconds: meanOf(runs.map((run) => run.seconds)),
    microsPerPrediction: meanOf(runs.map((run) => run.micros)),
    modelBytes: Math.max(...runs.map((run) => run.bytes)),
  }
}

function isRight(answer: Answer): boolean {
  return answer.truth === answer.said
}

function share<T>(all: readonly T[], holds: (one: T) => boolean): number {
  return all.length === 0 ? 0 : all.filter(holds).length / all.length
}
