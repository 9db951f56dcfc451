/**
 * `eval -- extract --file F [--show kind] [--rows n]`: how well values are found in what customers say, against a plain
 * peer (the usual regular expressions, which know no context) and, where OPENAI_API_KEY or OPENAI_BASE_URL is set, the
 * model behind that endpoint. Precision, recall and F1 per kind on exact normalised values of a whole dialogue, and the
 * mean F1 of five fifths of the file. The gold is what mattered to the task: a day or a sum said in passing counts as false for both.
 */
import { type Dialogue, type Gold, readDialogues } from './dialogues.ts'
import { endpointOf } from './endpoint.ts'
import { modelFinder } from './extract-model.ts'
import { deskFinders, normalize, plainPeer, type Value } from './extract-peers.ts'
import { progress, readOptions, required } from './options.ts'
import { shippedConfig } from './shipped-desk.ts'
import { meanOf, type Score, scoreOf } from './statistics.ts'

interface Count {
  hit: number
  found: number
  wanted: number
}

export async function run(args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<unknown> {
  const options = readOptions(args, ['file', 'show', 'rows'])
  const file = required(options.file, 'file')
  const dialogues = (await readDialogues(file)).slice(0, options.rows === undefined ? undefined : Number(options.rows))
  const endpoint = endpointOf(env)
  const inTurns = (find: (text: string) => readonly Value[]) => async (turns: readonly string[]) => turns.flatMap(find)
  return {
    file,
    dialogues: dialogues.length,
    local: await inFifths(dialogues, inTurns(deskFinders), options.show),
    plainRules: await inFifths(dialogues, inTurns(plainPeer), undefined),
    model: endpoint ? await inFifths(dialogues, modelFinder(endpoint, await shippedConfig()), options.show) : null,
  }
}

type Find = (turns: readonly string[]) => Promise<readonly Value[]>

async function inFifths(dialogues: readonly Dialogue[], find: Find, show: string | undefined) {
  const found: (readonly Value[])[] = []
  for (const { turns } of dialogues) found.push(await find(turns))
  const fifths = Array.from({ length: 5 }, (_, fifth) => {
    const own = (_: unknown, i: number) => i % 5 === fifth
    return measure(dialogues.filter(own), found.filter(own), undefined).all.f1
  })
  return { ...measure(dialogues, found, show), f1OfFifths: meanOf(fifths) }
}

function measure(dialogues: readonly Dialogue[], values: readonly (readonly Value[])[], show: string | undefined) {
  const kinds = new Set(dialogues.flatMap((one) => one.gold.map((gold) => gold.kind)))
  const counts = new Map([...kinds].map((kind): [string, Count] => [kind, { hit: 0, found: 0, wanted: 0 }]))
  for (const [i, { turns, gold }] of dialogues.entries()) {
    const wanted = unique(gold)
    const found = new Set((values[i] ?? []).map((one) => `${one.kind} ${normalize(one.kind, one.value)}`))
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
