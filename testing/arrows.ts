/** Who may import whom: the arrows of design §2 as data, and the check of one file against them. */
import { posix } from 'node:path'

/** What a room may reach besides itself. Paths are prefixes; `types`: with `import type` only. */
export interface Arrow {
  readonly may: readonly string[]
  readonly types?: readonly string[]
  readonly npm: 'all' | readonly string[]
  readonly node: boolean
}

const CORE = ['bot/domain', 'bot/ports', 'bot/cards', 'bot/errors.ts', 'kit']
const ADAPTER: Arrow = { may: CORE, npm: 'all', node: true }
const EVERYTHING: Arrow = { may: [''], npm: 'all', node: true }

/** The longest room a path begins with counts. Each folder in connectors/ is a room of its own. */
export const ARROWS: Readonly<Record<string, Arrow>> = {
  'bot/domain': { may: [], npm: [], node: false },
  'bot/ports': { may: ['bot/domain', 'bot/cards', 'bot/errors.ts'], npm: [], node: false },
  bot: { may: ['bot'], npm: [], node: false },
  kit: { may: [], npm: 'all', node: true },
  migrations: { may: [], npm: ['kysely'], node: false },
  connectors: ADAPTER,
  rag: ADAPTER,
  models: ADAPTER,
  lookups: ADAPTER,
  // storage/migrate.ts runs the migrations; nothing else of it may look there.
  storage: { ...ADAPTER, may: [...CORE, 'migrations'] },
  config: { may: ['bot/domain', 'bot/errors.ts', 'kit'], npm: 'all', node: true },
  workers: { may: ['bot', 'kit'], npm: 'all', node: true },
  'console/pages': { may: ['bot'], types: ['kit'], npm: 'all', node: false },
  console: { may: ['bot', 'kit'], npm: 'all', node: true },
  app: EVERYTHING,
  testing: EVERYTHING,
  bench: EVERYTHING,
  eval: EVERYTHING,
}

/** Packages that stay in one place, so that they can be replaced there. */
export const ONLY_IN: Readonly<Record<string, readonly string[]>> = {
  openai: ['models'],
  bullmq: ['workers', 'bench'],
  langchain: ['rag', 'models'],
  '@langchain': ['rag', 'models'],
  '@slack': ['connectors/slack', 'bench'],
  'dingtalk-stream': ['connectors/dingtalk'],
}

export interface Import {
  readonly from: string
  readonly typeOnly: boolean
  /** A thread or process started from a file: the arrows hold, but it closes no circle. */
  readonly started?: true
}

/** A dynamic import whose target is computed; only app/ may have one. */
export const COMPUTED = '(computed)'

/** Every import of a source: static, re-exporting, dynamic, of types, and threads started from a file. */
export function importsOf(source: string): Import[] {
  const code = withoutComments(source)
  const found: Import[] = []
  for (const [, type, from = ''] of code.matchAll(/\b(?:import|export)\s+(type\s)?(?:[\w$*{},\s]+?\sfrom\s*)?['"]([^'"\n]+)['"]/g)) {
    found.push({ from, typeOnly: type !== undefined })
  }
  // Of a template only the folder before its first placeholder is known, and that is what counts.
  for (const [, from] of code.matchAll(/\bimport\s*\(\s*(?:['"`]([^'"`$\n]+)(?:['"`]|\$\{))?/g)) {
    found.push({ from: from ?? COMPUTED, typeOnly: false })
  }
  for (const [, from = ''] of code.matchAll(/new URL\(\s*['"](\.[^'"]+\.tsx?)['"]/g)) found.push({ from, typeOnly: false, started: true })
  return found
}

/** Strings are matched first, because `'**' + '/*.ts'` written as one holds what looks like a comment. */
function withoutComments(source: string): string {
  const strings = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g
  return source.replaceAll(strings, (part) => (part.startsWith('/') ? ' ' : part))
}

/** The room of a path; tests and tools' settings are at home in testing/, wherever they lie. Null: a folder without arrows. */
export function roomOf(path: string): string | null {
  if (/\.(test|contract|config)\.tsx?$/.test(path) || !path.includes('/')) return 'testing'
  const [first = '', second = ''] = path.split('/')
  if (first === 'connectors') return `connectors/${second}`
  return [`${first}/${second}`, first].find((room) => room in ARROWS) ?? null
}

/** Where a relative import leads, as a path from the root. */
export function targetOf(path: string, from: string): string | null {
  return from.startsWith('.') ? posix.join(posix.dirname(path), from) : null
}

/** What is wrong with the imports of one file, a sentence each. */
export function violationsIn(path: string, source: string): string[] {
  const room = roomOf(path)
  const arrow = ARROWS[room?.startsWith('connectors/') ? 'connectors' : (room ?? '')]
  if (room === null || arrow === undefined) return [`${path} is in a folder without arrows; add it to testing/arrows.ts`]
  return importsOf(source)
    .filter((one) => !isAllowed(path, room, arrow, one))
    .map(({ from, typeOnly }) => `${path} may not import ${typeOnly ? 'types of ' : ''}${from}`)
}

function isAllowed(path: string, room: string, arrow: Arrow, { from, typeOnly }: Import): boolean {
  if (from === COMPUTED) return arrow === EVERYTHING
  const target = targetOf(path, from)
  if (target !== null) {
    if (roomOf(target) === room) return true
    const reach = typeOnly ? [...arrow.may, ...(arrow.types ?? [])] : arrow.may
    return reach.some((place) => place === '' || target === place || target.startsWith(`${place}/`))
  }
  if (from.startsWith('node:')) return arrow.node
  const homes = ONLY_IN[from.split('/')[0] ?? '']
  if (homes !== undefined && !homes.includes(room)) return false
  return arrow.npm === 'all' || arrow.npm.some((name) => from === name || from.startsWith(`${name}/`))
}
