import type { Finding } from '../../bot/ports/check.ts'
import type { Settings } from '../../kit/settings.ts'
import { checkEndpoint, OPENAI } from '../../models/check-endpoint.ts'
import { DEFAULT_MODEL } from '../models.ts'

export async function checkModel({ openaiApiKey: apiKey, openaiBaseUrl, openaiModel }: Settings): Promise<Finding> {
  if (apiKey === null && openaiBaseUrl === null) return { area: 'model', code: 'model-off', facts: {} }
  return checkEndpoint({ baseUrl: openaiBaseUrl ?? OPENAI, apiKey, model: openaiModel ?? DEFAULT_MODEL })
}
