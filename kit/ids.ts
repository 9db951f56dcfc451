/** UUIDv7 (RFC 9562) as 32 hex digits, rising within the process even inside one millisecond, and whatever becomes of its clock. */
import { freshBytes } from './fresh-bytes.ts'

/** They begin after the id `after`, if there is one. */
export function createIds(now: () => number = Date.now, after: string | null = null): { next(): string } {
  let last = after === null ? 0 : madeAt(after) + 1
  let counter = 0
  const random = freshBytes(8)
  return {
    next: () => {
      const bytes = random()
      const at = now()
      // rand_a is a counter: it starts low so that it cannot run over within a millisecond; if it does, time is borrowed.
      if (at > last) {
        last = at
        counter = bytes.readUInt8(0) & 0x7f
      } else if (++counter > 0xfff) {
        last += 1
        counter = 0
      }
      const tail = (bytes.readUInt8(0) & 0x3f) | 0x80
      const rest = bytes.toString('hex', 1)
      return `${last.toString(16).padStart(12, '0')}7${counter.toString(16).padStart(3, '0')}${tail.toString(16)}${rest}`
    },
  }
}

/** When an id was made, in milliseconds since 1970, by the clock of whoever made it; what a desk's processes make goes by the database's. */
export function madeAt(id: string): number {
  return Number.parseInt(id.slice(0, 12), 16)
}
