/** Backup and restore of the embedded database: the drill, and everything that must be refused. */
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lockDir } from '../../kit/lock.ts'
import { makeBackup } from '../../storage/backup/make-backup.ts'
import type { Manifest } from '../../storage/backup/manifest.ts'
import { restoreBackup } from '../../storage/backup/restore-backup.ts'
import { type Drill, hashOf, makeDrill, runDrill, writeBlob } from '../backup-drill.ts'
import { deskAt } from '../desk-template.ts'

let drill: Drill
let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'relaydesk-restore-'))
  drill = await makeDrill()
}, 120_000)
afterAll(async () => {
  await drill.end()
  await rm(dir, { recursive: true, force: true })
})

const refused = (why: string) => expect.objectContaining({ code: 'BACKUP_REFUSED', facts: expect.objectContaining({ why }) })

/** A copy of the backup that somebody has changed. */
async function changed(change: (backup: string) => Promise<void>): Promise<string> {
  const copy = join(await mkdtemp(join(dir, 'changed-')), 'backup')
  await cp(drill.backup, copy, { recursive: true })
  await change(copy)
  return copy
}

async function rewrite(backup: string, change: (manifest: Manifest) => void): Promise<void> {
  const path = join(backup, 'manifest.json')
  const manifest = JSON.parse(await readFile(path, 'utf8')) as Manifest
  change(manifest)
  await writeFile(path, JSON.stringify(manifest))
}

const place = async () => ({ dataDir: await mkdtemp(join(dir, 'target-')), databaseUrl: null })

describe('a backup', () => {
  it('counts every table, names its restore point and holds every file', () => {
    const { tables, database, takenAt, schema, blobs, dump } = drill.manifest
    expect([database, tables['ticket']?.rows, tables['attachment']?.rows]).toEqual(['embedded', 2, 1])
    expect(Object.keys(tables).length).toBeGreaterThan(30)
    expect(Math.abs(Date.parse(takenAt) - Date.now())).toBeLessThan(10 * 60_000)
    expect(schema.length).toBeGreaterThan(4)
    expect(blobs).toMatchObject({ files: 1, missing: [], damaged: [] })
    expect(dump.sha256).toMatch(/^[0-9a-f]{64}$/)
  })

  it('is readable by its owner only', async () => {
    expect((await stat(drill.backup)).mode & 0o077).toBe(0)
    for (const name of await readdir(drill.backup)) expect((await stat(join(drill.backup, name))).mode & 0o077, name).toBe(0)
  })

  it('holds no secret that the environment gave', async () => {
    expect(drill.manifest.secrets).toEqual([])
    expect(await readFile(join(drill.backup, 'manifest.json'), 'utf8')).not.toContain('a-secret-of-the-tests')
  })

  it('is refused while somebody holds the place and gives no copy, into a directory with anything in it, and where there is no database', async () => {
    const unlock = lockDir(drill.old.dir)
    await expect(makeBackup(drill.oldPlace, join(dir, 'locked'), undefined, 200)).rejects.toMatchObject({ code: 'DATA_DIR_LOCKED' })
    unlock()
    await expect(makeBackup(drill.oldPlace, drill.backup)).rejects.toEqual(refused('not-empty'))
    await expect(makeBackup(await place(), join(dir, 'none'))).rejects.toEqual(refused('no-database'))
  })

  it('is made of a desk at work: all it had acknowledged is in it, nothing half done is, and the desk goes on', async () => {
    const working = join(dir, 'working')
    await cp(drill.old.dir, working, { recursive: true })
    const desk = await deskAt(working)
    try {
      let [acked, going] = [0, true]
      const saying = Promise.all(
        ['dora', 'emil'].map(async (who) => {
          for (let n = 0; going; n++) {
            await desk.hear('pager', `${who}-${n}`, '上周买的口红断了')
            acked++
          }
        }),
      )
      await desk.until(async () => acked > 10)
      // Of those who ask and die nothing stays.
      await mkdir(join(working, 'copies', '999999999'), { recursive: true })
      const before = acked
      const manifest = await makeBackup({ dataDir: working, databaseUrl: null }, join(dir, 'live'))
      const after = acked
      await desk.until(async () => acked > after)
      going = false
      await saying
      const said = manifest.tables['message']?.rows ?? 0
      expect(said).toBeGreaterThanOrEqual(before)
      expect(Date.parse(manifest.takenAt)).toBeLessThan(Date.now())
      await desk.until(async () => (await readdir(join(working, 'copies'))).length === 0)
      expect((await restoreBackup(join(dir, 'live'), await place())).verified.tickets).toBeGreaterThanOrEqual(2)
    } finally {
      await desk.desk.stop()
    }
  }, 120_000)

  it('takes generated secrets along, leaves damaged files out and names what is missing', async () => {
    const own = join(dir, 'own')
    await cp(drill.old.dir, own, { recursive: true })
    await rm(join(own, 'blobs'), { recursive: true })
    await writeFile(join(own, 'session-secret'), 'a generated secret\n')
    const good = await writeBlob(own, 'good')
    const bad = await writeBlob(own, 'bad')
    await writeFile(join(own, 'blobs', bad.slice(0, 2), bad), 'worse')
    const manifest = await makeBackup({ dataDir: own, databaseUrl: null }, join(dir, 'own-backup'))
    expect(manifest.blobs).toEqual({ files: 1, bytes: 4, missing: [hashOf('a picture of a lipstick')], damaged: [bad] })
    expect(manifest.secrets).toEqual(['session-secret'])
    const target = await place()
    await restoreBackup(join(dir, 'own-backup'), target)
    expect(await readFile(join(target.dataDir, 'session-secret'), 'utf8')).toBe('a generated secret\n')
    expect(await readFile(join(target.dataDir, 'blobs', good.slice(0, 2), good), 'utf8')).toBe('good')
  }, 60_000)
})

