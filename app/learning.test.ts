import { describe, expect, it } from 'vitest'
import type { ExampleStore } from '../bot/ports/examples.ts'
import type { Learn, TrainedModel } from '../bot/ports/learn.ts'
import type { Training, Trainings } from '../bot/ports/trainings.ts'
import { createLog } from '../kit/log.ts'
import { createMetrics } from '../kit/metrics.ts'
import type { Lease } from '../kit/ports/lease.ts'
import { deskConfig } from '../testing/fakes/fixture-desk.ts'
import { createInProcessBell, type LocalBell } from '../workers/bell/in-process-bell.ts'
import { createInProcessJobs } from '../workers/jobs/in-process-jobs.ts'
import { createLearning } from './learning.ts'

/** A store whose models several desks share, and their leases. */
class SharedStore implements ExampleStore {
  readonly held = new Map<string, unknown>()
  readonly models: (TrainedModel & { version: number })[] = []
  corrections = 0
  readonly came: Training[] = []
  readonly said: string[] = []
  /** How long ago the last training is. */
  ageMs = 0
  readonly trainings: Trainings = {
    newest: async (most) =>
      this.came
        .slice(-most)
        .map((one) => ({ ...one, at: 0, ageMs: this.ageMs }))
        .reverse(),
    keep: async (training, posts) => {
      this.came.push(training)
      this.said.push(...posts.map(({ room, text }) => `${room.room}: ${text}`))
    },
  }
  seed = async () => 0
  async *pages() {
    yield []
  }
  newSince = async () => this.corrections
  newestModel = async (after: number) => this.models.findLast((one) => one.version > after) ?? null
  keepModel = async (model: TrainedModel) => {
    const version = this.models.length + 1
    this.models.push({ ...model, version })
    this.corrections = 0
    return version
  }
}

/** A process: `accuracy` is what its next training reaches, `loaded` what it reads with. */
function process(store: SharedStore, bell: LocalBell, everyMs = 0, nightMs = 3_600_000) {
  const loaded: number[] = []
  let accuracy = 0.9
  let easier: number | null = null
  let trained = 0
  let dies = false
  const self = {}
  const lease: Lease = {
    hold: async (name) => (store.held.get(name) ?? self) === self && !!store.held.set(name, self),
    release: async (name) => void (store.held.get(name) === self && store.held.delete(name)),
  }
  const learn: Learn = {
    train: async () => {
      trained += 1
      if (dies) throw new Error('it died at it')
      await new Promise((resolve) => setTimeout(resolve, 20))
      return { bytes: new Uint8Array([1]), examples: 1, accuracy: easier ?? accuracy, comparable: accuracy, millis: 1 }
    },
    load: async ({ version }) => void loaded.push(version),
  }
  const metrics = createMetrics()
  const jobs = createInProcessJobs({ onFailed: () => undefined })
  const { trainings } = store
  const log = createLog({ level: 'silent' })
  const learning = createLearning({ store, learn, bell, jobs, lease, log, metrics, trainings, config: () => deskConfig, everyMs, nightMs })
  return {
    learning,
    loaded,
    metrics,
    reach: (next: number) => {
      accuracy = next
    },
    /** What is new is easier or harder than what was known: the whole is told by this, the comparison by `reach`. */
    reachInAll: (next: number) => {
      easier = next
    },
    die: () => {
      dies = true
    },
    get trained() {
      return trained
    },
  }
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 20_000; !(await holds()); await new Promise((resolve) => setTimeout(resolve, 5)))
    if (Date.now() > end) throw new Error('it did not come')
}

/** Whether one of its trainings has come to nothing. */
const refusedBy = (desk: ReturnType<typeof process>) => async () =>
  (await desk.metrics.text()).body.includes('relaydesk_trainings_total{outcome="refused"} 1')

