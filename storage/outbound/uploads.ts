/** Which of a platform's files a send brings: kept with the delivery before anybody is shown it, so that it is found after a crash. */
import { sql } from 'kysely'
import type { Db } from '../database.ts'

export interface Uploads {
  keep(delivery: string, file: string): Promise<void>
  of(deliveries: readonly string[]): Promise<ReadonlyMap<string, string>>
}

/** Until it is sent the place where a delivery stands is that file; then it is the message. */
export function createUploads(db: Db): Uploads {
  return {
    keep: async (delivery, file) => {
      await sql`update delivery set ref = ${file} where id = ${delivery} and state = 'sending'`.execute(db.kysely)
    },
    of: async (deliveries) => {
      if (deliveries.length === 0) return new Map()
      const { rows } = await sql<{ id: string; ref: string }>`
        select id::text, ref from delivery where id = any(${[...deliveries]}::text[]) and kind = 'media' and state = 'sending' and ref is not null`.execute(
        db.kysely,
      )
      return new Map(rows.map(({ id, ref }) => [id, ref]))
    },
  }
}
