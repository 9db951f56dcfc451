/** `npm run backup -- --to <dir>`: database, files and a manifest into an empty directory; one JSON line, exit code 1 when a file is missing. */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { DeskError } from '../bot/errors.ts'
import { texts } from '../bot/texts/index.ts'
import { readSettings } from '../kit/settings.ts'
import { makeBackup } from '../storage/backup/make-backup.ts'
import { tellAndExit, terminalLang } from './tell-failure.ts'
import { terminalProgress } from './terminal-progress.ts'

try {
  const { values } = parseArgs({ options: { to: { type: 'string' } } })
  if (!values.to) throw new DeskError('BACKUP_REFUSED', { why: 'usage', usage: 'npm run backup -- --to <dir>' })
  const started = performance.now()
  const say = texts(terminalLang()).backup
  const progress = terminalProgress()
  const settings = readSettings(process.env)
  const { tables, dump, blobs, takenAt, secrets } = await makeBackup(settings, resolve(values.to), progress.show)
  progress.end()
  const { missing, damaged } = blobs
  process.stderr.write(`${secrets.length > 0 ? say.secretsIn(secrets.join(', ')) : say.secretsOut}\n`)
  if (settings.blobUrl !== null) process.stderr.write(`${say.filesElsewhere}\n`)
  if (missing.length > 0) process.stderr.write(`${say.missing(missing.length)}\n`)
  if (damaged.length > 0) process.stderr.write(`${say.damaged(damaged.length)}\n`)
  console.log(
    JSON.stringify({
      takenAt,
      tables: Object.keys(tables).length,
      rows: Object.values(tables).reduce((sum, table) => sum + table.rows, 0),
      bytes: dump.bytes + blobs.bytes,
      blobs: blobs.files,
      missing: missing.length,
      damaged: damaged.length,
      seconds: Math.round(performance.now() - started) / 1000,
    }),
  )
  process.exit(missing.length + damaged.length === 0 ? 0 : 1)
} catch (error) {
  tellAndExit(error)
}
