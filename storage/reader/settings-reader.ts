/** The desk's settings and people, and what came of events. */
import { sql } from 'kysely'
import type { Agent } from '../../bot/domain/conversation.ts'
import type { OutcomeOf } from '../../bot/domain/effect.ts'
import { isLang, type Lang } from '../../bot/domain/lang.ts'
import type { Outcomes, SettingsReader } from '../../bot/ports/reader.ts'
import type { Db, Tx } from '../database.ts'

const MOST_CUSTOMERS = 200

export function createSettingsReader(db: Db): SettingsReader {
  return {
    settings: () =>
      db.tx(async (tx) => {
        const config = await tx.selectFrom('desk_config').select('applied_at').orderBy('version', 'desc').limit(1).executeTakeFirst()
        const model = await tx
          .selectFrom('model')
          .select(['version', 'accuracy', 'examples', 'trained_at'])
          .orderBy('version', 'desc')
          .limit(1)
          .executeTakeFirst()
        const training = await tx.selectFrom('training').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirst()
        const corrections = await tx
          .selectFrom('example')
          .select(sql<number>`count(*)`.as('n'))
          .where('source', '=', 'correction')
          .executeTakeFirst()
        return {
          configAppliedAt: config?.applied_at ?? null,
          trained: model ? { version: model.version, accuracy: model.accuracy, examples: model.examples, at: model.trained_at } : null,
          corrections: corrections?.n ?? 0,
          training: training
            ? {
                at: training.at,
                accuracy: training.accuracy,
                inUse: training.in_use,
                learned: training.learned,
                used: training.outcome !== 'refused',
              }
            : null,
        }
      }),
    agents: () => db.tx((tx) => agentsWhere(tx, null)),
    agent: (ref) => db.tx(async (tx) => (await agentsWhere(tx, ref))[0] ?? null),
    webCustomers: () =>
      db.tx(async (tx) => {
        const { rows } = await sql<{ id: string; name: string | null; lang: string | null }>`
          select i.external as id, c.name, (select lang from conversation where customer_id = c.id order by id desc limit 1) as lang
          from identity i join customer c on c.id = i.customer_id
          where i.channel = 'web' order by c.id limit ${MOST_CUSTOMERS}`.execute(tx)
        return rows.map((row) => ({ ...row, lang: isLang(row.lang) ? row.lang : null }))
      }),
  }
}

/** A key wins over an id: keys are what people type. */
async function agentsWhere(tx: Tx, ref: string | null): Promise<readonly Agent[]> {
  const all = tx.selectFrom('agent').select(['id', 'key', 'name', 'role', 'lang', 'teams']).where('active', '=', true)
  const rows = await (ref === null ? all : all.where((eb) => eb.or([eb('key', '=', ref), eb('id', '=', ref)]))).orderBy('key').execute()
  const found = rows.map((row): Agent => ({ ...row, role: row.role as Agent['role'], lang: row.lang as Lang }))
  return ref === null ? found : [...found.filter((row) => row.key === ref), ...found.filter((row) => row.key !== ref)]
}

export function createOutcomes(db: Db): Outcomes {
  return {
    outcome: (event) =>
      db.tx(async (tx) => {
        const row = await tx.selectFrom('event').select('outcome').where('id', '=', event).executeTakeFirst()
        return row?.outcome ? (JSON.parse(row.outcome) as OutcomeOf) : null
      }),
  }
}
