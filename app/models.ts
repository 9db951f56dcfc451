/** The models this desk has: the local one always; before it an OpenAI-compatible endpoint, where one is set. */
import type { Hear } from '../bot/ports/hearing.ts'
import type { Learn } from '../bot/ports/learn.ts'
import type { Spending } from '../bot/ports/spending.ts'
import type { Translate } from '../bot/ports/translate.ts'
import type { Understand } from '../bot/ports/understand.ts'
import { findProgram } from '../kit/find-program.ts'
import type { Log } from '../kit/log.ts'
import type { Metrics } from '../kit/metrics.ts'
import type { Settings } from '../kit/settings.ts'
import { candidateCategories } from '../models/candidate-categories.ts'
import { cautious } from '../models/cautious-understanding.ts'
import type { KeyFrames } from '../models/key-frames.ts'
import { LocalModel } from '../models/local-model.ts'
import { LocalTrainer } from '../models/local-trainer.ts'
import { LocalUnderstanding } from '../models/local-understanding.ts'

export interface Models {
  readonly understand: Understand
  readonly learn: Learn
  /** Whether the last reading came from the second choice, because the endpoint failed. */
  degraded(): boolean
  /** Null where no model for pictures or voice is named. */
  /** Null where no endpoint is set. */
  readonly translate: Translate | null
  readonly hearing: { readonly hear: Hear; readonly mayPay: (customer: string) => Promise<boolean> } | null
}

export const DEFAULT_MODEL = 'gpt-5-mini'
/** Endpoints without keys still want something in the header. */
const NO_KEY = 'none'

export async function createModels(settings: Settings, log: Log, metrics: Metrics, spending: Spending): Promise<Models> {
  const model = new LocalModel()
  const local = new LocalUnderstanding(model)
  const learn = new LocalTrainer(model)
  if (settings.openaiApiKey === null && settings.openaiBaseUrl === null)
    return { understand: cautious(local), learn, degraded: () => false, hearing: null, translate: null }
  const { OpenAIUnderstanding } = await import('../models/openai-understanding.ts')
  const { ResilientUnderstanding } = await import('../models/resilient-understanding.ts')
  const { ModelGate } = await import('../models/model-gate.ts')
  const gate = new ModelGate({
    onOpen: (open) => metrics.modelShut.set(open ? 1 : 0),
    onAlert: (error) => {
      metrics.modelAlerts.inc({ code: String(error.facts['status'] ?? error.code) })
      log.error('the model endpoint refuses us; a person must look at its key, its credit and the name of the model', { error })
    },
  })
  const better = new OpenAIUnderstanding({
    gate,
    candidates: (turn, view) => candidateCategories(model, turn, view),
    apiKey: settings.openaiApiKey ?? NO_KEY,
    model: settings.openaiModel ?? DEFAULT_MODEL,
    ...(settings.openaiBaseUrl ? { baseURL: settings.openaiBaseUrl } : {}),
  })
  let degraded = false
  const watched: Understand = {
    version: () => better.version(),
    read: async (...asked) => {
      const read = await better.read(...asked)
      degraded = false
      return read
    },
  }
  const understand = new ResilientUnderstanding(watched, local, {
    shut: () => gate.shut,
    onFallback: (code, error) => {
      degraded = true
      metrics.fallbacks.inc({ code })
      // While nobody is let through there is one such turn after another, and nothing new to tell.
      if (!gate.shut) log.warn('the local model answered in place of the endpoint', { code, error })
    },
  })
  const { BudgetedUnderstanding } = await import('../models/budgeted-understanding.ts')
  const budgeted = new BudgetedUnderstanding(understand, local, spending, {
    everybody: settings.openaiDailyBudget,
    customer: settings.openaiCustomerDailyBudget,
    onSpent: (by) => metrics.modelCapped.inc({ by }),
  })
  const { OpenAITranslator } = await import('../models/openai-translator.ts')
  const translate = new OpenAITranslator({
    gate,
    apiKey: settings.openaiApiKey ?? NO_KEY,
    model: settings.openaiModel ?? DEFAULT_MODEL,
    ...(settings.openaiBaseUrl ? { baseURL: settings.openaiBaseUrl } : {}),
    mayPay: (customer) => budgeted.mayPay(customer),
    onFailure: (error) => log.warn('words were not translated', { error }),
  })
  const { openaiVisionModel: visionModel, openaiVoiceModel: voiceModel } = settings
  if (visionModel === null && voiceModel === null)
    return { understand: cautious(budgeted), learn, degraded: () => degraded, hearing: null, translate }
  const { OpenAIHearing } = await import('../models/openai-hearing.ts')
  const keyFrames = visionModel === null ? null : await findKeyFrames(settings)
  const hear = new OpenAIHearing({
    visionModel,
    voiceModel,
    keyFrames,
    apiKey: settings.openaiApiKey ?? NO_KEY,
    ...(settings.openaiBaseUrl ? { baseURL: settings.openaiBaseUrl } : {}),
  })
  const mayPay = (customer: string) => budgeted.mayPay(customer)
  return { understand: cautious(budgeted), learn, degraded: () => degraded, hearing: { hear, mayPay }, translate }
}

/** What takes pictures out of films, where this machine has it; looked for once. */
async function findKeyFrames({ ffmpeg: name }: Settings): Promise<KeyFrames | null> {
  const path = process.env['PATH'] ?? ''
  const ffmpeg = await findProgram(name, path)
  if (ffmpeg === null) return null
  const { createKeyFrames } = await import('../models/key-frames.ts')
  return createKeyFrames({ ffmpeg, prlimit: await findProgram('prlimit', path) })
}
