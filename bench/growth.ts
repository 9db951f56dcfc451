/**
 * Whether the desk grows slower with its age: the cost of one turn and of each list page at 10⁴, 10⁵ and 10⁶ tickets
 * on PostgreSQL, against the first size. A control that cannot grow runs between, so that what the machine does
 * besides is taken out of `ratio`: it is (cost ÷ control) at this size over the same at the first.
 *
 * `growth [--sizes 10000,100000,1000000] [--plot FILE.svg]`, with DATABASE_URL.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { withQuickTalk } from '../testing/quick-talk.ts'
import { createDatabase } from '../testing/services/fresh-database.ts'
import { type Grown, grow } from './growth/grow.ts'
import { type Costs, measurePages, measureTurns } from './growth/measure.ts'
import { makePatterns } from './growth/pattern.ts'
import { plot } from './growth/plot.ts'
import { round } from './quantile.ts'

const SIZES = [10_000, 100_000, 1_000_000]
/** A page or turn may cost so many times what it cost at the first size; below the floor nobody can tell. */
const MOST = 1.5
const FLOOR_MS = 0.5

interface Size {
  readonly tickets: number
  readonly seeded: Grown
  readonly costs: Costs
}

export async function run(args: readonly string[]): Promise<unknown> {
  const { values } = parseArgs({ args: [...args], options: { sizes: { type: 'string' }, plot: { type: 'string' } } })
  const databaseUrl = process.env['DATABASE_URL']
  if (!databaseUrl) throw new Error('growth needs DATABASE_URL: bash testing/services/with.sh npm run bench -- growth')
  const sizes = values.sizes?.split(',').map(Number) ?? SIZES
  const dir = await mkdtemp(join(tmpdir(), 'relaydesk-growth-'))
  const database = await createDatabase(databaseUrl, 'empty')
  try {
    const config = join(dir, 'desk.yaml')
    const shipped = await readFile(new URL('../config/desk.yaml', import.meta.url), 'utf8')
    await writeFile(config, withQuickTalk(shipped))
    const env = {
      DATABASE_URL: database.url,
      REDIS_URL: '',
      DATA_DIR: dir,
      DESK_CONFIG: config,
      API_TOKEN: 'bench-token-0123456789-0123456789',
      SESSION_SECRET: 'bench-secret-0123456789-0123456789',
    }
    const patterns = await makePatterns(dir, env, database.url)
    const measured: Size[] = []
    let from = 0
    for (const tickets of sizes) {
      const seeded = await grow(database.url, patterns, from, tickets, (text) => process.stderr.write(`${tickets}: ${text}\n`))
      from = tickets
      const turns = await measureTurns(env, tickets, `t${tickets}`)
      const costs = { ...turns, ...(await measurePages(dir, env, tickets)) }
      process.stderr.write(`\n${JSON.stringify({ tickets, ...seeded, costs })}\n`)
      measured.push({ tickets, seeded, costs })
    }
    if (values.plot)
      await writeFile(values.plot, plot(measured, 'Median cost of a turn’s steps and of list pages, by tickets in the database'))
    return report(measured)
  } finally {
    await database.drop()
    await rm(dir, { recursive: true, force: true })
  }
}

function report(measured: readonly Size[]): unknown {
  const first = measured[0]
  if (!first) throw new Error('no sizes')
  const sizes = measured.map(({ tickets, seeded, costs }) => ({
    tickets,
    rows: seeded.rows,
    seedSeconds: seeded.seconds,
    medianMs: costs,
    ratio: ratios(costs, first.costs),
  }))
  const last = sizes.at(-1)
  const grown = Object.entries(last?.ratio ?? {}).filter(
    ([name, ratio]) => ratio > MOST && (last?.medianMs[name] ?? 0) > (first.costs[name] ?? 0) + FLOOR_MS,
  )
  return {
    sizes,
    worst: round(Math.max(...Object.values(last?.ratio ?? { none: 0 })), 2),
    grown: Object.fromEntries(grown),
    held: grown.length === 0,
  }
}

function ratios(costs: Costs, first: Costs): Costs {
  const beside = (name: string) => (isTurns(name) ? 'control turn' : 'control page')
  const of = (all: Costs, name: string) => (all[name] ?? 0) / (all[beside(name)] ?? 1)
  return Object.fromEntries(
    Object.keys(costs).map((name) => [
      name,
      round(name.startsWith('control') ? (costs[name] ?? 0) / (first[name] ?? 1) : of(costs, name) / of(first, name), 2),
    ]),
  )
}

const isTurns = (name: string) => ['intake', 'claim', 'send', 'redraw'].includes(name) || name.startsWith('commit')
