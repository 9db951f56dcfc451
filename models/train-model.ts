/** Trains all that is learned from examples: the category, and from those under `mood/` the mood. */
import type { Example } from '../bot/ports/learn.ts'
import { LocalClassifier } from './local-classifier.ts'
import { encodeModel } from './model-blob.ts'
import { isMoodExample, neutralAmong } from './mood-examples.ts'
import { MOOD } from './mood-hints.ts'
import { type TrainedClassifier, trainClassifier } from './train-classifier.ts'

/** `accuracy` is that of the categories. */
export function trainModel(examples: readonly Example[]): TrainedClassifier {
  const about = examples.filter((example) => !isMoodExample(example))
  const categories = trainClassifier(about)
  const moods = moodsOf(examples)
  const mood = moods.length > 0 ? trainClassifier(moods, undefined, MOOD) : null
  return {
    bytes: encodeModel(categories.bytes, mood?.bytes ?? null),
    examples: categories.examples + (mood?.examples ?? 0),
    accuracy: categories.accuracy,
    comparable: categories.comparable,
  }
}

/** What teaches moods among examples of both kinds; nothing where no mood is taught. */
export function moodsOf(examples: readonly Example[]): readonly Example[] {
  const moods = examples.filter(isMoodExample)
  return moods.length > 0 ? [...moods, ...neutralAmong(examples.filter((example) => !isMoodExample(example)))] : []
}

/** The mood model alone, loaded; `learn` does the same in its thread. */
export function trainMoods(examples: readonly Example[]): LocalClassifier {
  return LocalClassifier.load(trainClassifier(moodsOf(examples), undefined, MOOD).bytes, MOOD)
}
