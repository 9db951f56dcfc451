/** The desk as it is shipped, for evaluations and benchmarks: its configuration, and a classifier trained on its examples. */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { DeskConfig } from '../bot/domain/desk-config.ts'
import { loadExamples } from '../config/load-examples.ts'
import { parseDeskConfig } from '../config/parse-desk-config.ts'
import { LocalClassifier } from '../models/local-classifier.ts'
import { LocalModel } from '../models/local-model.ts'
import { trainClassifier } from '../models/train-classifier.ts'

const at = (path: string) => fileURLToPath(new URL(`../config/${path}`, import.meta.url))

export async function shippedConfig(): Promise<DeskConfig> {
  const parsed = parseDeskConfig(await readFile(at('desk.yaml'), 'utf8'), 'config/desk.yaml')
  if (!('config' in parsed)) throw new Error('config/desk.yaml has mistakes; see npm run config:check')
  return parsed.config
}

/** Takes a few seconds. */
export async function shippedModel(): Promise<LocalModel> {
  const examples = await loadExamples(at('examples'))
  const { bytes } = trainClassifier(examples.map((one) => ({ ...one, source: 'seed' as const })))
  const model = new LocalModel()
  model.use(1, LocalClassifier.load(bytes))
  return model
}
