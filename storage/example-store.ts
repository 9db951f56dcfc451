/** Labelled examples and trained models in the database. */
import { sql } from 'kysely'
import type { ExampleStore } from '../bot/ports/examples.ts'
import type { Ids } from '../bot/ports/ids.ts'
import type { Example } from '../bot/ports/learn.ts'
import type { Db } from './database.ts'
import { sha256 } from './hash.ts'

const INSERT_AT_ONCE = 500
const MODELS_KEPT = 3

export function createExampleStore(db: Db, ids: Ids): ExampleStore {
  return {
    seed: async (examples, source = 'seed') => {
      let added = 0
      for (let at = 0; at < examples.length; at += INSERT_AT_ONCE) {
        const page = examples.slice(at, at + INSERT_AT_ONCE)
        const rows = page.map((e) => ({
          id: ids.next(),
          hash: sha256(e.lang, '\u0000', e.text),
          text: e.text,
          lang: e.lang,
          category: e.category,
          source,
        }))
        const done = await db.tx((tx) =>
          tx
            .insertInto('example')
            .values(rows)
            .onConflict((c) => c.column('hash').doNothing())
            .returning('id')
            .execute(),
        )
        added += done.length
      }
      return added
    },
    pages: (size) => pages(db, size),
    newSince: async () => {
      const { rows } = await sql<{ n: number }>`
        select count(*) as n from example where source <> 'seed' and at > coalesce((select max(trained_at) from model), '-infinity')`.execute(
        db.kysely,
      )
      return rows[0]?.n ?? 0
    },
    newestModel: async (after) => {
      const row = await db.kysely
        .selectFrom('model')
        .select(['version', 'bytes', 'accuracy'])
        .where('version', '>', after)
        .orderBy('version', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row ? { version: row.version, bytes: row.bytes, accuracy: row.accuracy } : null
    },
    keepModel: (model) =>
      db.tx(async (tx) => {
        await sql`lock table model in exclusive mode`.execute(tx)
        const { rows } = await sql<{ version: number; corrections: number }>`
          select coalesce(max(version), 0) + 1 as version, (select count(*) from example where source = 'correction') as corrections from model`.execute(
          tx,
        )
        const version = rows[0]?.version ?? 1
        await tx
          .insertInto('model')
          .values({
            version,
            bytes: Buffer.from(model.bytes),
            examples: model.examples,
            corrections: rows[0]?.corrections ?? 0,
            accuracy: model.accuracy,
            millis: Math.round(model.millis),
          })
          .execute()
        await tx
          .deleteFrom('model')
          .where('version', '<=', version - MODELS_KEPT)
          .execute()
        return version
      }),
  }
}

async function* pages(db: Db, size: number): AsyncGenerator<readonly Example[]> {
  let after = ''
  for (;;) {
    const rows = await db.kysely
      .selectFrom('example')
      .select(['id', 'text', 'lang', 'category', 'source'])
      .select(sql<boolean>`coalesce(at > (select max(trained_at) from model), false)`.as('fresh'))
      .where('id', '>', after)
      .orderBy('id')
      .limit(size)
      .execute()
    if (rows.length === 0) return
    after = rows.at(-1)?.id ?? after
    yield rows.map(({ id: _, source, ...row }) => ({ ...row, source: source as Example['source'] }))
  }
}
