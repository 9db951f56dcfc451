import { DeskError } from '../bot/errors.ts'

/** An answer about one turn is a few kilobytes; a megabyte is an attack or a mistake. */
const MOST_BYTES = 1_000_000

/**
 * `fetch` that reads the whole answer before it returns, and gives up on one that is too large. So the
 * request's timeout covers the body too, and a body that drips for ever or unpacks to gigabytes ends.
 */
export async function cappedFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, init)
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of response.body ?? []) {
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
}
