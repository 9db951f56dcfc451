/** Random bytes, taken out of a pool: the system is asked for many at once, because each asking costs as much as hundreds of them. */
import { randomFillSync } from 'node:crypto'

const TAKES = 512

/** Each call answers `size` bytes that nobody had before. */
export function freshBytes(size: number): () => Buffer {
  const pool = Buffer.alloc(size * TAKES)
  let used = pool.length
  return () => {
    if (used === pool.length) {
      randomFillSync(pool)
      used = 0
    }
    used += size
    return Buffer.from(pool.subarray(used - size, used))
  }
}
