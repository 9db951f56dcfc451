/** Checkpoints: a Merkle root over the tickets changed since the one before, chained, so that a ticket that vanishes is missed. */
import { sql } from 'kysely'
import type { Db } from '../database.ts'
import { sha256 } from '../hash.ts'

/** Changes younger than this may still be uncommitted elsewhere: they belong to the next checkpoint. */
const SETTLE_SECONDS = 5
const MOST = 50_000

/** Writes one checkpoint where anything changed; answers how many tickets it covers. */
export function writeCheckpoint(db: Db): Promise<number> {
  return db.tx(async (tx) => {
    await sql`lock table checkpoint in exclusive mode`.execute(tx)
    const last = await tx
      .selectFrom('checkpoint')
      .select(['seq', 'root', sql<string>`upto::text`.as('upto')])
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst()
    const { rows } = await sql<{ id: string; head: Buffer; changed: string }>`
      select id, head, changed_at::text as changed from ticket
      where changed_at > coalesce(${last?.upto ?? null}::timestamptz, '-infinity') and changed_at < now() - make_interval(secs => ${SETTLE_SECONDS})
      order by changed_at limit ${MOST}`.execute(tx)
    const upto = rows.at(-1)?.changed
    if (upto === undefined) return 0
    const heads = rows.map((r): [string, string] => [r.id, r.head.toString('hex')]).sort(([a], [b]) => (a < b ? -1 : 1))
    await tx
      .insertInto('checkpoint')
      .values({
        seq: (last?.seq ?? 0) + 1,
        upto: sql<Date>`${upto}::timestamptz`,
        tickets: heads.length,
        heads: JSON.stringify(heads),
        root: rootOf(heads, last?.root ?? null),
      })
      .execute()
    return heads.length
  })
}

/** Merkle root of the heads, hashed with the root before. An odd node is paired with itself. */
export function rootOf(heads: readonly (readonly [string, string])[], before: Buffer | null): Buffer {
  let level = heads.map(([id, head]) => sha256(id, head))
  while (level.length > 1) {
    const next: Buffer[] = []
    for (let i = 0; i < level.length; i += 2) {
      const left = level[i] ?? Buffer.alloc(32)
      next.push(sha256(left, level[i + 1] ?? left))
    }
    level = next
  }
  return sha256(before ?? Buffer.alloc(32), level[0] ?? Buffer.alloc(32))
}
