/** `npm run config:apply -- [file]`: makes a configuration file the newest version, while no desk runs on the directory. */
import { texts } from '../bot/texts/index.ts'
import { createIds } from '../kit/ids.ts'
import { createLog } from '../kit/log.ts'
import { readSettings } from '../kit/settings.ts'
import { createConfigStore } from '../storage/config-store.ts'
import { applyConfigFile } from './apply-config.ts'
import { openStorage } from './open-storage.ts'
import { tellAndExit, terminalLang } from './tell-failure.ts'

try {
  const settings = readSettings(process.env)
  const storage = await openStorage(settings, createLog({ level: 'warn' }))
  const store = await createConfigStore(storage.db, createIds())
  const { version } = await applyConfigFile(store, process.argv[2] ?? settings.deskConfig)
  await storage.close()
  console.log(texts(terminalLang()).start.applied(version))
  process.exit(0)
} catch (error) {
  tellAndExit(error)
}
