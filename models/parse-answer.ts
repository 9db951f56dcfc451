import type { Mask } from '../bot/domain/mask.ts'
import { answerSchema, type ModelAnswer } from './claim-schema.ts'

const FENCE = /^```(?:json)?\s*\n([\s\S]*?)\n?```$/

/**
 * Strict: JSON alone (in one code fence at most), of the right shape, with the private words back in place. A
 * plain-worded refusal fails here too. `why` is for the model: what is wrong with it, without a word of the answer.
 */
export function parseAnswer(text: string, mask: Mask): { readonly answer: ModelAnswer } | { readonly why: string } {
  const trimmed = text.trim()
  let data: unknown
  try {
    data = JSON.parse(FENCE.exec(trimmed)?.[1] ?? trimmed, (_, value: unknown) => (typeof value === 'string' ? mask.restore(value) : value))
  } catch {
    return { why: 'it is not JSON' }
  }
  const parsed = answerSchema.safeParse(data)
  if (parsed.success) return { answer: parsed.data }
  const [issue] = parsed.error.issues
  return { why: issue ? `${issue.path.join('.')}: ${issue.message}`.slice(0, 200) : 'it does not fit the schema' }
}
