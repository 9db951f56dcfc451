/**
 * `eval -- extract --file F [--show kind]`: how well values are found in what customers say, against a plain peer (the
 * usual regular expressions, which know no context). Precision, recall and F1 per kind on exact normalised values of
 * a whole dialogue. The gold is what mattered to the task: a day or a sum said in passing counts as false for both.
 */
import { type Dialogue, type Gold, readDialogues } from './dialogues.ts'
import { deskFinders, normalize, plainPeer, type Value } from './extract-peers.ts'
import { progress, readOptions, required } from './options.ts'
import { type Score, scoreOf } from './statistics.ts'

interface Count {
  hit: number
  found: number
  wanted: number
}

export async function run(args: readonly string[]): Promise<unknown> {
  const options = readOptions(args, ['file', 'show'])
  const file = required(options.file, 'file')
  const dialogues = await readDialogues(file)
  const local = measure(dialogues, deskFinders, options.show)
  return { file, dialogues: dialogues.length, local, plainRules: measure(dialogues, plainPeer, undefined) }
}

function measure(dialogues: readonly Dialogue[], find: (text: string) => readonly Value[], show: string | undefined) {
  const kinds = new Set(dialogues.flatMap((one) => one.gold.map((gold) => gold.kind)))
  const counts = new Map([...kinds].map((kind): [string, Count] => [kind, { hit: 0, found: 0, wanted: 0 }]))
  for (const { turns, gold } of dialogues) {
    const wanted = unique(gold)
    const found = new Set(turns.flatMap(find).map((one) => `${one.kind} ${normalize(one.kind, one.value)}`))
    const claimed = new Set<string>()
    for (const one of wanted) {
      const count = counts.get(one.kind) as Count
      const keys = one.values.map((value) => `${one.kind} ${normalize(one.kind, value)}`)
      const hits = keys.filter((key) => found.has(key))
      for (const key of hits) claimed.add(key)
      count.wanted += 1
      if (hits.length > 0) count.hit += 1
      // Two spellings of one value found are one finding.
      count.found += hits.length > 0 ? 1 : 0
      if (hits.length === 0 && show === one.kind) progress(`missed ${keys.join(' / ')}: ${turns.join(' | ').slice(0, 240)}`)
    }
    for (const key of found) {
      const count = counts.get(key.slice(0, key.indexOf(' ')))
      if (!count || claimed.has(key)) continue
      count.found += 1
      if (show !== undefined && key.startsWith(`${show} `)) progress(`false ${key}: ${turns.join(' | ').slice(0, 240)}`)
    }
  }
  const all = { hit: 0, found: 0, wanted: 0 }
  const scores: Record<string, Score> = {}
  for (const [kind, { hit, found, wanted }] of counts) {
    scores[kind] = scoreOf(hit, found, wanted)
    all.hit += hit
    all.found += found
    all.wanted += wanted
  }
  return { ...scores, all: scoreOf(all.hit, all.found, all.wanted) }
}

/** A value told twice is one value. */
function unique(gold: readonly Gold[]): readonly Gold[] {
  const byKey = new Map(gold.map((one) => [`${one.kind} ${normalize(one.kind, one.values[0] ?? '')}`, one]))
  return [...byKey.values()]
}
