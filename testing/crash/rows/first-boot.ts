import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { quantile, round } from '../../../bench/quantile.ts'
import { startDesk } from '../../desk-process.ts'
import { pause } from '../fleet.ts'
import { judgeChecks, type Scenario } from '../scenario.ts'
import { spawnDesk } from '../spawn-desk.ts'

/** Directories of their own know nothing of each other. */
const BESIDE = 2
const SIGNALS = ['SIGKILL', 'SIGTERM'] as const

/** Killed, or told to end, while the very first start makes the database: the next start works, and at once. */
export const scenario: Scenario = {
  rows: [23],
  title: 'killed or told to end during the very first start',
  backends: ['pglite'],
  lanes: ['P', 'N'],
  run: async (stage) => {
    const home = await stage.home()
    const rounds = stage.rounds(2, 50)
    const readies: number[] = []
    const failures: string[] = []
    let begun = 0
    const boots = async () => {
      for (let i = begun++; i < rounds; i = begun++) await boot(i)
    }
    const boot = async (i: number) => {
      const dir = await mkdtemp(join(tmpdir(), 'relaydesk-first-'))
      const signal = SIGNALS[i % 2] ?? 'SIGKILL'
      const first = spawnDesk(dir, home.env)
      await pause(200 + Math.random() * 3_000)
      first.child.kill(signal)
      await first.exited
      try {
        const desk = await startDesk(dir, home.env)
        readies.push(desk.readyMs)
        await desk.stop()
      } catch (error) {
        failures.push(`after ${signal}: ${error instanceof Error ? error.message : ''}`)
      }
      await rm(dir, { recursive: true, force: true })
      stage.progress(`first boot ${i + 1}/${rounds}`)
    }
    await Promise.all(Array.from({ length: BESIDE }, boots))
    return judgeChecks(
      { boots: rounds, readyP50Ms: round(quantile(readies, 0.5), 0), readyMaxMs: round(Math.max(0, ...readies), 0) },
      [[failures.length === 0, failures.join('\n')]],
      rounds,
    )
  },
}
