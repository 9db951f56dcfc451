/** Writes docs/reliability.md from what a run of lane N found, and from nothing else. */
import { readFile, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Told } from './run-scenario.ts'

const FILE = fileURLToPath(new URL('../../docs/reliability.md', import.meta.url))
const MARK = '<!-- runs -->'

/** The part of a backend that did not run this time stays as it was. */
export async function writeReport(told: readonly Told[], scale: number): Promise<void> {
  const before = await readFile(FILE, 'utf8').catch(() => '')
  const kept = new Map(sections(before))
  for (const backend of new Set(told.map((t) => t.backend)))
    kept.set(
      NAMES[backend],
      section(
        told.filter((t) => t.backend === backend),
        scale,
      ),
    )
  const parts = [...kept].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, body]) => `## ${name}\n\n${body.trim()}\n`)
  await writeFile(FILE, `${HEAD}\n${MARK}\n\n${parts.join('\n')}`)
}

const NAMES = { pglite: 'Embedded database (PGlite)', postgres: 'PostgreSQL and Redis' } as const

const HEAD = `# Reliability

What became of the desk when its processes were killed and its servers taken away. Written by
\`npm run test:faults -- --lane N\`; do not edit. Real processes, real databases; the driver keeps a ledger of its own
of every acknowledged event and compares it with the rows afterwards.

- **lost**: acknowledged and not there, or without its ticket. **doubled**: there twice (a message, ticket, reply, card or post).
- **in doubt**: sends whose end nobody knows; they wait for a person.
- The embedded database survives the death of its process, not the loss of power: it makes no fsync.
`

function section(told: readonly Told[], scale: number): string {
  const sum = (of: (t: Told) => number) => told.reduce((all, t) => all + of(t), 0)
  const held = told.filter((t) => t.ok).length
  const rows = told.map(
    (t) =>
      `| ${t.rows.join(', ')} | ${t.title} | ${t.ok ? 'held' : '**broken**'} | ${t.events} | ${t.kills} | ${t.lost} | ${t.doubled} | ${t.inDoubt} | ${figures(t)} |`,
  )
  return [
    `${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores, FAULT_SCALE ${scale}: ${held} of ${told.length} held; ${sum((t) => t.events)} events, ${sum((t) => t.kills)} kills, ${sum((t) => t.lost)} lost, ${sum((t) => t.doubled)} doubled, ${sum((t) => t.inDoubt)} in doubt.`,
    '',
    '| row | fault | | events | kills | lost | doubled | in doubt | figures |',
    '| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | --- |',
    ...rows,
    ...told.flatMap((t) => t.problems.map((problem) => `\nRow ${t.rows.join(', ')}: ${problem}`)),
  ].join('\n')
}

const figures = (t: Told): string =>
  Object.entries(t.figures)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')

function sections(text: string): [string, string][] {
  const [, body = ''] = text.split(MARK)
  return body
    .split(/^## /m)
    .slice(1)
    .map((part) => {
      const end = part.indexOf('\n')
      return [part.slice(0, end), part.slice(end + 1)]
    })
}
