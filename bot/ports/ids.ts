import type { Id } from '../domain/ticket.ts'

/** New ids, in the order asked for: UUIDv7 as 32 hex digits. A fake counts, so that tests repeat. */
export interface Ids {
  next(): Id
}
