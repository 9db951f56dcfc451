/**
 * `eval -- injection --file F [--show kind]`: which attacks the desk notices, per source and kind, and how often it
 * takes a benign text for one. Never one pooled number: the sources differ too much. `--show` prints what went wrong.
 */
import { performance } from 'node:perf_hooks'
import { z } from 'zod'
import { findInjection } from '../models/local-injection.ts'
import { progress, readOptions, required } from './options.ts'
import { readRows } from './rows.ts'
import { round, wilson } from './statistics.ts'

const Row = z.object({ text: z.string(), label: z.union([z.literal(0), z.literal(1)]), source: z.string(), kind: z.string() })

interface Count {
  rows: number
  flagged: number
}

export async function run(args: readonly string[]): Promise<unknown> {
  const options = readOptions(args, ['file', 'show'])
  const file = required(options.file, 'file')
  const rows = await readRows(file, Row)
  const attacks = new Map<string, Count>()
  const benign = new Map<string, Count>()
  const start = performance.now()
  for (const { text, label, source, kind } of rows) {
    const found = findInjection(text)
    const counts = label === 1 ? attacks : benign
    const name = `${source} / ${kind}`
    const count = counts.get(name) ?? { rows: 0, flagged: 0 }
    counts.set(name, count)
    count.rows += 1
    if (found) count.flagged += 1
    const wrong = (label === 1) !== (found !== null)
    if (wrong && options.show !== undefined && name.includes(options.show)) {
      progress(`${label === 1 ? 'missed' : `false alarm (${found?.kind}: ${text.slice(found?.start, found?.end)})`}: ${text.slice(0, 300)}`)
    }
  }
  const micros = ((performance.now() - start) * 1_000) / Math.max(1, rows.length)
  return { file, recall: shares(attacks), falseAlarms: shares(benign), microsPerText: Math.round(micros) }
}

function shares(counts: ReadonlyMap<string, Count>) {
  return Object.fromEntries(
    [...counts].map(([name, { rows, flagged }]) => [name, { rows, share: round(flagged / rows), interval95: wilson(flagged, rows) }]),
  )
}
