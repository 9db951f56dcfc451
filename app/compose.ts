/** The only wiring: makes one process of its parts, for the roles it has. Tests start it with settings of their own. */
import type { Intake } from '../bot/ports/channel.ts'
import type { Understand } from '../bot/ports/understand.ts'
import { mountHealth } from '../console/rest/health.ts'
import { messageRoutes } from '../console/rest/message-routes.ts'
import { createApi } from '../kit/http/openapi.ts'
import type { Router } from '../kit/http/router-env.ts'
import type { Log } from '../kit/log.ts'
import { readSecrets } from '../kit/secrets.ts'
import type { Settings } from '../kit/settings.ts'
import { countLanesInDoubt, countNeedsPerson, oldestDue } from '../storage/due.ts'
import { createExampleStore } from '../storage/example-store.ts'
import { createLease } from '../storage/lease-store.ts'
import { createSpending } from '../storage/spending-store.ts'
import { createTrainings } from '../storage/training-store.ts'
import { followConfig } from './follow-config.ts'
import { hireJobs } from './hire-jobs.ts'
import { type OpenStorage, openStorage } from './open-storage.ts'
import { readiness } from './readiness.ts'
import { type Base, createBase } from './roles/base.ts'
import { ROLES, type Role } from './roles/role.ts'

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
  /** All of them unless told. */
  readonly roles?: readonly Role[]
}

export async function composeDesk(settings: Settings, log: Log, parts: DeskParts = {}): Promise<Desk> {
  const roles = parts.roles ?? ROLES
  // Before anything is opened: what is missing is told at once, whatever state the database is in.
  const secrets = readSecrets(settings)
  const storage = parts.storage ?? (await openStorage(settings, log, roles))
  try {
    return await compose(await createBase(settings, log, storage, roles, secrets), storage, roles, parts)
  } catch (error) {
    await storage.close()
    throw error
  }
}

async function compose(base: Base, storage: OpenStorage, roles: readonly Role[], parts: DeskParts): Promise<Desk> {
  const { settings, log, db, ids, bell, redis, metrics, config, router, access, talk, channels, lookMs } = base
  const has = (role: Role) => roles.includes(role)
  // What a role does not use it does not load: code takes room, too. Only who reads turns, or shows which model does, needs one.
  const reads = has('worker') || has('console')
  const models = reads ? await (await import('./models.ts')).createModels(settings, log, metrics, createSpending(db)) : null
  const understand = parts.understand ?? models?.understand
  const jobs = models && (await hireJobs(settings, base.links, log))
  const learning =
    models &&
    jobs &&
    (await import('./learning.ts')).createLearning({
      store: createExampleStore(db, ids),
      learn: models.learn,
      bell,
      jobs,
      lease: createLease(db, base.owner),
      log,
      metrics,
      trainings: createTrainings(db, ids, config.roomOf),
      config: () => config.current().config,
    })
  // Without Redis nobody else hears what this process is asked for.
  const trains = has('worker') || redis === null
  const modelDegraded = () => has('worker') && (models?.degraded() ?? false)

  mountHealth(router, { ready: () => readiness({ db, redis, evictsBy: () => base.links?.evictsBy() ?? null, modelDegraded }), metrics })
  metrics.onScrape(async () => {
    for (const { work, seconds } of await oldestDue(db)) metrics.oldestDue.set({ work }, Math.max(0, seconds))
    metrics.needsPerson.set(await countNeedsPerson(db))
    metrics.lanesInDoubt.set(await countLanesInDoubt(db))
  })
  const intake = has('intake') ? await (await import('./roles/serve-intake.ts')).serveIntake(base) : null
  let open = false
  if (has('console') && learning && understand) {
    const { serveConsole } = await import('./roles/serve-console.ts')
    open = await serveConsole(base, { learning, modelVersion: () => understand.version(), also: intake ? [intake.routes] : [] })
  } else if (intake) {
    const rest = createApi()
    rest.use('/v1/*', access.desk)
    for (const part of [intake.routes, messageRoutes({ talk })]) rest.route('/', part)
    router.route('/', rest)
  }

  const stops: (() => Promise<void> | void)[] = []
  return {
    router,
    apiTokenFile: base.secrets.apiTokenFile,
    open,
    intake: base.intake,
    start: async () => {
      if (!db.embedded) stops.push(followConfig({ db, config, bell, log, everyMs: lookMs }).stop)
      if (!learning || !understand) return
      if (has('worker')) {
        const { startWorker } = await import('./roles/start-worker.ts')
        stops.push(
          await startWorker(base, {
            understand,
            learning,
            hearing: models?.hearing ?? null,
            translate: models?.translate ?? null,
            ...(parts.readMs ? { readMs: parts.readMs } : {}),
          }),
        )
      } else {
        await learning.follow()
        stops.push(learning.watch({ trains }).stop)
      }
    },
    stop: async () => {
      await intake?.remote.close()
      await Promise.all(stops.map((stop) => stop()))
      for (const channel of channels.values()) await channel.close()
      await jobs?.close()
      await bell.close()
      base.clock.stop()
      await storage.close()
      metrics.close()
    },
  }
}
