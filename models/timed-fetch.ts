import { DeskError } from '../bot/errors.ts'

/** An answer about one turn is a few kilobytes; a megabyte is an attack or a mistake. */
const MOST_BYTES = 1_000_000

/** How long one call may take, milliseconds. */
export interface CallTimes {
  /** Until the first byte of the answer, and between any two of its parts. */
  readonly firstByteMs: number
  readonly wholeMs: number
}

/**
 * `fetch` that reads the whole answer before it returns, and gives up on one that does not begin, that stalls,
 * that drips for ever or that is too large, unpacked. So nothing half read is ever seen by anybody.
 * Rejects with MODEL_UNREACHABLE (time) or MODEL_ANSWER_INVALID (size).
 */
export function timedFetch({ firstByteMs, wholeMs }: CallTimes, base: typeof fetch = fetch): typeof fetch {
  return async (input, init) => {
    const ended = new AbortController()
    const end = (why: string): void => ended.abort(new DeskError('MODEL_UNREACHABLE', { why }))
    const whole = setTimeout(end, wholeMs, 'answer too slow')
    let quiet = setTimeout(end, firstByteMs, 'no first byte')
    const signal = init?.signal ? AbortSignal.any([init.signal, ended.signal]) : ended.signal
    try {
      const response = await base(input, { ...init, signal })
      const parts: Uint8Array[] = []
      let size = 0
      for await (const part of response.body ?? []) {
        clearTimeout(quiet)
        quiet = setTimeout(end, firstByteMs, 'answer stalled')
        size += part.length
        if (size > MOST_BYTES) throw new DeskError('MODEL_ANSWER_INVALID', { why: 'answer too large' })
        parts.push(part)
      }
      const headers = new Headers(response.headers)
      headers.delete('content-encoding')
      headers.delete('content-length')
      // A body is not allowed with these, not even an empty one.
      const body = [101, 204, 205, 304].includes(response.status) ? null : Buffer.concat(parts)
      return new Response(body, { status: response.status, statusText: response.statusText, headers })
    } catch (error) {
      throw ended.signal.aborted ? ended.signal.reason : error
    } finally {
      clearTimeout(whole)
      clearTimeout(quiet)
    }
  }
}
