/** The desk as it is shipped, for evaluations and benchmarks: its configuration, and models trained on its examples. */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { DeskConfig } from '../bot/domain/desk-config.ts'
import { loadExamples } from '../config/load-examples.ts'
import { parseDeskConfig } from '../config/parse-desk-config.ts'
import { LocalModel } from '../models/local-model.ts'
import { LocalUnderstanding } from '../models/local-understanding.ts'
import { decodeModel } from '../models/model-blob.ts'
import { trainModel } from '../models/train-model.ts'

const at = (path: string) => fileURLToPath(new URL(`../config/${path}`, import.meta.url))

export async function shippedConfig(): Promise<DeskConfig> {
  const parsed = parseDeskConfig(await readFile(at('desk.yaml'), 'utf8'), 'config/desk.yaml')
  if (!('config' in parsed)) throw new Error('config/desk.yaml has mistakes; see npm run config:check')
  return parsed.config
}

let made: Promise<LocalModel> | null = null

/** Takes a few seconds, the first time. */
export function shippedModel(): Promise<LocalModel> {
  made ??= train()
  return made
}

async function train(): Promise<LocalModel> {
  const examples = await loadExamples(at('examples'))
  const { bytes } = trainModel(examples.map((one) => ({ ...one, source: 'seed' as const })))
  const model = new LocalModel()
  model.use(1, decodeModel(bytes))
  return model
}

/** The local understanding as it ships. */
export async function shippedDesk(): Promise<{ readonly understand: LocalUnderstanding; readonly config: DeskConfig }> {
  return { understand: new LocalUnderstanding(await shippedModel()), config: await shippedConfig() }
}
