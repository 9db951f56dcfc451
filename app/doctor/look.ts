/** Looks at all a desk depends on, from outside the desk: whether it runs or not, nothing of it is changed. */
import type { Finding } from '../../bot/ports/check.ts'
import { readSettings, type Settings } from '../../kit/settings.ts'
import { checkChannels } from './channels.ts'
import { checkConfig } from './config.ts'
import { checkDatabase } from './database.ts'
import { checkFiles } from './files.ts'
import { checkFilms } from './films.ts'
import { checkModel } from './model.ts'
import { checkRedis } from './redis.ts'
import { checkRunning } from './running.ts'

/** Rejects only for a mistake of the doctor's own. */
export async function lookAt(env: Readonly<Record<string, string | undefined>>): Promise<readonly Finding[]> {
  let settings: Settings
  try {
    settings = readSettings(env)
  } catch (error) {
    const { problems } = (error as { facts?: { problems?: string } }).facts ?? {}
    return [{ area: 'settings', code: 'settings-wrong', facts: { problems: problems ?? String(error) } }]
  }
  const config = await checkConfig(settings)
  const running = await checkRunning(settings)
  const [database, redis, files, model, films, channels] = await Promise.all([
    checkDatabase(settings, running),
    checkRedis(settings),
    checkFiles(settings),
    checkModel(settings),
    checkFilms(settings),
    checkChannels(settings, { rooms: config.rooms, running: running.url !== null }),
  ])
  return [
    { area: 'settings', code: 'settings-ok', facts: {} },
    config.finding,
    running.finding,
    ...database,
    redis,
    files,
    model,
    ...films,
    ...channels,
  ]
}
