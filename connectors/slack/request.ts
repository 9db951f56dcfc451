/** The body of a signed request as the payload it holds. */
import { DeskError } from '../../bot/errors.ts'

export type Payload = Readonly<Record<string, unknown>>

/** Events come as JSON, buttons and forms as JSON in a form, slash commands as a form. */
export function readPayload(contentType: string | undefined, body: string): Payload {
  if (!contentType?.toLowerCase().startsWith('application/x-www-form-urlencoded')) return object(body)
  const form = new URLSearchParams(body)
  const payload = form.get('payload')
  return payload === null ? Object.fromEntries(form) : object(payload)
}

function object(text: string): Payload {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new DeskError('INPUT_INVALID', { why: 'no JSON' }, error)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new DeskError('INPUT_INVALID', { why: 'no object' })
  return value as Payload
}
