/** SHA-256, as the desk uses it: of texts, of deduplication keys, of a history's links. */
import { hash } from 'node:crypto'

export function sha256(...parts: readonly (string | Buffer)[]): Buffer {
  const [only] = parts
  // In one call, without a hash object: every message has several, and every ticket a dozen.
  if (parts.length === 1 && only !== undefined) return hash('sha256', only, 'buffer')
  return hash('sha256', Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part))), 'buffer')
}

/** Key of `inbound_key`; the lengths keep ("a","bc") apart from ("ab","c"). */
export function keyHash(channel: string, account: string, key: string): Buffer {
  return sha256(`${channel.length}:${channel}${account.length}:${account}${key}`)
}
