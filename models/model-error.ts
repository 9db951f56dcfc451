import { APIConnectionError, APIError } from 'openai'
import { DeskError } from '../bot/errors.ts'

/**
 * A failed call in the desk's words. MODEL_UNREACHABLE: the endpoint is at fault and the breaker counts it;
 * MODEL_ANSWER_INVALID: this turn cannot be read this way.
 */
export function toModelError(error: unknown): DeskError {
  const own = ownError(error)
  if (own) return own
  if (error instanceof APIConnectionError) return new DeskError('MODEL_UNREACHABLE', { why: error.name }, error)
  if (error instanceof APIError) {
    const status = error.status ?? 0
    const about = status === 400 || status === 413 || status === 422
    return new DeskError(about ? 'MODEL_ANSWER_INVALID' : 'MODEL_UNREACHABLE', { status, why: error.code ?? error.name }, error)
  }
  // The body said it was JSON and was not.
  if (error instanceof SyntaxError) return new DeskError('MODEL_ANSWER_INVALID', { why: 'body is not JSON' }, error)
  return new DeskError('MODEL_UNREACHABLE', { why: error instanceof Error ? error.name : 'unknown' }, error)
}

/** The SDK wraps what our own fetch throws. */
function ownError(error: unknown): DeskError | null {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth++) {
    if (at instanceof DeskError) return at
  }
  return null
}
