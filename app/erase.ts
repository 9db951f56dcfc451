/**
 * `npm run erase -- --customer <id> [--yes]`: takes a customer's personal words away for good. Without `--yes` it only
 * counts. One JSON line; exit code 1 when a file could not be removed.
 */
import { parseArgs } from 'node:util'
import { DeskError } from '../bot/errors.ts'
import { texts } from '../bot/texts/index.ts'
import { createIds } from '../kit/ids.ts'
import { createLog } from '../kit/log.ts'
import { readSettings } from '../kit/settings.ts'
import { createConfigStore } from '../storage/config-store.ts'
import { eraseCustomer } from '../storage/erase/erase-customer.ts'
import { openBlobs } from './open-blobs.ts'
import { openStorage } from './open-storage.ts'
import { tellAndExit, terminalLang } from './tell-failure.ts'

try {
  const say = texts(terminalLang()).erase
  const { values } = parseArgs({ options: { customer: { type: 'string' }, yes: { type: 'boolean', default: false } } })
  if (!values.customer || !/^[0-9a-f]{32}$/.test(values.customer))
    throw new DeskError('INPUT_INVALID', { where: '--customer', why: say.usage })
  const settings = readSettings(process.env)
  const storage = await openStorage(settings, createLog({ level: 'warn' }))
  const config = await createConfigStore(storage.db, createIds())
  const { erased, left } = await eraseCustomer(storage.db, await openBlobs(settings), values.customer, {
    dry: !values.yes,
    config: config.empty ? 0 : config.current().version,
  })
  await storage.close()
  process.stderr.write(`${values.yes ? say.done : say.dry}\n${erased.activeTickets > 0 ? `${say.active(erased.activeTickets)}\n` : ''}`)
  if (left.length > 0) process.stderr.write(`${say.left(left.length)}\n${left.join('\n')}\n`)
  console.log(JSON.stringify({ customer: values.customer, done: values.yes, ...erased, left: left.length }))
  process.exit(left.length === 0 ? 0 : 1)
} catch (error) {
  tellAndExit(error)
}
