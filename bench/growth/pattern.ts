/**
 * Real tickets to be multiplied: customers write to a real desk, agents take, answer, resolve and close, and the rows
 * that came of each conversation become templates in which only what tells one ticket from another is left open.
 */
import { sql } from 'kysely'
import { openPostgres } from '../../storage/database.ts'
import { ApiClient } from '../../testing/api-client.ts'
import { type DeskProcess, startDesk } from '../../testing/desk-process.ts'
import { says } from '../says.ts'
import { copyLine } from './copy-in.ts'

/** Which row of which number: what stands in a template where an id, a name, a number or a word was. */
export type Hole = { readonly is: 'id'; readonly n: number } | { readonly is: Exclude<Known, 'id'> }
type Known = 'id' | 'name' | 'number' | 'order' | 'word' | 'hash' | 'rev'

export interface Template {
  readonly table: string
  readonly columns: readonly string[]
  /** Text and holes in turn, a line of COPY's text format. */
  readonly parts: readonly (string | Hole)[]
}

/** All rows of one conversation with its one ticket. */
export interface Pattern {
  readonly open: boolean
  /** By table. */
  readonly templates: ReadonlyMap<string, readonly Template[]>
}

const CUSTOMERS = 24
const AGENT_OF: Readonly<Record<string, string>> = { 'after-sales': 'shen', 'logistics-orders': 'zhao', general: 'zhou' }
/** What an agent does with most tickets, and with one in four. */
const SHORT = [
  ['take', {}],
  ['close', {}],
] as const
const LONG = [
  ['take', {}],
  ['reply', { text: '您好，已为您登记，请稍等。' }],
  ['resolve', {}],
  ['close', {}],
] as const
/** Stands for one word in a hundred. */
export const WORD = 'modelzz'
const nameOf = (i: number) => `growpattern${String(i).padStart(3, '0')}`
const orderOf = (i: number) => 20260000000 + i

/** In the order in which they are written, with the rows that belong to a conversation. */
const TABLES: Readonly<Record<string, string>> = {
  room: 'id = (select room_id from conversation where id = $1)',
  customer: 'id = (select customer_id from conversation where id = $1)',
  identity: 'customer_id = (select customer_id from conversation where id = $1)',
  conversation: 'id = $1',
  turn: 'conversation_id = $1',
  message: 'conversation_id = $1',
  reading: 'turn_id in (select id from turn where conversation_id = $1)',
  ticket: 'conversation_id = $1',
  ticket_event: 'ticket_id in (select id from ticket where conversation_id = $1)',
  fact: 'ticket_id in (select id from ticket where conversation_id = $1)',
  ticket_message: 'ticket_id in (select id from ticket where conversation_id = $1)',
  card: 'ticket_id in (select id from ticket where conversation_id = $1)',
  timer: 'ticket_id in (select id from ticket where conversation_id = $1)',
  question: 'conversation_id = $1',
  event: 'ticket_id in (select id from ticket where conversation_id = $1)',
  delivery: 'conversation_id = $1 or ticket_id in (select id from ticket where conversation_id = $1)',
  lane: `key in (select lane from delivery where conversation_id = $1 or thread_card_id in (select id from card where ticket_id in (select id from ticket where conversation_id = $1))) and key not in (select lane from delivery where kind = 'card')`,
  line: `key = 'conv:' || $1 or key in (select line from event where ticket_id in (select id from ticket where conversation_id = $1))`,
  inbound_key:
    'conversation_id = $1 or event_id in (select id from event where ticket_id in (select id from ticket where conversation_id = $1))',
  board_post:
    'id in (select id from delivery where conversation_id = $1 or ticket_id in (select id from ticket where conversation_id = $1))',
}
export const GROWN = Object.keys(TABLES)

