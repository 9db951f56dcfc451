import { APIConnectionError, APIError } from 'openai'
import { DeskError } from '../bot/errors.ts'

/**
 * A failed call in the desk's words. MODEL_UNREACHABLE: the endpoint is at fault and the breaker counts it;
 * MODEL_ANSWER_INVALID: this turn cannot be read this way. Facts: `status`, `why` (a code of the endpoint or one of
 * `WHY`), `retryAfterMs` where the endpoint said when to come back.
 */
export function toModelError(error: unknown): DeskError {
  const own = ownError(error)
  if (own) return own
  if (error instanceof APIConnectionError) return new DeskError('MODEL_UNREACHABLE', { why: error.name }, error)
  if (error instanceof APIError) return fromStatus(error)
  // The body said it was JSON and was not.
  if (error instanceof SyntaxError) return new DeskError('MODEL_ANSWER_INVALID', { why: 'body is not JSON' }, error)
  return new DeskError('MODEL_UNREACHABLE', { why: error instanceof Error ? error.name : 'unknown' }, error)
}

/** What an endpoint means, whatever words it uses. */
export const WHY = { tooLong: 'context_length_exceeded', noQuota: 'insufficient_quota', refusedForm: 'form refused' } as const

const TOO_LONG = /context.?(?:length|window)|maximum context|too (?:many tokens|long|large)|reduce the length/i
const NO_QUOTA = /insufficient.?(?:quota|balance|credit|funds)|exceeded your current quota|billing|arrears|欠费|余额不足/i
/** The request asked for something this endpoint does not know: another way of asking may do. */
const FORM =
  /response.?format|json.?schema|structured|tool|function|stream_options|max_completion_tokens|max_tokens|unsupported|unknown|unrecognized|extra|not (?:supported|permitted)|invalid.?parameter/i

function fromStatus(error: APIError): DeskError {
  const status = error.status ?? 0
  const words = `${error.code ?? ''} ${error.message}`
  const facts = { status, why: whyOf(status, words) ?? error.code ?? error.name }
  if (status === 400 || status === 413 || status === 415 || status === 422 || status === 501)
    return new DeskError('MODEL_ANSWER_INVALID', { ...facts, said: words.slice(0, 300) }, error)
  const later = retryAfterOf(error)
  return new DeskError('MODEL_UNREACHABLE', later === null ? facts : { ...facts, retryAfterMs: later }, error)
}

function whyOf(status: number, words: string): string | null {
  if (status === 402 || NO_QUOTA.test(words)) return WHY.noQuota
  if (status === 413 || (status === 400 && TOO_LONG.test(words))) return WHY.tooLong
  if ((status === 400 || status === 415 || status === 422 || status === 501) && FORM.test(words)) return WHY.refusedForm
  return null
}

/** `Retry-After` in seconds or as a date, or the finer `retry-after-ms`; null where there is none that can be read. */
function retryAfterOf({ headers }: APIError): number | null {
  const ms = Number(headers?.get('retry-after-ms') ?? Number.NaN)
  if (ms >= 0) return ms
  const after = headers?.get('retry-after')
  if (!after) return null
  const seconds = Number(after)
  // A date is compared with what the endpoint says the time is: our own clock may be wrong.
  const theirs = Date.parse(headers?.get('date') ?? '')
  const wait = Number.isNaN(seconds) ? Date.parse(after) - (Number.isNaN(theirs) ? Date.now() : theirs) : seconds * 1_000
  return Number.isNaN(wait) ? null : Math.max(0, wait)
}

/** The SDK wraps what our own fetch throws. */
function ownError(error: unknown): DeskError | null {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth++) {
    if (at instanceof DeskError) return at
  }
  return null
}
