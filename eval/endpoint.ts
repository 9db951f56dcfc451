import type { OpenAIOptions } from '../models/openai-understanding.ts'

export type Endpoint = Pick<OpenAIOptions, 'apiKey' | 'model' | 'baseURL'>

/** The endpoint the environment names; null where it names none. */
export function endpointOf(env: NodeJS.ProcessEnv): Endpoint | null {
  const [apiKey, baseURL] = [env['OPENAI_API_KEY'], env['OPENAI_BASE_URL']]
  if (!apiKey && !baseURL) return null
  return { apiKey: apiKey || 'none', model: env['OPENAI_MODEL'] || 'gpt-5-mini', ...(baseURL ? { baseURL } : {}) }
}
