/** The only wiring: makes one desk of its parts. `all.ts` runs it whole; tests start it with settings of their own. */
import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { drawCard } from '../bot/cards/draw-card.ts'
import type { Lang } from '../bot/domain/lang.ts'
import type { ErrorCode } from '../bot/errors.ts'
import type { Channel, ChannelAbilities, Intake } from '../bot/ports/channel.ts'
import type { Understand } from '../bot/ports/understand.ts'
import { texts } from '../bot/texts/index.ts'
import { REMOTE_ABILITIES } from '../connectors/api/abilities.ts'
import { createApiChannel } from '../connectors/api/api-channel.ts'
import { createRemoteChannels } from '../connectors/api/remote-channels.ts'
import { createApiRoutes } from '../connectors/api/routes.ts'
import { visitorOf } from '../connectors/web/rooms-access.ts'
import { createWebChannel } from '../connectors/web/web-channel.ts'
import { createRest } from '../console/rest/create-rest.ts'
import { mountHealth } from '../console/rest/health.ts'
import { createAccess } from '../kit/http/access.ts'
import { createRouter } from '../kit/http/create-router.ts'
import type { Router } from '../kit/http/router-env.ts'
import { isOpen } from '../kit/http/same-origin.ts'
import { createIds } from '../kit/ids.ts'
import type { Log } from '../kit/log.ts'
import { createMetrics } from '../kit/metrics.ts'
import { readSecrets } from '../kit/secrets.ts'
import type { Settings } from '../kit/settings.ts'
import { createTokens } from '../kit/tokens.ts'
import { createBlobs } from '../storage/blob-store.ts'
import { createBoard } from '../storage/board-store.ts'
import { createConfigStore } from '../storage/config-store.ts'
import { createConverseStore } from '../storage/converse/converse-store.ts'
import { createTimeStore } from '../storage/converse/time-store.ts'
import type { Db } from '../storage/database.ts'
import { countNeedsPerson, nextLineMs, nextTimerMs, oldestDue } from '../storage/due.ts'
import { createExampleStore } from '../storage/example-store.ts'
import { createIntakeStore } from '../storage/intake/intake-store.ts'
import { createMint } from '../storage/mint.ts'
import { createCardStore } from '../storage/outbound/card-store.ts'
import { createSendStore } from '../storage/outbound/send-store.ts'
import { createNeedsPerson } from '../storage/reader/needs-person.ts'
import { createOutcomes, createSettingsReader } from '../storage/reader/settings-reader.ts'
import { createTalkReader } from '../storage/reader/talk-reader.ts'
import { createTicketReader } from '../storage/reader/ticket-reader.ts'
import { createInProcessBell } from '../workers/bell/in-process-bell.ts'
import { startConverse } from '../workers/converse.ts'
import { startKeepTime } from '../workers/keep-time.ts'
import type { Loop } from '../workers/loop.ts'
import { createIntake } from '../workers/receive.ts'
import { startRedraw } from '../workers/redraw.ts'
import { startSend } from '../workers/send.ts'
import { applyConfigFile } from './apply-config.ts'
import { startHousekeeping } from './housekeeping.ts'
import { createLearning } from './learning.ts'
import { wordLogin } from './login-words.ts'
import { createModels } from './models.ts'
import { type OpenStorage, openStorage } from './open-storage.ts'
import { mountPages } from './pages.ts'
import { createPlayground } from './playground.ts'
import { rehearse } from './rehearse.ts'

export interface Desk {
  readonly router: Router
  /** Where the API token stands when it was generated; null when the environment gave it. */
  readonly apiTokenFile: string | null
  readonly open: boolean
  readonly intake: Intake
  /** Starts the loops, once the model is ready. */
  start(): Promise<void>
  /** Stops taking and working, in order; the batch in hand is finished. */
  stop(): Promise<void>
}

/** What a test may put in place of the desk's own parts. */
export interface DeskParts {
  /** Storage opened by the caller; the desk closes it when it stops. */
  readonly storage?: OpenStorage
  readonly understand?: Understand
  /** How long the desk waits for a reading, milliseconds. */
  readonly readMs?: number
}

export async function composeDesk(settings: Settings, log: Log, parts: DeskParts = {}): Promise<Desk> {
  const storage = parts.storage ?? (await openStorage(settings, log))
  try {
    return await compose(settings, log, storage, parts)
  } catch (error) {
    await storage.close()
    throw error
  }
}

