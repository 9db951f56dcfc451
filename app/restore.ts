/**
 * `npm run restore -- --from <dir> [--moved]`: a backup into an empty DATA_DIR or database, verified; one JSON line.
 * What was on its way waits for a person, unless `--moved` says that the old desk did nothing since.
 */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { DeskError } from '../bot/errors.ts'
import { texts } from '../bot/texts/index.ts'
import { readSettings } from '../kit/settings.ts'
import { restoreBackup } from '../storage/backup/restore-backup.ts'
import { tellAndExit, terminalLang } from './tell-failure.ts'
import { terminalProgress } from './terminal-progress.ts'

try {
  const { values } = parseArgs({ options: { from: { type: 'string' }, moved: { type: 'boolean', default: false } } })
  if (!values.from) throw new DeskError('BACKUP_REFUSED', { why: 'usage', usage: 'npm run restore -- --from <dir> [--moved]' })
  const started = performance.now()
  const say = texts(terminalLang()).backup
  const progress = terminalProgress()
  const restored = await restoreBackup(resolve(values.from), readSettings(process.env), { moved: values.moved, progress: progress.show })
  progress.end()
  const { deliveries, turns, events } = restored.held
  if (deliveries + turns + events > 0) process.stderr.write(`${say.held(deliveries + turns + events)}\n`)
  process.stderr.write(`${say.ready}\n`)
  console.log(JSON.stringify({ ...restored, seconds: Math.round(performance.now() - started) / 1000 }))
  process.exit(0)
} catch (error) {
  tellAndExit(error)
}
