/** Row 42 of the fault catalogue: nobody weakens what a commit promises without a word. */
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { filesUnder, read } from '../testing/repository.ts'
import { freshDatabase } from '../testing/services/fresh-database.ts'

/** Where such settings are looked at, and where they are switched off because nothing is flushed anyway. */
const KNOWN = ['storage/durability.ts', 'storage/pglite.ts']
const WEAKENS = /synchronous_commit|full_page_writes|\bfsync\s*=|\bunlogged\b|commit_delay/i
const OURS = ['app', 'bot', 'config', 'connectors', 'console', 'deploy', 'kit', 'lookups', 'migrations', 'models', 'storage', 'workers']

it('no statement and no file of ours says that a commit need not be flushed', () => {
  const sources = OURS.flatMap((folder) => filesUnder(folder, /\.(?:[mc]?[jt]sx?|sql|ya?ml|sh|conf|service)$/))
  expect(sources.length).toBeGreaterThan(300)
  const weakening = sources.filter((file) => !file.endsWith('.test.ts') && WEAKENS.test(read(file)))
  expect(weakening.filter((file) => !KNOWN.includes(file))).toEqual([])
})

it('the embedded database flushes nothing, and every page that speaks of it says so', async () => {
  const { db, url, drop } = await freshDatabase()
  const { rows } = await sql<{ fsync: string }>`select current_setting('fsync') as fsync`.execute(db.kysely)
  await drop()
  expect(rows[0]?.fsync).toBe(url === null ? 'off' : 'on')
  for (const page of ['README.md', 'docs/operations.md']) expect(read(page)).toContain('does not flush to disk at each commit')
  expect(read('docs/reliability.md')).toContain('it makes no fsync')
})
