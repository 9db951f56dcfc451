import { sql } from 'kysely'
import type { Db } from './database.ts'

/**
 * Settings of a server, switched off, by which a crash of its machine may lose what the desk has acknowledged, or tear
 * a page. Whoever runs it may want that; nobody may have it without a word.
 */
export async function weakDurability(db: Db): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    select name from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes') and setting = 'off' order by name`.execute(
    db.kysely,
  )
  return rows.map((row) => row.name)
}
