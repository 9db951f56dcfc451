/**
 * `npm run schema`: writes migrations/schema.sql, the schema as PostgreSQL 15 dumps it after all migrations. With
 * `--check` it changes nothing and fails where the file says something else, so that a change of the schema is read.
 */
import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { openPostgres } from '../../storage/database.ts'
import { migrate } from '../../storage/migrate.ts'
import { createDatabase } from './fresh-database.ts'

const FILE = new URL('../../migrations/schema.sql', import.meta.url)
const VERSION = 15

const url = process.env['DATABASE_URL']
if (!url) throw new Error('The schema is dumped from a PostgreSQL: run npm run schema.')
const made = await createDatabase(url, 'empty')
try {
  const db = openPostgres(made.url, 2, 0)
  await migrate(db)
  await db.close()
  const now = normal(await dump(made.url))
  if (process.argv.includes('--check')) await check(now)
  else await writeFile(FILE, now)
} finally {
  await made.drop()
}

async function dump(database: string): Promise<string> {
  const program = join(process.env['PG_BIN'] ?? '', 'pg_dump')
  const run = promisify(execFile)
  const { stdout: version } = await run(program, ['--version'])
  if (!new RegExp(` ${VERSION}\\.`).test(version)) throw new Error(`The schema is dumped by version ${VERSION}; this is ${version.trim()}`)
  // Monthly partitions are named after the months they were made in: they are not the schema.
  const args = ['--schema-only', '--no-owner', '--no-privileges', '--exclude-table=*_y????m??', '--exclude-table=*_before_*', database]
  return (await run(program, args, { maxBuffer: 64 * 1024 * 1024 })).stdout
}

/** Without what differs from one patch release, or one run, to the next. */
function normal(dumped: string): string {
  return `${dumped
    .split('\n')
    .filter((line) => !/^(--|SET |SELECT pg_catalog\.set_config|\\(un)?restrict)/.test(line))
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()}\n`
}

async function check(now: string): Promise<void> {
  const kept = await readFile(FILE, 'utf8').catch(() => '')
  if (kept === now) return console.log('1 passed, 0 failed')
  const [there, here] = [new Set(kept.split('\n')), new Set(now.split('\n'))]
  for (const line of there) if (!here.has(line)) console.log(`- ${line}`)
  for (const line of here) if (!there.has(line)) console.log(`+ ${line}`)
  console.log('migrations/schema.sql is not what the migrations make. Run npm run schema, read the change and commit it.')
  console.log('0 passed, 1 failed')
  process.exitCode = 1
}
