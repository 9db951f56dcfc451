import { failureText } from '../../app/tell-failure.ts'
import type { BackendName, Backends } from './backend.ts'
import type { Result, Scenario } from './scenario.ts'
import { createSet, type Lane, type Stage } from './stage.ts'

export interface Told extends Result {
  readonly rows: readonly number[]
  readonly title: string
  readonly backend: BackendName
  readonly seconds: number
  /** With the numbers of lane N in the catalogue. */
  readonly full: boolean
}

export interface RunOptions {
  readonly lane: Lane
  readonly backend: BackendName
  readonly scale: number
  readonly rounds: number | null
  /** How what a scenario started is ended; emptied when that has been done. */
  readonly ending: (() => Promise<void>)[]
}

/** Runs one scenario and cleans up behind it, also when it throws: then it has failed. */
export async function runScenario(backends: Backends, scenario: Scenario, options: RunOptions): Promise<Told> {
  const { lane, backend, scale, rounds, ending } = options
  const began = performance.now()
  const stage: Stage = {
    lane,
    backend,
    scale,
    full: lane === 'N' && rounds === null,
    rounds: (p, n) => rounds ?? (lane === 'P' ? p : n),
    progress: (text) => void (process.stderr.isTTY && process.stderr.write(`\r${text}   `)),
    set: () => createSet(backends, backend, ending),
    home: async () => {
      const home = await backends.home(backend)
      ending.push(() => home.drop())
      return home
    },
  }
  const result = await scenario.run(stage).catch((error: unknown) => thrown(error))
  for (const end of ending.splice(0)) await end()
  const seconds = Math.round((performance.now() - began) / 100) / 10
  return { ...result, rows: scenario.rows, title: scenario.title, backend, seconds, full: stage.full }
}

function thrown(error: unknown): Result {
  return { ok: false, events: 0, kills: 0, lost: 0, doubled: 0, inDoubt: 0, figures: {}, problems: [failureText(error, 'en')] }
}
