/** `npm run migrate`: brings the database of DATABASE_URL (or DATA_DIR) to this version's schema. */
import { join } from 'node:path'
import { lockDir } from '../kit/lock.ts'
import { readSettings } from '../kit/settings.ts'
import { openEmbedded, openPostgres } from '../storage/database.ts'
import { migrate } from '../storage/migrate.ts'
import { openPglite } from '../storage/pglite.ts'
import { tellAndExit } from './tell-failure.ts'

try {
  const settings = readSettings(process.env)
  const unlock = settings.databaseUrl === null ? lockDir(settings.dataDir) : () => undefined
  const db =
    settings.databaseUrl === null
      ? openEmbedded(await openPglite(join(settings.dataDir, 'pgdata')))
      : openPostgres(settings.databaseUrl, 2, 0)
  const applied = await migrate(db)
  await db.close()
  unlock()
  console.log(JSON.stringify({ applied }))
  process.exit(0)
} catch (error) {
  tellAndExit(error)
}