async function compose(settings: Settings, log: Log, { db, close }: OpenStorage, parts: DeskParts): Promise<Desk> {
  const ids = createIds()
  const most = db.embedded ? EMBEDDED : SERVER
  const metrics = createMetrics()
  const bell = createInProcessBell((topic, error) => {
    metrics.droppedRings.inc({ work: topic })
    log.warn('a bell hint was dropped', { topic, error })
  })
  const secrets = readSecrets(settings)
  const tokens = createTokens(secrets.sessionSecret)
  const config = await createConfigStore(db, ids)
  if (config.empty) await applyConfigFile(config, settings.deskConfig)
  const blobs = createBlobs(join(settings.dataDir, 'blobs'))
  const models = await createModels(settings, log, metrics)
  const understand = parts.understand ?? models.understand
  const learning = createLearning({ store: createExampleStore(db, ids), learn: models.learn, bell, log })

  const word = (code: string, facts: Readonly<Record<string, string | number>>, lang: Lang) => {
    const words = texts(lang).errors[code as ErrorCode] ?? texts(lang).errors.UNEXPECTED
    return { title: words.title, detail: words.detail(facts) }
  }
  const router = createRouter({ log, word, onFailure: (code) => metrics.errors.inc({ code }) })
  const access = createAccess({ settings, apiToken: secrets.apiToken, tokens, wordLogin })
  const board = createBoard(db)
  const web = createWebChannel({
    board,
    bell,
    blobs,
    tokens,
    log,
    publicUrl: settings.publicUrl,
    word: (say, lang) => word(say.code, say.facts, lang).detail,
    name: () => config.current().config.name,
    mayUse: async (c, place) => {
      if (access.entryOf(c) !== null) return true
      const visitor = visitorOf(c, tokens, Date.now())
      return visitor !== null && (place === null || (place.room === visitor && place.as === visitor))
    },
  })
  const talk = createTalkReader(db)
  const api = createApiChannel({ talk, blobs })
  const channels = new Map<string, Channel>([
    ['web', web],
    ['api', api],
  ])
  // A channel that is not ours joined over /v1/channels: it is handed its deliveries and told apart by their ids.
  const can = (name: string): ChannelAbilities => channels.get(name)?.can ?? REMOTE_ABILITIES
  const intake = createIntake(
    createIntakeStore(db, ids, () => config.current()),
    bell,
    metrics,
    most.events,
  )

  const owner = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`
  const converseOptions = { db, ids, owner, view: () => ({ config: config.current(), can }), roomOf: config.roomOf }
  const outbound = { db, ids, owner, draw: drawCard, config: () => config.current(), can, langOf: config.langOf }
  const sends = createSendStore(outbound)
  const cards = createCardStore(outbound)
  const remote = createRemoteChannels({ intake, sends, cards, bell, blobs, builtIn: BUILT_IN })
  const mint = createMint(db, ids)

  const openDesk = db.embedded && isOpen(settings, new Request('http://127.0.0.1/', { headers: { host: '127.0.0.1' } }))
  mountHealth(router, { ready: () => readiness(db), metrics })
  metrics.onScrape(async () => {
    for (const { work, seconds } of await oldestDue(db)) metrics.oldestDue.set({ work }, Math.max(0, seconds))
    metrics.needsPerson.set(await countNeedsPerson(db))
  })
  access.mount(router)
  web.mount(router)
  router.route(
    '/',
    createRest({
      access,
      tickets: createTicketReader(db),
      talk,
      person: createNeedsPerson(db),
      settings: createSettingsReader(db),
      outcomes: createOutcomes(db),
      intake,
      say: api.say,
      bell,
      ids,
      config: () => config.current(),
      modelVersion: () => understand.version(),
      retrain: async () => void learning.retrain().catch((error) => log.error('training failed', { error })),
      reload: () => applyConfigFile(config, settings.deskConfig),
      ...(openDesk ? { playground: createPlayground({ db, ids, bell, log, router }) } : {}),
      also: [createApiRoutes({ say: api.say, remote, token: access.token })],
    }),
  )
  mountPages(router, access)

  const loops: Loop[] = []
  const stops: (() => Promise<void> | void)[] = []
  await web.open(intake)
  await api.open(intake)
  return {
    router,
    apiTokenFile: secrets.apiTokenFile,
    open: openDesk,
    intake,
    start: async () => {
      await learning.ready()
      // It may meet an item that cannot be decided; that is for the loops to put aside, and no reason not to start.
      await rehearse({ db, ids, mint, config: () => config.current(), converse: converseOptions, outbound }).catch((error: unknown) =>
        log.warn('the rehearsal failed', { error }),
      )
      const common = { bell, log, metrics, least: most.least, most: most.work }
      loops.push(
        ...startConverse({
          ...common,
          store: createConverseStore(converseOptions),
          understand,
          mint,
          nextDueMs: () => nextLineMs(db),
          ...(parts.readMs === undefined ? {} : { readMs: parts.readMs }),
        }),
        startSend({ ...common, store: sends, channels }),
        startRedraw({ ...common, store: cards, channels }),
        startKeepTime({ ...common, store: createTimeStore(converseOptions), mint, nextDueMs: () => nextTimerMs(db) }),
      )
      stops.push(learning.watch().stop, startHousekeeping(db, log).stop)
    },
    stop: async () => {
      await remote.close()
      for (const stop of stops) await stop()
      await Promise.all(loops.map((loop) => loop.stop()))
      for (const channel of channels.values()) await channel.close()
      await bell.close()
      await close()
      metrics.close()
    },
  }
}

/** Largest batches. The embedded database has one session in this very thread: whoever waits for an acknowledgement waits for the batch before. */
const EMBEDDED = { events: 32, least: 8, work: 32 }
const SERVER = { events: 64, least: 64, work: 64 }

const BUILT_IN = ['web', 'api', 'memory', 'slack', 'dingtalk', 'wecom', 'wechat']

async function readiness(db: Db) {
  await db.kysely.selectFrom('desk_config').select('version').limit(1).execute()
  return { ready: true, degraded: [] }
}
