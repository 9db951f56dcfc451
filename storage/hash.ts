/** SHA-256, as the desk uses it: of texts, of deduplication keys, of a history's links. */
import { createHash, hash as hashOnce } from 'node:crypto'

export function sha256(...parts: readonly (string | Buffer)[]): Buffer {
  const [only] = parts
  // In one call: every message has several.
  if (parts.length === 1 && only !== undefined) return hashOnce('sha256', only, 'buffer')
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/** Key of `inbound_key`; the lengths keep ("a","bc") apart from ("ab","c"). */
export function keyHash(channel: string, account: string, key: string): Buffer {
  return sha256(`${channel.length}:${channel}${account.length}:${account}${key}`)
}
