const LONGEST = 200

/** The text, number or truth at a place such as `customer.phone` or `items.0.title`, tidied for a card; null where there is none. */
export function valueAt(body: unknown, path: string): string | null {
  let at = body
  for (const step of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return null
    at = (at as Record<string, unknown>)[step]
  }
  if (typeof at !== 'string' && typeof at !== 'number' && typeof at !== 'boolean') return null
  // No line breaks and nothing a database refuses: these words are others'.
  const text = String(at)
    .toWellFormed()
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim()
  return text === '' ? null : text.slice(0, LONGEST).toWellFormed()
}