describe('a data directory', () => {
  it('of a version after the next is refused, and let go', async () => {
    const newer = join(dir, 'newer')
    await cp(drill.old.dir, newer, { recursive: true })
    const desk = await deskAt(newer)
    await sql`insert into schema_migration (name) values ('9999_of_a_version_to_come.ts')`.execute(desk.db.kysely)
    await desk.desk.stop()
    await expect(deskAt(newer)).rejects.toMatchObject({ code: 'SCHEMA_MISMATCH', facts: { ahead: 1 } })
    lockDir(newer)()
  }, 60_000)
})

describe('a restore', () => {
  it('gives every row and file back, works, and sends nothing old by itself', async () => {
    const restored = await runDrill(drill)
    expect(restored.migrated).toBe(0)
  }, 120_000)

  it('of a desk that moved goes on where it was', async () => {
    const target = await place()
    const restored = await restoreBackup(drill.backup, target, { moved: true })
    expect(restored.held).toEqual({ deliveries: 0, turns: 0, events: 0 })
    const desk = await deskAt(target.dataDir)
    try {
      const lent = await desk.until(async () => (await desk.lent('pager')).filter((out) => drill.onItsWay.includes(out.id))[0])
      expect(drill.onItsWay).toContain(lent.id)
      await desk.until(async () => (await desk.tickets('cleo'))[0])
    } finally {
      await desk.stop()
    }
  }, 120_000)

  it.each<[string, string, (backup: string) => Promise<void>]>([
    ['without a manifest', 'no-manifest', (backup) => rm(join(backup, 'manifest.json'))],
    ['with a manifest nobody can read', 'manifest', (backup) => writeFile(join(backup, 'manifest.json'), '{"format":2}')],
    ['with a dump that was changed', 'damaged', (backup) => writeFile(join(backup, 'database.tar.gz'), 'x', { flag: 'a' })],
    ['without its dump', 'damaged', (backup) => rm(join(backup, 'database.tar.gz'))],
    ['without one of its files', 'damaged', (backup) => rm(join(backup, 'blobs'), { recursive: true })],
    [
      'with a file that was changed',
      'damaged',
      (backup) => {
        const hash = hashOf('a picture of a lipstick')
        return writeFile(join(backup, 'blobs', hash.slice(0, 2), hash), 'a picture of a thief')
      },
    ],
    ['of a newer version', 'newer', (backup) => rewrite(backup, (m) => m.schema.push('9999_future.ts'))],
    ['of the other database', 'other-kind', (backup) => rewrite(backup, (m) => Object.assign(m, { database: 'postgres' }))],
    ['with a row less than it says', 'differs', (backup) => rewrite(backup, (m) => Object.assign(m.tables['message'] ?? {}, { rows: 99 }))],
    ['with a row that is another', 'differs', (backup) => rewrite(backup, (m) => Object.assign(m.tables['fact'] ?? {}, { sum: '1' }))],
    [
      'with numbers handed out twice',
      'differs',
      (backup) => rewrite(backup, (m) => Object.assign(m.sequences, { ticket_number: '999999' })),
    ],
  ])(
    'of a backup %s is refused, and leaves no desk behind',
    async (_, why, change) => {
      const target = await place()
      await expect(restoreBackup(await changed(change), target)).rejects.toEqual(refused(why))
      expect(await readdir(target.dataDir)).not.toContain('pgdata')
      expect(await readdir(target.dataDir)).not.toContain('pgdata.restoring')
    },
    60_000,
  )

  it('into a place with a database is refused, and the place is left alone', async () => {
    const target = await place()
    await mkdir(join(target.dataDir, 'pgdata'))
    await expect(restoreBackup(drill.backup, target)).rejects.toEqual(refused('database-there'))
    expect(await readdir(join(target.dataDir, 'pgdata'))).toEqual([])
  })
})
