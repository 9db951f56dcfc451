/**
 * Keeps secrets out of the log: values under names that mean a secret, and secrets inside texts and errors.
 * Contents of messages are kept out by the callers, who log ids only.
 */

/** Parts of field names whose values are never logged. Compared without case, `-` and `_`. */
export const SECRET_NAMES = [
  'apikey',
  'authorization',
  'cookie',
  'credential',
  'encodingaeskey',
  'password',
  'passwd',
  'privatekey',
  'responseurl',
  'secret',
  'sessionwebhook',
  'signature',
  'token',
] as const

/** Names that hold one of the parts and are no secret. */
const HARMLESS = new Set(['tokensin', 'tokensout', 'tokens'])

const GONE = '[redacted]'
const DEEPEST = 6

const SECRET_TEXTS: readonly (readonly [RegExp, string])[] = [
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:)[^\s/@]+@/gi, `$1${GONE}@`],
  [/\b(bearer|basic)\s+[\w.~+/=-]{6,}/gi, `$1 ${GONE}`],
  [/\b(sk|xox[a-z]|xapp)-[\w-]{6,}/g, `$1-${GONE}`],
  [/\b(access_token|api_key|apikey|appsecret|corpsecret|secret|token)=[^\s&#"']+/gi, `$1=${GONE}`],
]

function isSecret(name: string): boolean {
  const plain = name.toLowerCase().replaceAll(/[-_]/g, '')
  return !HARMLESS.has(plain) && SECRET_NAMES.some((part) => plain.includes(part))
}

function scrubText(text: string): string {
  let clean = text
  for (const [pattern, instead] of SECRET_TEXTS) clean = clean.replaceAll(pattern, instead)
  return clean
}

/**
 * What is kept of an error: name, code, message, stack, and the same of its causes. Nothing else, because
 * HTTP clients hang whole requests, with headers and bodies, on theirs, and databases the row that failed.
 */
function scrubError(error: Error, depth: number): Record<string, unknown> {
  const { code } = error as { code?: unknown }
  const kept: Record<string, unknown> = { name: error.name, message: scrubText(error.message) }
  if (typeof code === 'string' || typeof code === 'number') kept['code'] = code
  if (error.stack !== undefined) kept['stack'] = scrubText(error.stack)
  if (depth >= DEEPEST) return kept
  if (error.cause !== undefined) kept['cause'] = scrub(error.cause, depth + 1)
  if (error instanceof AggregateError) kept['errors'] = error.errors.slice(0, 3).map((one) => scrub(one, depth + 1))
  return kept
}

/** A copy fit for the log; safe for cycles and for anything nested deeper than a log line needs. */
export function scrub(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return scrubText(value)
  if (typeof value === 'bigint') return String(value)
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Error) return scrubError(value, depth)
  if (value instanceof Date) return value
  if (depth >= DEEPEST || ArrayBuffer.isView(value)) return '[…]'
  if (Array.isArray(value)) return value.slice(0, 100).map((item) => scrub(item, depth + 1))
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, isSecret(name) ? GONE : scrub(item, depth + 1)]))
}
