/** Brings a database to this version's schema, one migration at a time, oldest first. */
import { readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type Kysely, sql } from 'kysely'
import { DeskError } from '../bot/errors.ts'
import type { Db } from './database.ts'

type Migration = { up(db: Kysely<unknown>): Promise<void> }

const folder = fileURLToPath(new URL('../migrations/', import.meta.url))

/** Names of all migrations, in order. */
export async function migrationNames(): Promise<readonly string[]> {
  const files = await readdir(folder)
  return files.filter((name) => /^\d{4}_.+\.ts$/.test(name)).sort()
}

/** Applies what is missing; each migration is one transaction with its ledger row, so a kill leaves none half done. */
export async function migrate(db: Db): Promise<readonly string[]> {
  await db.tx(async (tx) => {
    await sql`set local lock_timeout = '2s'`.execute(tx)
    await sql`create table if not exists schema_migration (name text primary key, at timestamptz not null default now())`.execute(tx)
  })
  const done: string[] = []
  for (const name of await pending(db)) {
    const migration = (await import(`../migrations/${name}`)) as Migration
    await db.tx(async (tx) => {
      await sql`set local lock_timeout = '2s'`.execute(tx)
      await sql`lock table schema_migration in exclusive mode`.execute(tx)
      const known = await sql<{ name: string }>`select name from schema_migration where name = ${name}`.execute(tx)
      if (known.rows.length > 0) return
      await sql`insert into schema_migration (name) values (${name})`.execute(tx)
      await migration.up(tx as unknown as Kysely<unknown>)
    })
    done.push(name)
  }
  return done
}

/** Refuses a database that is behind, naming the command that helps. */
export async function checkSchema(db: Db): Promise<void> {
  const missing = await pending(db).catch(() => ['0001'])
  if (missing.length > 0) throw new DeskError('SCHEMA_MISMATCH', { missing: missing.length, command: 'npm run migrate' })
}

async function pending(db: Db): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`select name from schema_migration`.execute(db.kysely)
  const known = new Set(rows.map((row) => row.name))
  return (await migrationNames()).filter((name) => !known.has(name))
}
