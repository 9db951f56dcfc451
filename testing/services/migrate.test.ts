/** Migrations on a PostgreSQL that others work on, and which schema a process runs with. */
import { type Kysely, sql } from 'kysely'
import { afterEach, describe, expect, it } from 'vitest'
import { type Db, openPostgres } from '../../storage/database.ts'
import { checkSchema, migrate, migrationNames } from '../../storage/migrate.ts'
import { keepRawMonths } from '../../storage/raw-months.ts'
import { createDatabase } from './fresh-database.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function database(): Promise<{ db: Db; migrator: Db }> {
  const made = await createDatabase(process.env['DATABASE_URL'] ?? '', 'empty')
  const [db, migrator] = [openPostgres(made.url, 6), openPostgres(made.url, 2, 0)]
  closing.push(
    made.drop,
    () => migrator.close(),
    () => db.close(),
  )
  return { db, migrator }
}

/** The schema as it was before the tables by month, with some rows. */
async function schemaFive(db: Db): Promise<void> {
  await sql`create table schema_migration (name text primary key, at timestamptz not null default now())`.execute(db.kysely)
  for (const name of (await migrationNames()).filter((each) => each < '0006')) {
    const { up } = (await import(`../../migrations/${name.slice(0, -3)}.ts`)) as { up(db: Kysely<unknown>): Promise<void> }
    await up(db.kysely as unknown as Kysely<unknown>)
    await sql`insert into schema_migration (name) values (${name})`.execute(db.kysely)
  }
  await sql`insert into raw_event (id, at, channel, account, what, payload) select md5(i::text), now() - i * interval '1 hour', 'web', 'desk', 'message', '{}' from generate_series(1, 5000) i`.execute(
    db.kysely,
  )
}

const rawEvents = async (db: Db) => (await sql<{ n: number }>`select count(*) as n from raw_event`.execute(db.kysely)).rows[0]?.n
const insertRaw = (db: Db) =>
  sql`insert into raw_event (id, channel, account, what, payload) values (md5(random()::text), 'web', 'desk', 'message', '{}')`.execute(
    db.kysely,
  )

describe('migrations under load', () => {
  it('lose nothing and fail nobody who writes meanwhile', async () => {
    const { db, migrator } = await database()
    await schemaFive(db)
    const timed = async () => {
      const since = performance.now()
      await insertRaw(db)
      return performance.now() - since
    }
    let usual = 0
    for (let i = 0; i < 30; i++) usual = Math.max(usual, await timed())
    let [going, written, slowest] = [true, 0, 0]
    const writers = [1, 2, 3].map(async () => {
      while (going) {
        slowest = Math.max(slowest, await timed())
        written++
      }
    })
    await migrate(migrator)
    going = false
    await Promise.all(writers)
    expect(await rawEvents(db)).toBe(5030 + written)
    expect(written).toBeGreaterThan(20)
    // Two seconds behind a lock at most, and what a write takes here anyway.
    expect(slowest).toBeLessThan(3_000 + 20 * usual)
  })

  it('step back from a lock that somebody holds, let others by, and come again', async () => {
    const { db, migrator } = await database()
    await schemaFive(db)
    let free = () => {}
    let locked = () => {}
    const isLocked = new Promise<void>((resolve) => (locked = resolve))
    const holder = db.tx(async (tx) => {
      await sql`lock table raw_event in row exclusive mode`.execute(tx)
      locked()
      await new Promise<void>((resolve) => (free = resolve))
    })
    await isLocked
    const migrating = migrate(migrator, 50)
    const since = performance.now()
    for (let i = 0; i < 4; i++) {
      await insertRaw(db)
      await new Promise((resolve) => setTimeout(resolve, 600))
    }
    expect(performance.now() - since).toBeLessThan(20_000)
    free()
    await holder
    await migrating
    await checkSchema(db)
    expect(await rawEvents(db)).toBe(5004)
  })

  it('may be run twice at once', async () => {
    const { db, migrator } = await database()
    const other = openPostgres((await urlOf(db)) ?? '', 2, 0)
    closing.push(() => other.close())
    const done = await Promise.all([migrate(migrator, 50), migrate(other, 50)])
    expect(done.flat().toSorted()).toEqual(await migrationNames())
    await checkSchema(db)
  })

  it('build an index again whose building was interrupted', async () => {
    const { db, migrator } = await database()
    await migrate(migrator)
    await sql`delete from schema_migration where name like '%indexes.ts'`.execute(db.kysely)
    await sql`update pg_index set indisvalid = false where indexrelid = 'ticket_team'::regclass`.execute(db.kysely)
    expect(await migrate(migrator)).toEqual((await migrationNames()).filter((name) => name.endsWith('indexes.ts')))
    const { rows } = await sql<{
      valid: boolean
    }>`select indisvalid as valid from pg_index where indexrelid = 'ticket_team'::regclass`.execute(db.kysely)
    expect(rows).toEqual([{ valid: true }])
  })
})

