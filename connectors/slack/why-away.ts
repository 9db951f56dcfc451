/** A code where there is one: messages may hold addresses. */
export function whyAway(error: unknown): string {
  const { code, name, message, cause } = error as { code?: unknown; name?: string; message?: string; cause?: { code?: unknown } }
  if (typeof cause?.code === 'string') return cause.code
  if (typeof code === 'string') return code
  return name === 'TimeoutError' ? 'timeout' : String(message ?? name ?? 'unknown').slice(0, 80)
}