export async function makePatterns(dir: string, env: Readonly<Record<string, string>>, url: string): Promise<readonly Pattern[]> {
  const desk = await startDesk(dir, env)
  try {
    await talkAndWork(desk)
  } finally {
    await desk.stop()
  }
  const db = openPostgres(url, 2)
  try {
    const { rows } = await sql<{ id: string; name: string; state: string; number: number }>`
      select t.conversation_id as id, c.name, min(t.state) as state, min(t.number) as number from ticket t join customer c on c.id = t.customer_id
      group by t.conversation_id, c.name having count(*) = 1`.execute(db.kysely)
    const patterns: Pattern[] = []
    for (const row of rows) {
      const templates: Template[] = []
      const found: { table: string; columns: readonly string[]; rows: readonly (readonly (string | null)[])[] }[] = []
      for (const table of GROWN) found.push({ table, ...(await rowsOf(db.kysely, table, row.id)) })
      const ids = new Map<string, number>()
      for (const { columns, rows: all } of found)
        for (const values of all) {
          const id = values[columns.indexOf('id')]
          if (columns.includes('id') && id && /^[0-9a-f]{32}$/.test(id) && !ids.has(id)) ids.set(id, ids.size)
        }
      const i = Number(row.name.slice(-3))
      for (const { table, columns, rows: all } of found)
        for (const values of all) {
          const given = values.map((value, n) =>
            columns[n] === 'rev' ? '@@rev@@' : table === 'inbound_key' && columns[n] === 'hash' ? '\\x@@hash@@' : value,
          )
          templates.push({
            table,
            columns,
            parts: cut(copyLine(given), ids, { name: row.name, number: row.number, order: String(orderOf(i)) }),
          })
        }
      patterns.push({ open: row.state === 'new' || row.state === 'open', templates: Map.groupBy(templates, ({ table }) => table) })
    }
    return patterns
  } finally {
    await db.close()
  }
}

/** A third stays as it came; an agent of its team settles each of the others. */
async function talkAndWork(desk: DeskProcess): Promise<void> {
  const api = new ApiClient(desk)
  for (let i = 0; i < CUSTOMERS; i++) await api.say(nameOf(i), 'm1', `${says(i)} ${WORD}`, nameOf(i))
  await until(
    () => api.tickets(),
    (all) => all.length >= CUSTOMERS,
  )
  const { tickets } = await api.get<{ tickets: readonly { number: string; team: string }[] }>('/v1/tickets?limit=200')
  for (const [i, { number, team }] of tickets.entries()) {
    const as = AGENT_OF[team]
    if (i % 3 === 0 || !as) continue
    for (const [name, args] of i % 4 === 1 ? LONG : SHORT) {
      const { status } = await api.call('POST', `/v1/tickets/${number}/commands`, { as, command: name, args, id: `${name}-${number}` })
      if (status !== 200) throw new Error(`${name} of ${number} was answered ${status}`)
    }
  }
  // What was decided is still to be shown.
  await new Promise((resolve) => setTimeout(resolve, 3_000))
}

async function until<T>(look: () => Promise<T>, good: (seen: T) => boolean): Promise<T> {
  for (const end = Date.now() + 60_000; ; await new Promise((resolve) => setTimeout(resolve, 250))) {
    const seen = await look()
    if (good(seen)) return seen
    if (Date.now() > end) throw new Error('the pattern’s tickets did not come')
  }
}

async function rowsOf(db: ReturnType<typeof openPostgres>['kysely'], table: string, conversation: string) {
  const { rows: names } = await sql<{ name: string }>`
    select a.attname as name from pg_attribute a where a.attrelid = ${table}::regclass and a.attnum > 0 and not a.attisdropped and a.attidentity = '' order by a.attnum`.execute(
    db,
  )
  const columns = names.map(({ name }) => name)
  const where = sql.raw(`${TABLES[table]}`.replaceAll('$1', `'${conversation}'`))
  const { rows } = await sql<{ all: readonly (string | null)[] }>`
    select array[${sql.join(columns.map((name) => sql`${sql.ref(name)}::text`))}] as all from ${sql.table(table)} where ${where}`.execute(
    db,
  )
  return { columns, rows: rows.map((row) => row.all) }
}

/** Ids of rows that are shared (teams, agents) stand as they are. */
function cut(
  line: string,
  ids: ReadonlyMap<string, number>,
  of: { readonly name: string; readonly number: number; readonly order: string },
): readonly (string | Hole)[] {
  const known = new RegExp(
    `[0-9a-f]{32}|${of.name}|${of.order}|${WORD}|(?<=T-)${of.number}\\b|(?<="number":)${of.number}\\b|(?<=\\t)${of.number}(?=\\t)|@@rev@@|@@hash@@`,
    'g',
  )
  const parts: (string | Hole)[] = []
  let at = 0
  for (const match of line.matchAll(known)) {
    const [text] = match
    const hole = holeOf(text, ids, of)
    if (hole === null) continue
    parts.push(line.slice(at, match.index), hole)
    at = match.index + text.length
  }
  return [...parts, line.slice(at)]
}

function holeOf(text: string, ids: ReadonlyMap<string, number>, of: { readonly name: string; readonly order: string }): Hole | null {
  if (text === '@@rev@@') return { is: 'rev' }
  if (text === '@@hash@@') return { is: 'hash' }
  if (text === of.name) return { is: 'name' }
  if (text === of.order) return { is: 'order' }
  if (text === WORD) return { is: 'word' }
  if (text.length !== 32) return { is: 'number' }
  const n = ids.get(text)
  return n === undefined ? null : { is: 'id', n }
}
