/**
 * `npm run test:faults -- --lane P|N [--backend pglite|postgres] [--only <row,…>] [[--rounds] n] [--resume]`: makes the
 * faults of the catalogue happen to real processes and checks what must hold. Prints one JSON line for each backend; lane N
 * writes docs/reliability.md as it goes, and with `--resume` leaves out what held in full within the last twelve hours.
 * Exit code 1 when anything is lost, doubled, stuck or late.
 */
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { BackendName } from './backend.ts'
import { createBackends } from './backend.ts'
import { loadScenarios } from './load-scenarios.ts'
import { runScenario, type Told } from './run-scenario.ts'
import type { Lane } from './stage.ts'
import { heldSince, writeReport } from './write-report.ts'

const RESUME_MS = 12 * 3600_000
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    lane: { type: 'string', default: 'P' },
    backend: { type: 'string' },
    only: { type: 'string' },
    rounds: { type: 'string' },
    resume: { type: 'boolean', default: false },
  },
})
const lane = one<Lane>('lane', values.lane, ['P', 'N'])
const backends = values.backend ? [one<BackendName>('backend', values.backend, ['pglite', 'postgres'])] : (['pglite', 'postgres'] as const)
const only = values.only?.split(',').map(Number) ?? null
const wanted = values.rounds ?? positionals[0]
const rounds = wanted === undefined ? null : Number(wanted)
const scale = Number(process.env['FAULT_SCALE'] ?? (lane === 'P' ? 0.1 : 1))

const scenarios = (await loadScenarios()).filter(
  (s) => s.lanes.includes(lane) && (only === null || s.rows.some((row) => only.includes(row))),
)
if (scenarios.length === 0) throw new Error('no scenario has these rows on this lane')
const dir = await mkdtemp(join(tmpdir(), 'relaydesk-faults-'))
const homes = await createBackends(dir)
const done = values.resume && lane === 'N' ? await heldSince(Date.now() - RESUME_MS) : []
const told: Told[] = []
const ending: (() => Promise<void>)[] = []
let stopped = false
// Whoever stops a run stops what it started, too; what that breaks is nobody's figure.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    stopped = true
    void Promise.allSettled(ending.splice(0).map((end) => end()))
      .then(() => homes.close())
      .finally(() => process.exit(130))
  })
try {
  for (const backend of backends) {
    for (const scenario of scenarios.filter((s) => s.backends.includes(backend))) {
      if (stopped) break
      const before = done.find((t) => t.backend === backend && t.title === scenario.title)
      if (before) {
        told.push(before)
        continue
      }
      const result = await runScenario(homes, scenario, { lane, backend, scale, rounds, ending })
      if (stopped) break
      told.push(result)
      process.stderr.write(
        `\r${result.ok ? 'held  ' : 'BROKEN'} ${backend} ${scenario.rows.join(', ')}: ${scenario.title} (${result.seconds} s)\n`,
      )
      for (const problem of result.problems) process.stderr.write(`       ${problem}\n`)
      if (lane === 'N') await writeReport([result], scale)
    }
  }
} finally {
  await homes.close()
}

for (const backend of backends) {
  const mine = told.filter((t) => t.backend === backend)
  const sum = (of: (t: Told) => number) => mine.reduce((all, t) => all + of(t), 0)
  console.log(
    JSON.stringify({
      lane,
      backend,
      scenarios: mine.length,
      held: mine.filter((t) => t.ok).length,
      events: sum((t) => t.events),
      kills: sum((t) => t.kills),
      lost: sum((t) => t.lost),
      doubled: sum((t) => t.doubled),
      inDoubt: sum((t) => t.inDoubt),
      resumeMs: Math.max(0, ...mine.map((t) => Number(t.figures['resumeMs'] ?? 0))),
      rows: Object.fromEntries(mine.map((t) => [`${t.rows.join('+')} ${t.title}`, { ok: t.ok, ...t.figures }])),
    }),
  )
}
const failed = told.filter((t) => !t.ok).length
console.log(`${told.length - failed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)

function one<T extends string>(name: string, value: string, all: readonly T[]): T {
  const found = all.find((each) => each === value)
  if (found === undefined) throw new Error(`--${name} is one of ${all.join(', ')}`)
  return found
}
