/**
 * `eval -- examples [--dir config/examples]`: how well the shipped sentences teach, tenfold: of each category and
 * language a tenth is held back in turn, the rest of all languages trains. Per language, with the weakest categories.
 */
import { loadExamples } from '../config/load-examples.ts'
import { LocalClassifier } from '../models/local-classifier.ts'
import { isMoodExample } from '../models/mood-examples.ts'
import { seededRandom } from '../models/seeded-random.ts'
import { trainClassifier } from '../models/train-classifier.ts'
import { progress, readOptions } from './options.ts'
import { meanOf, round } from './statistics.ts'

const FOLDS = 10

export async function run(args: readonly string[]): Promise<unknown> {
  const options = readOptions(args, ['dir', 'folds'])
  const folds = Number(options.folds ?? FOLDS)
  const examples = (await loadExamples(options.dir ?? 'config/examples')).filter((one) => !isMoodExample(one))
  const random = seededRandom(7)
  const fold = foldsOf(examples, random)
  const hits = new Map<string, number[][]>()
  const categories = new Map<string, { right: number; rows: number }>()
  const seconds: number[] = []
  for (let held = 0; held < folds; held++) {
    const start = performance.now()
    const { bytes } = trainClassifier(examples.filter((_, i) => fold[i] !== held).map((one) => ({ ...one, source: 'seed' })))
    seconds.push((performance.now() - start) / 1_000)
    const classifier = LocalClassifier.load(bytes)
    examples.forEach(({ text, lang, category }, i) => {
      if (fold[i] !== held) return
      const right = classifier.predict(text)?.category === category ? 1 : 0
      const ofLang = hits.get(lang) ?? Array.from({ length: folds }, () => [])
      ofLang[held]?.push(right)
      hits.set(lang, ofLang)
      const key = `${lang} ${category}`
      const count = categories.get(key) ?? { right: 0, rows: 0 }
      categories.set(key, { right: count.right + right, rows: count.rows + 1 })
    })
    progress(`fold ${held + 1} of ${folds}: ${seconds.at(-1)?.toFixed(1)} s`)
  }
  const share = (all: readonly number[]) => all.reduce((sum, one) => sum + one, 0) / Math.max(1, all.length)
  const weakest = [...categories].map(([key, { right, rows }]) => ({ key, accuracy: round(right / rows), rows }))
  return {
    examples: examples.length,
    accuracy: Object.fromEntries([...hits].map(([lang, all]) => [lang, meanOf(all.map(share))])),
    trainSeconds: meanOf(seconds),
    weakest: weakest.toSorted((a, b) => a.accuracy - b.accuracy).slice(0, 20),
  }
}

/** Each category of each language is dealt out evenly. */
function foldsOf(examples: readonly { readonly lang: string; readonly category: string }[], random: () => number): readonly number[] {
  const order = examples.map((_, i) => [random(), i] as const).toSorted((a, b) => a[0] - b[0])
  const dealt = new Map<string, number>()
  const fold = new Array<number>(examples.length).fill(0)
  for (const [, i] of order) {
    const key = `${examples[i]?.lang} ${examples[i]?.category}`
    const n = dealt.get(key) ?? 0
    fold[i] = n % FOLDS
    dealt.set(key, n + 1)
  }
  return fold
}
