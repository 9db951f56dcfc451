/** Runs a process of the desk until it is told to stop: at a terminal, in a container, under a supervisor. */
import { texts } from '../bot/texts/index.ts'
import { goLast } from '../kit/go-last.ts'
import { listen } from '../kit/http/listen.ts'
import { createLog } from '../kit/log.ts'
import { readSettings } from '../kit/settings.ts'
import { createShutdown } from '../kit/shutdown.ts'
import { startTracing } from '../kit/tracing.ts'
import { startWatchdog } from '../kit/watchdog.ts'
import { composeDesk } from './compose.ts'
import { requireDatabase } from './open-storage.ts'
import { buildPages } from './pages.ts'
import type { Role } from './roles/role.ts'
import { tellAndExit, terminalLang } from './tell-failure.ts'

export async function run(roles: readonly Role[]): Promise<void> {
  try {
    // A platform, and a customer, wait for intake and console; for a worker's next batch nobody does.
    if (roles.length === 1 && roles[0] === 'worker') goLast()
    const say = texts(terminalLang()).start
    const settings = readSettings(process.env)
    requireDatabase(settings, roles)
    const log = createLog({ level: settings.logLevel })
    const shows = roles.includes('console')
    const endpoint = settings.otlpEndpoint
    const service = roles.length === 1 ? `relaydesk-${roles[0]}` : 'relaydesk'
    const endTraces = endpoint === null ? null : await startTracing({ endpoint, service })
    console.log(say.starting)
    // The pages are built while the database is made: both take seconds at the first start, and neither waits for the other.
    const [desk, built] = await Promise.all([composeDesk(settings, log, { roles }), shows && buildPages()])
    if (built) console.log(say.built)
    const shutdown = createShutdown({ log })
    if (endTraces) shutdown.onStop('traces', 1_000, endTraces)
    shutdown.onStop('desk', 8_000, () => desk.stop())
    shutdown.listen()
    if (roles.includes('worker')) console.log(say.learning)
    await desk.start()
    const listening = await listen(desk.router, { host: settings.host, port: settings.port, onRequest: startWatchdog() })
    shutdown.onStop('http', 3_000, () => listening.stop(2_500))
    console.log(`READY ${listening.url}`)
    if (shows) console.log(desk.open ? say.open(listening.url) : say.signIn(listening.url))
    if (desk.apiTokenFile) console.log(say.token(desk.apiTokenFile))
  } catch (error) {
    tellAndExit(error)
  }
}
