import { type Kysely, sql } from 'kysely'

/**
 * Rows that are claimed leave dead index entries exactly where the next claim looks. By default a table is vacuumed
 * when a fifth of it has changed, which among millions of lines is never in time. The embedded database ignores this.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const table of [
    'line',
    'lane',
    'card',
    'timer',
    'turn',
    'event',
    'delivery',
    'question',
    'conversation',
    'ticket',
    'board_room',
    'board_post',
  ])
    await sql`
      alter table ${sql.table(table)} set (autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_scale_factor = 0.005, autovacuum_analyze_threshold = 2000, autovacuum_analyze_scale_factor = 0.01)`.execute(
      db,
    )
}