async function urlOf(db: Db): Promise<string> {
  const { rows } = await sql<{ name: string }>`select current_database()::text as name`.execute(db.kysely)
  const url = new URL(process.env['DATABASE_URL'] ?? '')
  url.pathname = `/${rows[0]?.name}`
  return url.href
}

describe('a process', () => {
  it('runs with its own schema and the next, and with no other', async () => {
    const { db, migrator } = await database()
    await expect(checkSchema(db)).rejects.toMatchObject({ code: 'SCHEMA_MISMATCH', facts: { command: 'npm run migrate' } })
    await migrate(migrator)
    await checkSchema(db)
    const own = Number((await migrationNames()).at(-1)?.slice(0, 4))
    const ledger = (name: string) => sql`insert into schema_migration (name) values (${name})`.execute(db.kysely)
    const numbered = (n: number, rest: string) => `${String(n).padStart(4, '0')}_${rest}.ts`
    await ledger(numbered(own + 1, 'a_of_the_next'))
    await ledger(numbered(own + 1, 'b_of_the_next'))
    await checkSchema(db)
    await ledger(numbered(own + 2, 'after_the_next'))
    await expect(checkSchema(db)).rejects.toMatchObject({ code: 'SCHEMA_MISMATCH', facts: { ahead: 1 } })
    await sql`delete from schema_migration where name > ${numbered(own + 1, '')} or name like '0001%'`.execute(db.kysely)
    await expect(checkSchema(db)).rejects.toMatchObject({ code: 'SCHEMA_MISMATCH', facts: { missing: 1 } })
  })
})

describe('raw events', () => {
  it('have a table for each month to come, and lose those that are too old whole', async () => {
    const { db, migrator } = await database()
    await schemaFive(db)
    await migrate(migrator)
    const parts = async () =>
      (
        await sql<{ name: string }>`select relname::text as name from pg_class where relispartition and relkind = 'r' order by 1`.execute(
          db.kysely,
        )
      ).rows.map((r) => r.name)
    // As if housekeeping had not run for months: what came meanwhile is in the table for the rest.
    await sql`alter table raw_event detach partition raw_event_else`.execute(db.kysely)
    await sql`do $$ declare part text := (select relname from pg_class where relname like 'raw_event_before_%' and relkind = 'r'); begin
      execute format('alter table raw_event detach partition %I', part); execute format('drop table %I', part); end $$`.execute(db.kysely)
    await sql`alter table raw_event attach partition raw_event_else default`.execute(db.kysely)
    await insertRaw(db)
    await sql`create table raw_event_y2020m01 partition of raw_event for values from ('2020-01-01') to ('2020-02-01')`.execute(db.kysely)
    await Promise.all([keepRawMonths(db, 30), keepRawMonths(db, 30)])
    const kept = await parts()
    expect(kept).not.toContain('raw_event_y2020m01')
    expect(kept.filter((name) => /^raw_event_y\d{4}m\d{2}$/.test(name))).toHaveLength(3)
    expect(await rawEvents(db)).toBe(1)
    expect((await sql`select from raw_event_else`.execute(db.kysely)).rows).toHaveLength(0)
    await keepRawMonths(db, 30)
    expect(await parts()).toEqual(kept)
  })
})
