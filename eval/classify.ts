/**
 * `eval -- classify --file F [--test F2] [--label category]`: trains the local classifier on the rows of F whose split
 * is train, and reports on the other rows, or on those of F2 that are not for training.
 */
import { readOptions, required } from './options.ts'
import { readLabelled } from './rows.ts'
import { trainAndTest } from './train-and-test.ts'

export async function run(args: readonly string[]): Promise<unknown> {
  const options = readOptions(args, ['file', 'test', 'label'])
  const file = required(options.file, 'file')
  const label = options.label ?? 'label'
  const rows = await readLabelled(file, label)
  const tested = options.test ? await readLabelled(options.test, label) : rows
  const train = rows.filter((row) => row.split === 'train')
  const others = tested.filter((row) => row.split !== 'train')
  // A test file may say train of all its rows, being a part of one.
  const test = others.length > 0 || !options.test ? others : tested
  return { file, ...(options.test ? { testFile: options.test } : {}), label, ...(await trainAndTest(train, test)) }
}