describe('learning', () => {
  it('trains the first model once, however many processes start at the same moment; all of them read with it', async () => {
    const store = new SharedStore()
    const all = [1, 2, 3, 4].map(() => process(store, createInProcessBell()))
    await Promise.all(all.map(({ learning }) => learning.ready()))
    expect(all.map(({ trained }) => trained).toSorted()).toEqual([0, 0, 0, 1])
    expect(all.map(({ loaded }) => loaded)).toEqual([[1], [1], [1], [1]])
  })

  it('has another process train the first model where the one that was at it failed', async () => {
    const store = new SharedStore()
    const [first, second] = [process(store, createInProcessBell()), process(store, createInProcessBell())]
    first.die()
    const [failed, ready] = await Promise.allSettled([first.learning.ready(), second.learning.ready()])
    expect([failed.status, ready.status, second.trained, second.loaded]).toEqual(['rejected', 'fulfilled', 1, [1]])
  })

  it('lets every process follow a version, told by the bell, and by looking where the bell is lost', async () => {
    const store = new SharedStore()
    const bell = createInProcessBell()
    const [one, near, far] = [process(store, bell), process(store, bell), process(store, createInProcessBell())]
    await one.learning.ready()
    await near.learning.follow()
    await far.learning.follow()
    const watches = [near.learning.watch({ trains: false, everyMs: 60_000 }), far.learning.watch({ trains: false, everyMs: 10 })]
    const own = one.learning.watch({ trains: true, everyMs: 60_000 })
    await one.learning.retrain()
    await until(() => near.loaded.at(-1) === 2 && far.loaded.at(-1) === 2)
    expect([near.trained, far.trained]).toEqual([0, 0])
    for (const watch of [...watches, own]) watch.stop()
  })

  it('goes on with the model it has where a new one is worse on held-back examples, and says so', async () => {
    const store = new SharedStore()
    const desk = process(store, createInProcessBell())
    await desk.learning.ready()
    const watch = desk.learning.watch({ trains: true, everyMs: 60_000 })
    desk.reach(0.8)
    await desk.learning.retrain()
    await until(refusedBy(desk))
    expect([store.models.length, desk.loaded]).toEqual([1, [1]])
    desk.reach(0.89)
    await desk.learning.retrain()
    await until(() => desk.loaded.at(-1) === 2)
    expect(desk.loaded).toEqual([1, 2])
    watch.stop()
  })

  it('takes a model that knows the old as well as before, however hard what is new; the next is measured by both', async () => {
    const store = new SharedStore()
    const desk = process(store, createInProcessBell())
    await desk.learning.ready()
    const watch = desk.learning.watch({ trains: true, everyMs: 60_000 })
    desk.reachInAll(0.7)
    await desk.learning.retrain()
    await until(() => desk.loaded.at(-1) === 2)
    desk.reach(0.66)
    await desk.learning.retrain()
    await until(refusedBy(desk))
    desk.reach(0.68)
    await desk.learning.retrain()
    await until(() => desk.loaded.at(-1) === 3)
    expect([desk.loaded, desk.trained]).toEqual([[1, 2, 3], 4])
    watch.stop()
  })

  it('trains again with twenty corrections, and after a worse model only with twenty more', async () => {
    const store = new SharedStore()
    const desk = process(store, createInProcessBell())
    await desk.learning.ready()
    const watch = desk.learning.watch({ trains: true, everyMs: 5 })
    store.corrections = 19
    await new Promise((resolve) => setTimeout(resolve, 60))
    expect(desk.trained).toBe(1)
    desk.reach(0.5)
    store.corrections = 20
    await until(() => desk.trained === 2)
    await new Promise((resolve) => setTimeout(resolve, 60))
    expect(desk.trained).toBe(2)
    desk.reach(0.95)
    store.corrections = 40
    await until(() => desk.loaded.at(-1) === 2)
    expect(desk.trained).toBe(3)
    watch.stop()
  })

  it('tells the managers the new score beside the old one, where something was learned, and once a day', async () => {
    const store = new SharedStore()
    const desk = process(store, createInProcessBell())
    await desk.learning.ready()
    const watch = desk.learning.watch({ trains: true, everyMs: 60_000 })
    const retrained = async (reaches: number, corrections: number) => {
      const kept = store.came.length
      desk.reach(reaches)
      store.corrections = corrections
      await desk.learning.retrain()
      await until(
        () => store.came.length > kept && (store.came.at(-1)?.outcome === 'refused' || desk.loaded.at(-1) === store.models.length),
      )
      // The job is over when the next one may be asked for.
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    await retrained(0.91, 0)
    expect(store.said).toEqual([])
    await retrained(0.92, 23)
    expect(store.said).toEqual([expect.stringMatching(/^managers: .*23 .*model 3 .*92\.0 %.*91\.0 %/)])
    await retrained(0.93, 25)
    expect(store.said).toHaveLength(1)
    await retrained(0.5, 30)
    expect(store.said[1]).toMatch(/^managers: .*30 .*50\.0 %.*93\.0 %.*not used/)
    await retrained(0.5, 60)
    expect(store.said).toHaveLength(2)
    store.ageMs = 25 * 3_600_000
    await retrained(0.94, 80)
    expect(store.said).toHaveLength(3)
    expect(store.came.map(({ outcome, told }) => [outcome, told])).toEqual([
      ['first', false],
      ['used', false],
      ['used', true],
      ['used', false],
      ['refused', true],
      ['refused', false],
      ['used', true],
    ])
    watch.stop()
  })

  it('trains with a single correction once a day has passed since the last training, by whatever process that was', async () => {
    const store = new SharedStore()
    const desk = process(store, createInProcessBell())
    await desk.learning.ready()
    const watch = desk.learning.watch({ trains: true, everyMs: 5 })
    store.corrections = 1
    store.ageMs = 3_500_000
    await new Promise((resolve) => setTimeout(resolve, 60))
    expect(desk.trained).toBe(1)
    store.ageMs = 3_700_000
    await until(() => desk.loaded.at(-1) === 2)
    expect(desk.trained).toBe(2)
    watch.stop()
  })
})
