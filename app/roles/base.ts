/** What every process of a desk has, whatever it does: database, configuration, bell, router, our own channels. */
import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { drawCard } from '../../bot/cards/draw-card.ts'
import { drawForm } from '../../bot/cards/draw-form.ts'
import { drawPreview, wordsToCustomer } from '../../bot/cards/draw-preview.ts'
import { drawHome } from '../../bot/cards/home.ts'
import type { Lang } from '../../bot/domain/lang.ts'
import type { ErrorCode } from '../../bot/errors.ts'
import type { Channel, ChannelAbilities } from '../../bot/ports/channel.ts'
import { texts } from '../../bot/texts/index.ts'
import { REMOTE_ABILITIES } from '../../connectors/api/abilities.ts'
import { createApiChannel } from '../../connectors/api/api-channel.ts'
import { visitorOf } from '../../connectors/web/rooms-access.ts'
import { createWebChannel } from '../../connectors/web/web-channel.ts'
import { awaitOutcome } from '../../console/rest/await-outcome.ts'
import { createAccess } from '../../kit/http/access.ts'
import { createRouter } from '../../kit/http/create-router.ts'
import { createIds } from '../../kit/ids.ts'
import type { Log } from '../../kit/log.ts'
import { createMetrics } from '../../kit/metrics.ts'
import { readSecrets } from '../../kit/secrets.ts'
import type { Settings } from '../../kit/settings.ts'
import { createTokens } from '../../kit/tokens.ts'
import { createBoard } from '../../storage/board-store.ts'
import { createConfigStore } from '../../storage/config-store.ts'
import { followClock, newestId } from '../../storage/database-clock.ts'
import { createIntakeStore } from '../../storage/intake/intake-store.ts'
import { createCardStore } from '../../storage/outbound/card-store.ts'
import { createForms } from '../../storage/outbound/forms.ts'
import { createHomeStore } from '../../storage/outbound/home-store.ts'
import { createLendStore } from '../../storage/outbound/lend-store.ts'
import { createSendStore } from '../../storage/outbound/send-store.ts'
import { createOutcomes } from '../../storage/reader/settings-reader.ts'
import { createTalkReader } from '../../storage/reader/talk-reader.ts'
import { createIntake } from '../../workers/receive.ts'
import { makePlatforms } from '../channels.ts'
import { hangBell } from '../hang-bell.ts'
import { wordLogin } from '../login-words.ts'
import { openBlobs } from '../open-blobs.ts'
import type { OpenStorage } from '../open-storage.ts'
import { createRoomsOfStaff } from '../rooms-of-staff.ts'
import type { Role } from './role.ts'

export type Base = Awaited<ReturnType<typeof createBase>>

/** Sizes of batches. The embedded database has one session: whoever waits for an acknowledgement waits for the batch before. */
const EMBEDDED = { events: 128, beside: 1, least: 3, work: 20 }
const SERVER = { events: 64, beside: 2, least: 64, work: 64 }
/** How often a process looks for what others changed: where they cannot tell it, and where what they tell may be lost. */
const UNTOLD_MS = 1_000
const TOLD_MS = 5_000
const MB = 1024 * 1024
/** So long a form in a web room is kept waiting for what comes of it. */
const OUTCOME_MS = 4_000

