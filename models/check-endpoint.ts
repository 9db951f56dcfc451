/** What `npm run doctor` asks of an OpenAI-compatible endpoint: whether it takes our key and has the model. Costs no token. */
import type { ErrorFacts } from '../bot/errors.ts'
import type { Finding, FindingCode } from '../bot/ports/check.ts'

export interface EndpointCheck {
  readonly baseUrl: string
  readonly apiKey: string | null
  readonly model: string
}

export const OPENAI = 'https://api.openai.com/v1'
const ASK_MS = 10_000

const finding = (code: FindingCode, facts: ErrorFacts): Finding => ({ area: 'model', code, facts })

export async function checkEndpoint({ baseUrl, apiKey, model }: EndpointCheck): Promise<Finding> {
  const at = new URL(baseUrl).host
  let answer: Response
  try {
    answer = await fetch(`${baseUrl}/models`, {
      headers: apiKey === null ? {} : { authorization: `Bearer ${apiKey}` },
      redirect: 'error',
      signal: AbortSignal.timeout(ASK_MS),
    })
  } catch (error) {
    const { name, cause } = error as { name?: string; cause?: { code?: string; message?: string } }
    return finding('model-away', { at, why: cause?.code ?? (name === 'TimeoutError' ? 'timeout' : (cause?.message ?? 'no answer')) })
  }
  if (answer.status === 401 || answer.status === 403) return finding('model-refused', { at, status: answer.status })
  const listed = answer.ok ? await namesIn(answer) : null
  if (listed === null) return finding(answer.status >= 500 ? 'model-away' : 'model-unlisted', { at, model, why: `HTTP ${answer.status}` })
  return finding(listed.includes(model) ? 'model-ok' : 'model-unknown', { at, model })
}

/** Null: an answer that is no list. */
async function namesIn(answer: Response): Promise<readonly string[] | null> {
  try {
    const { data } = (await answer.json()) as { data?: readonly { readonly id?: unknown }[] }
    return Array.isArray(data) ? data.map((each) => String(each?.id ?? '')) : null
  } catch {
    return null
  }
}
