/**
 * Keeps the classifier fresh: trained before the first start is ready, loaded at later ones, trained again
 * when enough corrections or imported tickets have come, or a day after the last training when there are any, while the
 * old model serves; what came of it is kept, and the managers are told. Training is a job: one at a time among all
 * processes, begun anew where the one that was at it dies.
 */
import { fileURLToPath } from 'node:url'
import type { DeskConfig } from '../bot/domain/desk-config.ts'
import type { ExampleStore } from '../bot/ports/examples.ts'
import type { Learn, TrainedModel } from '../bot/ports/learn.ts'
import type { Training, Trainings } from '../bot/ports/trainings.ts'
import { tellTraining } from '../bot/tell-training.ts'
import type { Log } from '../kit/log.ts'
import type { Metrics } from '../kit/metrics.ts'
import type { Bell } from '../kit/ports/bell.ts'
import type { Jobs } from '../kit/ports/jobs.ts'
import type { Lease } from '../kit/ports/lease.ts'

export interface LearningOptions {
  readonly store: ExampleStore
  readonly learn: Learn
  readonly bell: Bell
  readonly jobs: Jobs
  /** Of processes that start without a model one trains it. */
  readonly lease: Lease
  readonly log: Log
  readonly metrics: Pick<Metrics, 'trainings'>
  /** Where it is kept, and told, what came of trainings. */
  readonly trainings: Trainings
  readonly config: () => DeskConfig
  /** Retraining by itself happens at most this often, milliseconds. */
  readonly everyMs?: number
  /** So long after the last training a single correction is reason enough for the next. */
  readonly nightMs?: number
}

export interface Learning {
  /** Loads the newest model. Where there is none the first one is trained, by one process: the others wait for it. */
  ready(): Promise<void>
  /** Asks for a training with what is new in config/examples; resolves when it is sure to come. */
  retrain(): Promise<void>
  /** Loads the newest model, if there is one yet; trains nothing. */
  follow(): Promise<void>
  /** Watches for models trained elsewhere, until stopped, and, where it `trains`, takes on trainings and looks for corrections. */
  watch(options: { readonly trains: boolean; readonly everyMs?: number }): { stop(): void }
}

const EXAMPLES = fileURLToPath(new URL('../config/examples/', import.meta.url))
const PAGE = 500
/** Of earlier trainings, so that nobody is told the same twice a day. */
const LOOKED_AT = 50
/** So many corrections and imported tickets are worth a training. */
const ENOUGH = 20
const TEN_MINUTES = 10 * 60_000
const DAY_MS = 24 * 60 * 60_000
const LOOK_MS = 30_000
/** Whoever trains the first model and dies at it is followed by another after so long. */
const LEAD_MS = 15_000
const FIRST = 'first-model'
/** How often those who wait look whether it is there. */
const AGAIN_MS = 250
/** A model that is this much worse on the held-back examples than the one in use is thrown away. */
const WORSE = 0.03

export function createLearning({
  store,
  learn,
  bell,
  jobs,
  lease,
  log,
  metrics,
  trainings,
  config,
  everyMs = TEN_MINUTES,
  nightMs = DAY_MS,
}: LearningOptions): Learning {
  let loaded = { version: 0, accuracy: 0 }
  let last = 0
  /** Corrections and imports that a model was trained from which was thrown away: they alone are no reason to train again. */
  let refused = 0

  const loadNewest = async () => {
    const model = await store.newestModel(loaded.version)
    if (!model) return loaded.version > 0
    try {
      await learn.load(model)
    } catch (error) {
      // Trained by a desk of another version: this one goes on with what it has, or trains its own.
      log.warn('the newest model cannot be read here', { version: model.version, error })
      return loaded.version > 0
    }
    loaded = { version: model.version, accuracy: model.accuracy }
    log.info('model loaded', { version: model.version, accuracy: model.accuracy })
    return true
  }
  /** Kept for the settings page; the managers are told where there is news. That it cannot be told holds no model back. */
  const tell = async (came: Pick<Training, 'outcome' | 'version' | 'learned'>, model: TrainedModel): Promise<void> => {
    const { examples, millis } = model
    const inUse = loaded.version > 0 ? loaded.accuracy : null
    const training = { ...came, accuracy: inUse === null ? model.accuracy : model.comparable, inUse, examples, millis }
    try {
      const posts = tellTraining(training, await trainings.newest(LOOKED_AT), config())
      await trainings.keep({ ...training, told: posts.length > 0 }, posts)
      if (posts.length > 0) bell.ring('send')
    } catch (error) {
      log.warn('what came of a training was not kept', { error })
    }
  }
  const train = async (): Promise<void> => {
    last = performance.now()
    const { loadExamples } = await import('../config/load-examples.ts')
    await store.seed(await loadExamples(EXAMPLES))
    const learned = await store.newSince()
    const model = await learn.train(store.pages(PAGE))
    log.info('model trained', { examples: model.examples, accuracy: model.accuracy, millis: Math.round(model.millis) })
    if (loaded.version > 0 && model.comparable < loaded.accuracy - WORSE) {
      refused = learned
      await tell({ outcome: 'refused', version: null, learned }, model)
      metrics.trainings.inc({ outcome: 'refused' })
      return log.warn('the new model is worse on held-back examples and is not used; look at the latest corrections and imports', {
        accuracy: model.comparable,
        inUse: loaded.accuracy,
        version: loaded.version,
      })
    }
    refused = 0
    const version = await store.keepModel(model)
    await tell({ outcome: loaded.version > 0 ? 'used' : 'first', version, learned }, model)
    metrics.trainings.inc({ outcome: 'used' })
    await loadNewest()
    bell.tell('model', String(version))
  }
  const lookForCorrections = async (): Promise<void> => {
    if (performance.now() - last < everyMs) return
    const [newest] = await trainings.newest(1)
    // Whoever trained: what a refused model has learned is no reason to train again.
    const known = Math.max(refused, newest?.outcome === 'refused' ? newest.learned : 0)
    const fresh = (await store.newSince()) - known
    const rested = (newest?.ageMs ?? Number.POSITIVE_INFINITY) >= nightMs
    if (fresh >= ENOUGH || (fresh > 0 && rested)) await jobs.ask('train')
  }
  return {
    ready: async () => {
      while (!(await loadNewest())) {
        if (await leading(lease, async () => void ((await loadNewest()) || (await train())))) return
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
      }
    },
    retrain: () => jobs.ask('train'),
    follow: async () => void (await loadNewest()),
    watch: ({ trains, everyMs: lookMs = LOOK_MS }) => {
      last = performance.now()
      if (trains) {
        jobs.work('train', train)
        jobs.work('learn', lookForCorrections)
        jobs.every('learn', lookMs)
      }
      const lookForModel = () => void loadNewest().catch((error) => log.error('a model was not loaded', { error }))
      const timer = setInterval(lookForModel, lookMs)
      const deaf = bell.listen('model', lookForModel)
      return {
        stop: () => {
          clearInterval(timer)
          deaf()
        },
      }
    },
  }
}

/** Does it while no other process is at it; answers whether it did. */
async function leading(lease: Lease, work: () => Promise<void>): Promise<boolean> {
  if (!(await lease.hold(FIRST, LEAD_MS))) return false
  const renew = setInterval(() => void lease.hold(FIRST, LEAD_MS).catch(() => false), LEAD_MS / 5)
  try {
    await work()
    return true
  } finally {
    clearInterval(renew)
    await lease.release(FIRST)
  }
}
