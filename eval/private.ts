/** `eval -- private [--count 20000] [--seed 1]`: recall and precision of the words that are masked, on a generated corpus. */
import { readOptions } from './options.ts'
import { privateCorpus } from './private-corpus.ts'
import { scorePrivate } from './private-score.ts'
import { meanOf } from './statistics.ts'

const KINDS = ['id', 'card', 'phone', 'email', 'address', 'name'] as const

export async function run(args: readonly string[]): Promise<unknown> {
  const options = readOptions(args, ['count', 'seed'])
  const count = Number(options.count ?? 20_000)
  const first = Number(options.seed ?? 1)
  const reports = Array.from({ length: 5 }, (_, i) => scorePrivate(privateCorpus(count, first + i, KINDS)))
  const kinds = KINDS.map((kind) => [
    kind,
    {
      recall: meanOf(reports.map((one) => one.kinds[kind]?.recall ?? 0)),
      precision: meanOf(reports.map((one) => one.kinds[kind]?.precision ?? 0)),
    },
  ])
  return { count, kinds: Object.fromEntries(kinds), wrong: reports.flatMap((one) => one.wrong).slice(0, 5) }
}
