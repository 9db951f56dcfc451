import { createHash } from 'node:crypto'
import { DeskError } from '../../bot/errors.ts'
import type { Blobs } from '../../kit/ports/blobs.ts'

/** Blobs that are gone with the process. `count` says how many there are. */
export function createMemoryBlobs(): Blobs & { count(): number } {
  const stored = new Map<string, Uint8Array<ArrayBuffer>>()
  return {
    put: async (bytes, max) => {
      const parts: Uint8Array[] = []
      let size = 0
      for await (const chunk of bytes instanceof Uint8Array ? [bytes] : bytes) {
        size += chunk.byteLength
        if (size > max) throw new DeskError('INPUT_TOO_LARGE', { max })
        parts.push(chunk)
      }
      const whole = new Uint8Array(Buffer.concat(parts))
      const hash = createHash('sha256').update(whole).digest('hex')
      stored.set(hash, whole)
      return { hash, size }
    },
    get: async (hash) => {
      const bytes = stored.get(hash)
      return bytes ? { stream: new Blob([bytes]).stream(), size: bytes.byteLength } : null
    },
    remove: async (hash) => void stored.delete(hash),
    count: () => stored.size,
  }
}
