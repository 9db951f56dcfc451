/** `npm run verify`: proves that tickets are what their histories say; one JSON line, exit code 1 on a problem. */
import { createLog } from '../kit/log.ts'
import { readSettings } from '../kit/settings.ts'
import { verify } from '../storage/audit/verify.ts'
import { openStorage } from './open-storage.ts'
import { tellAndExit } from './tell-failure.ts'

try {
  const settings = readSettings(process.env)
  const storage = await openStorage(settings, createLog({ level: 'warn' }))
  const report = await verify(storage.db, (tickets) => process.stderr.isTTY && process.stderr.write(`\r${tickets} tickets`))
  await storage.close()
  for (const problem of report.problems) process.stderr.write(`${problem.ticket} ${problem.what}\n`)
  console.log(JSON.stringify(report))
  process.exit(report.problems.length === 0 ? 0 : 1)
} catch (error) {
  tellAndExit(error)
}
