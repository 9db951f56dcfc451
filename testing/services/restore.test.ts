/** The restore drill on PostgreSQL: backed up under a desk that runs, restored into another database. */
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeBackup } from '../../storage/backup/make-backup.ts'
import { readManifest } from '../../storage/backup/manifest.ts'
import { restoreBackup } from '../../storage/backup/restore-backup.ts'
import { openPostgres } from '../../storage/database.ts'
import { checkSchema } from '../../storage/migrate.ts'
import { type Drill, makeDrill, runDrill } from '../backup-drill.ts'
import { createDatabase, freshDatabase } from './fresh-database.ts'

let drill: Drill
let dir: string
let source: { readonly url: string; drop(): Promise<void> }
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'relaydesk-restore-'))
  const database = await freshDatabase(1)
  if (database.url === null) throw new Error('this suite needs PostgreSQL')
  source = { url: database.url, drop: () => database.drop() }
  drill = await makeDrill(source.url)
}, 400_000)
afterAll(async () => {
  await drill.end()
  await source.drop()
  await rm(dir, { recursive: true, force: true })
})

async function target(): Promise<{ dataDir: string; databaseUrl: string; drop(): Promise<void> }> {
  const { url, drop } = await createDatabase(source.url, 'empty')
  return { dataDir: await mkdtemp(join(dir, 'target-')), databaseUrl: url, drop }
}

describe('a backup of PostgreSQL', () => {
  it('is restored elsewhere whole, works, and sends nothing old by itself', async () => {
    expect([drill.manifest.database, drill.manifest.secrets]).toEqual(['postgres', []])
    const { databaseUrl, drop } = await target()
    await runDrill(drill, databaseUrl)
    await drop()
  }, 300_000)

  it('counts and dumps one moment, whatever is written meanwhile', async () => {
    const db = openPostgres(source.url, 2)
    let going = true
    const writing = (async () => {
      for (let i = 0; going; i++)
        await sql`insert into raw_event (id, channel, account, what, payload) values (lpad(${String(i)}, 32, '0'), 'web', 'desk', 'message', '{}')`.execute(
          db.kysely,
        )
    })()
    await makeBackup(drill.oldPlace, join(dir, 'moment'))
    going = false
    await writing
    await db.close()
    const { drop, ...place } = await target()
    const restored = await restoreBackup(join(dir, 'moment'), place)
    expect(restored.rows).toBe(Object.values((await readManifest(join(dir, 'moment'))).tables).reduce((sum, t) => sum + t.rows, 0))
    await drop()
  }, 200_000)

  it('that differs from what it says is refused, and no process starts on what it left', async () => {
    const manifest = await readManifest(drill.backup)
    const copy = join(dir, 'differs')
    await cp(drill.backup, copy, { recursive: true })
    await writeFile(
      join(copy, 'manifest.json'),
      JSON.stringify({ ...manifest, tables: { ...manifest.tables, gone: { rows: 1, sum: '1' } } }),
    )
    const { drop, ...place } = await target()
    await expect(restoreBackup(copy, place)).rejects.toMatchObject({ code: 'BACKUP_REFUSED', facts: { why: 'differs' } })
    const db = openPostgres(place.databaseUrl, 1)
    await expect(checkSchema(db)).rejects.toMatchObject({ code: 'SCHEMA_MISMATCH' })
    await db.close()
    await drop()
  }, 200_000)

  it('names the program that is missing or too old', async () => {
    const { PATH } = process.env
    try {
      process.env['PATH'] = dir
      await expect(makeBackup(drill.oldPlace, join(dir, 'none'))).rejects.toMatchObject({ facts: { why: 'tool-missing', tool: 'pg_dump' } })
      await writeFile(join(dir, 'pg_dump'), '#!/bin/sh\necho "pg_dump (PostgreSQL) 9.6.24"\n', { mode: 0o755 })
      await expect(makeBackup(drill.oldPlace, join(dir, 'old'))).rejects.toMatchObject({ facts: { why: 'tool-old', has: 9 } })
    } finally {
      process.env['PATH'] = PATH
    }
  })
})