export async function createBase(
  settings: Settings,
  log: Log,
  { db }: OpenStorage,
  roles: readonly Role[],
  secrets = readSecrets(settings),
) {
  const clock = await followClock(db)
  // Where the machine's clock is the database's and was set back meanwhile, what comes is still newer than what was.
  const ids = createIds(clock.now, db.embedded ? await newestId(db) : null)
  const tokens = createTokens(secrets.sessionSecret)
  const most = db.embedded ? EMBEDDED : SERVER
  const metrics = createMetrics()
  const config = await createConfigStore(db, ids)
  if (config.empty) await (await import('../apply-config.ts')).applyConfigFile(config, settings.deskConfig)
  const { bell, redis, links } = await hangBell(settings, log, metrics)
  const lookMs = () => (redis?.() ? TOLD_MS : UNTOLD_MS)
  const blobs = await openBlobs(settings)

  const word = (code: string, facts: Readonly<Record<string, string | number>>, lang: Lang) => {
    const words = texts(lang).errors[code as ErrorCode] ?? texts(lang).errors.UNEXPECTED
    return { title: words.title, detail: words.detail(facts) }
  }
  const router = createRouter({ log, word, onFailure: (code) => metrics.errors.inc({ code }) })
  const access = createAccess({ settings, apiToken: secrets.apiToken, tokens, wordLogin, now: clock.now })
  const roomsOfStaff = createRoomsOfStaff(db, () => config.current().config)
  const outcomes = createOutcomes(db)
  const web = createWebChannel({
    board: createBoard(db),
    bell,
    blobs,
    tokens,
    log,
    now: clock.now,
    publicUrl: settings.publicUrl,
    fileMax: settings.fileMaxMb * MB,
    word: (say, lang) => word(say.code, say.facts, lang).detail,
    name: () => config.current().config.name,
    outcomeOf: async (begin) => (await awaitOutcome(begin, outcomes, bell, OUTCOME_MS)).outcome,
    mayUse: async (c, place) => {
      if (access.entryOf(c) !== null) return true
      const visitor = visitorOf(c, tokens, clock.now())
      if (visitor !== null && (place === null || (place.room === visitor && place.as === visitor))) return true
      const agent = access.agentOf(c)
      return agent !== null && (await roomsOfStaff(agent, place))
    },
    ...(db.embedded ? {} : { watchMs: lookMs }),
  })
  const talk = createTalkReader(db)
  const api = createApiChannel({ talk, blobs, now: clock.now })
  const forms = createForms({
    db,
    config: () => config.current(),
    can: (name) => can(name),
    draw: drawForm,
    wordsOf: wordsToCustomer,
    preview: drawPreview,
  })
  // Who only shows pages neither hears a platform nor sends to one.
  const hasPlatforms = roles.includes('intake') || roles.includes('worker')
  const platforms = hasPlatforms ? await makePlatforms({ settings, db, config, bell, blobs, tokens, log, metrics, forms }) : []
  const channels: ReadonlyMap<string, Channel> = new Map([web, api, ...platforms].map((channel) => [channel.name, channel]))
  // A channel that is not ours joined over /v1/channels: it is handed its deliveries and told apart by their ids.
  const can = (name: string): ChannelAbilities => channels.get(name)?.can ?? REMOTE_ABILITIES
  const intake = createIntake(
    createIntakeStore(db, ids, () => config.current()),
    bell,
    metrics,
    most.events,
    most.beside,
  )
  const owner = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`
  const onStale = (deliveries: number) => metrics.epochDrops.inc(deliveries)
  const outbound = { db, ids, owner, draw: drawCard, config: () => config.current(), can, langOf: config.langOf, onStale }
  return {
    settings,
    log,
    db,
    ids,
    /** What is compared or put in order is dated by it. */
    clock,
    /** This process among all of the desk. */
    owner,
    secrets,
    tokens,
    most,
    metrics,
    config,
    bell,
    /** Whether Redis answers; null: there is none. */
    redis,
    links,
    lookMs,
    blobs,
    router,
    access,
    web,
    talk,
    forms,
    api,
    platforms,
    channels,
    intake,
    outbound,
    sends: createSendStore(outbound),
    cards: createCardStore(outbound),
    lends: createLendStore(outbound),
    homes: createHomeStore({ db, ids, owner, draw: drawHome, config: () => config.current(), dayStart: () => dayOf(clock.now()) }),
    converse: { db, ids, owner, view: () => ({ config: config.current(), can }), roomOf: config.roomOf },
  }
}

/** When the day of that time began where the server is: its time zone is TZ. */
function dayOf(now: number): Date {
  const day = new Date(now)
  day.setHours(0, 0, 0, 0)
  return day
}
