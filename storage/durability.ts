import { sql } from 'kysely'
import type { Db } from './database.ts'

const SETTINGS = ['fsync', 'full_page_writes', 'synchronous_commit'] as const

/**
 * Settings of a server, switched off, by which a crash of its machine may lose what the desk has acknowledged, or tear
 * a page. Whoever runs it may want that; nobody may have it without a word.
 */
export async function weakDurability(db: Db): Promise<readonly string[]> {
  // As this session has them: by the server, the database, the role, or the address it was opened by.
  const { rows } = await sql<{ name: string }>`
    select name from unnest(${[...SETTINGS]}::text[]) as name where current_setting(name) = 'off' order by name`.execute(db.kysely)
  return rows.map((row) => row.name)
}
