/**
 * `eval -- sentiment --file F [--test F2] [--label label]`: how well good and bad are told apart: by the mood model
 * trained on the rows of F for training; by the desk's own, trained on config/examples/mood only (`product`), which
 * has seen nothing of F; and by its lexicon alone.
 */
import { fold } from '../bot/domain/fold.ts'
import { loadExamples } from '../config/load-examples.ts'
import { moodBalance, scoreMood } from '../models/local-mood.ts'
import { isMoodExample } from '../models/mood-examples.ts'
import { MOOD } from '../models/mood-hints.ts'
import { trainMoods } from '../models/train-model.ts'
import { readOptions, required } from './options.ts'
import { type LabelledRow, readLabelled } from './rows.ts'
import { round, wilson } from './statistics.ts'
import { trainAndTest } from './train-and-test.ts'

export async function run(args: readonly string[]): Promise<unknown> {
  const options = readOptions(args, ['file', 'test', 'label'])
  const file = required(options.file, 'file')
  const label = options.label ?? 'label'
  const rows = (await readLabelled(file, label)).map(normalized)
  const tested = options.test ? (await readLabelled(options.test, label)).map(normalized) : rows
  const train = rows.filter((row) => row.split === 'train')
  const others = tested.filter((row) => row.split !== 'train')
  const test = others.length > 0 || !options.test ? others : tested
  const trained = await trainAndTest(train, test, MOOD)
  return {
    file,
    ...(options.test ? { testFile: options.test } : {}),
    label,
    ...trained,
    product: await productOf(test),
    lexicon: lexiconAlone(test),
  }
}

/** 1 and 0, whatever the file calls them. */
function normalized(row: LabelledRow): LabelledRow {
  const word = row.label.toLowerCase()
  const label = ['1', 'positive', 'pos', 'good'].includes(word) ? '1' : ['0', 'negative', 'neg', 'bad'].includes(word) ? '0' : row.label
  return { ...row, label }
}

/** The desk's own mood, which knows four and not two: whichever of good and bad outweighs the other. */
async function productOf(test: readonly LabelledRow[]) {
  const examples = (await loadExamples('config/examples')).map((one) => ({ ...one, source: 'seed' as const }))
  const model = trainMoods(examples)
  const right = test.filter((row) => (moodBalance(fold(row.text), model) > 0 ? '1' : '0') === row.label).length
  return {
    examples: examples.filter(isMoodExample).length,
    accuracy: round(right / Math.max(1, test.length)),
    accuracySample95: wilson(right, test.length),
  }
}

/** How often the lexicon says anything, and how often that is right. */
function lexiconAlone(test: readonly LabelledRow[]) {
  const scores = test.map((row) => ({ label: row.label, score: scoreMood(fold(row.text)) }))
  const told = scores.filter((one) => one.score !== 0)
  const right = told.filter((one) => (one.score > 0 ? '1' : '0') === one.label)
  return { told: round(told.length / Math.max(1, test.length)), accuracy: round(right.length / Math.max(1, told.length)) }
}
