/**
 * `eval -- sentiment --file F [--test F2] [--label label]`: how well good and bad are told apart, by the classifier
 * trained on the rows of F for training, and by the lexicon of moods alone, which was never trained on anything.
 */
import { fold } from '../bot/domain/fold.ts'
import { scoreMood } from '../models/local-mood.ts'
import { readOptions, required } from './options.ts'
import { type LabelledRow, readLabelled } from './rows.ts'
import { round } from './statistics.ts'
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
  const trained = await trainAndTest(train, test)
  return { file, ...(options.test ? { testFile: options.test } : {}), label, ...trained, lexicon: lexiconAlone(test) }
}

/** 1 and 0, whatever the file calls them. */
function normalized(row: LabelledRow): LabelledRow {
  const word = row.label.toLowerCase()
  const label = ['1', 'positive', 'pos', 'good'].includes(word) ? '1' : ['0', 'negative', 'neg', 'bad'].includes(word) ? '0' : row.label
  return { ...row, label }
}

/** How often the lexicon says anything, and how often that is right. */
function lexiconAlone(test: readonly LabelledRow[]) {
  const scores = test.map((row) => ({ label: row.label, score: scoreMood(fold(row.text)) }))
  const told = scores.filter((one) => one.score !== 0)
  const right = told.filter((one) => (one.score > 0 ? '1' : '0') === one.label)
  return { told: round(told.length / Math.max(1, test.length)), accuracy: round(right.length / Math.max(1, told.length)) }
}
