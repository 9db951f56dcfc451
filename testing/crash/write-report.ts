/** Writes docs/reliability.md from what runs of lane N found, and from nothing else. */
import { readFile, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Told } from './run-scenario.ts'

const FILE = fileURLToPath(new URL('../../docs/reliability.md', import.meta.url))
const NAMES = { pglite: 'Embedded database (PGlite)', postgres: 'PostgreSQL and Redis' } as const

/** One scenario's last run. */
interface Kept extends Told {
  readonly on: string
  /** When it ended, ISO 8601. */
  readonly at?: string
  readonly cores: number
  readonly scale: number
}

/** What did not run this time stays as its last run left it; the file holds its own figures as a comment. */
export async function writeReport(told: readonly Told[], scale: number): Promise<void> {
  const kept = new Map((await readKept()).map((each) => [keyOf(each), each]))
  for (const each of told) {
    const at = new Date().toISOString()
    kept.set(keyOf(each), { ...each, on: at.slice(0, 10), at, cores: cpus().length, scale })
  }
  const all = [...kept.values()].sort((a, b) => (a.rows[0] ?? 0) - (b.rows[0] ?? 0))
  const parts = Object.entries(NAMES).map(([backend, name]) => {
    const mine = all.filter((each) => each.backend === backend)
    return mine.length === 0 ? '' : `\n## ${name}\n\n${section(mine)}\n`
  })
  await writeFile(FILE, `${HEAD}${parts.join('')}\n<!-- figures ${JSON.stringify(all)} -->\n`)
}

/** What held, in full, since then: a run that was interrupted need not do it again. */
export async function heldSince(time: number): Promise<readonly Told[]> {
  return (await readKept()).filter((each) => each.ok && each.full && Date.parse(each.at ?? '') >= time)
}

const HEAD = `# Reliability

What became of the desk when its processes were killed and its servers taken away. Written by
\`npm run test:faults -- --lane N\`; do not edit. Real processes, real databases; the driver keeps a ledger of its own
of every acknowledged event and compares it with the rows afterwards.

- **lost**: acknowledged and not there, or without its ticket. **doubled**: there twice (a message, ticket, reply, card or post).
- **unsettled**: when the load had ended the desk got on, but was not through after five minutes; that is not held.
  Customers hold back while a hundred of them wait for a first answer, so that it is not the length of a queue that is measured.
- **in doubt**: sends whose end nobody knows; they wait for a person.
- **resumeMs**: from the kill that interrupted a message's work to its ticket, slowest.
- Waits that only have to be long are multiplied by FAULT_SCALE.
- The embedded database survives the death of its process, not the loss of power: it makes no fsync.
`

function section(all: readonly Kept[]): string {
  const sum = (of: (each: Kept) => number) => all.reduce((total, each) => total + of(each), 0)
  const held = all.filter((each) => each.ok).length
  const rows = all.map(
    (each) =>
      `| ${each.rows.join(', ')} | ${each.title} | ${each.ok ? 'held' : each.unsettled ? '**unsettled**' : '**broken**'} | ${each.events} | ${each.kills} | ${each.lost} | ${each.doubled} | ${each.inDoubt} | ${figures(each)} |`,
  )
  const broken = all.flatMap((each) => each.problems.map((problem) => `\nRow ${each.rows.join(', ')}: ${problem}`))
  return [
    `${held} of ${all.length} held: ${sum((e) => e.events)} events, ${sum((e) => e.kills)} kills, ${sum((e) => e.lost)} lost, ${sum((e) => e.doubled)} doubled, ${sum((e) => e.inDoubt)} in doubt.`,
    '',
    '| row | fault | | events | kills | lost | doubled | in doubt | figures |',
    '| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | --- |',
    ...rows,
    ...broken,
  ].join('\n')
}

function figures(each: Kept): string {
  const own = Object.entries(each.figures).map(([name, value]) => `${name} ${value}`)
  return [...own, `${each.on}, ${each.cores} cores, FAULT_SCALE ${each.scale}`].join('; ')
}

const keyOf = (each: Told): string => `${each.backend} ${each.title}`

async function readKept(): Promise<readonly Kept[]> {
  const text = await readFile(FILE, 'utf8').catch(() => '')
  const json = /^<!-- figures (.*) -->$/m.exec(text)?.[1]
  return json === undefined ? [] : (JSON.parse(json) as Kept[])
}
