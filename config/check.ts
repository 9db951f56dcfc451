/** `npm run config:check [file]`: says whether a desk.yaml would be taken, and if not, everything to mend. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describeErrors } from './config-error.ts'
import { parseDeskConfig } from './parse-desk-config.ts'

export interface Checked {
  readonly ok: boolean
  /** For the terminal, without the last line break. */
  readonly text: string
}

export async function check(file: string): Promise<Checked> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    const error = {
      file,
      line: 1,
      column: 1,
      path: '',
      problem: 'UNREADABLE',
      says: code === 'ENOENT' ? 'there is no such file' : `the file cannot be read (${code ?? cause})`,
      remedy: 'name a file that exists',
    } as const
    return { ok: false, text: describeErrors([error]) }
  }
  const parsed = parseDeskConfig(text, file)
  if ('errors' in parsed) return { ok: false, text: `${describeErrors(parsed.errors)}\n${file}: ${count(parsed.errors.length, 'error')}` }
  const { categories, teams, agents, routing, promises } = parsed.config
  const parts = [
    count(categories.length, 'category', 'categories'),
    count(teams.length, 'team'),
    count(agents.length, 'agent'),
    count(routing.length, 'routing rule'),
    count(promises.length, 'promise rule'),
  ]
  return { ok: true, text: `${file}: ok (${parts.join(', ')})` }
}

function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`
}

if (import.meta.main) {
  const { ok, text } = await check(process.argv[2] ?? join('config', 'desk.yaml'))
  const out = ok ? process.stdout : process.stderr
  out.write(`${text}\n`)
  process.exitCode = ok ? 0 : 1
}
