/** Multiplies the patterns to a number of tickets: COPY into every table, indexes beside the keys built afterwards. */
import { createHash } from 'node:crypto'
import pg from 'pg'
import { copyIn } from './copy-in.ts'
import { GROWN, type Hole, type Pattern, WORD } from './pattern.ts'

/** One ticket in so many is not settled. */
const OPEN_ONE_IN = 50
/** One in so many had a long history. */
const LONG_ONE_IN = 8
const CHUNK = 64 * 1024
/** Ids of grown rows are older than any the desk makes, and rise with their number. */
const FIRST_MS = Date.UTC(2026, 0, 1)
const FIRST_NUMBER = 1_000_000
const FIRST_ORDER = 30_000_000_000
/** Ids of one ticket. */
const MOST_IDS = 0xfff

/** The external id and name of the customer of grown ticket `i`; its one ticket’s number; its order number; its one word in a hundred. */
export const grownName = (i: number) => `grown${String(i).padStart(8, '0')}`
export const grownNumber = (i: number) => FIRST_NUMBER + i
export const grownOrder = (i: number) => String(FIRST_ORDER + i)
export const grownWord = (i: number) => `${WORD.slice(0, -2)}${letter(Math.floor((i % 100) / 10))}${letter(i % 10)}`
const letter = (n: number) => 'abcdefghij'.charAt(n)

/** Around the number of the row: what all ids of one ticket share is made once. */
let around = { i: -1, head: '', tail: '' }
function grownId(i: number, n: number): string {
  if (n > MOST_IDS) throw new Error('a pattern has too many rows')
  if (around.i !== i) {
    const spread = ((i * 2_654_435_761) % 2 ** 32).toString(16).padStart(8, '0')
    around = { i, head: `${(FIRST_MS + i).toString(16).padStart(12, '0')}7`, tail: `8${spread}${i.toString(16).padStart(7, '0')}` }
  }
  return `${around.head}${hex3[n]}${around.tail}`
}
const hex3 = Array.from({ length: MOST_IDS + 1 }, (_, n) => n.toString(16).padStart(3, '0'))

export interface Grown {
  readonly rows: number
  readonly seconds: number
}

/** Adds tickets `from` to `to` (exclusive). */
export async function grow(
  url: string,
  patterns: readonly Pattern[],
  from: number,
  to: number,
  tell: (text: string) => void,
): Promise<Grown> {
  const started = performance.now()
  const [open, settled] = [patterns.filter((p) => p.open), patterns.filter((p) => !p.open)]
  if (open.length === 0 || settled.length === 0) throw new Error('the pattern needs settled tickets and others')
  const size = (p: Pattern) => [...p.templates.values()].flat().length
  const usual = settled.map(size).sort((a, b) => a - b)[Math.floor(settled.length / 2)] ?? 0
  const [short, long] = [settled.filter((p) => size(p) <= usual), settled.filter((p) => size(p) > usual)]
  const patternOf = (i: number) => {
    const among = i % OPEN_ONE_IN === 0 ? open : i % LONG_ONE_IN === 1 && long.length > 0 ? long : short
    return among[Math.floor(i / OPEN_ONE_IN + i) % among.length] as Pattern
  }
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    // Rows are consistent as they come, so foreign keys need not be looked up thirty million times. A role that may not is merely slower.
    await client.query('set session_replication_role = replica').catch(() => undefined)
    await client.query(`set synchronous_commit = off; set maintenance_work_mem = '256MB'`)
    const rebuild = await dropIndexes(client)
    let rows = 0
    // Posts of a room are counted; those of a later size come after those there are.
    const seen = Number((await client.query('select coalesce(max(rev), 0) as rev from board_room')).rows[0].rev)
    for (const table of GROWN) {
      const columns = patterns.flatMap((p) => p.templates.get(table) ?? [])[0]?.columns
      if (!columns) continue
      await client.query(`alter table ${table} set (autovacuum_enabled = false)`)
      const lines = function* () {
        let chunk = ''
        for (let i = from; i < to; i++) {
          for (const { parts } of patternOf(i).templates.get(table) ?? []) {
            rows++
            for (const part of parts) chunk += typeof part === 'string' ? part : filled(part, i, seen + rows)
          }
          if (chunk.length < CHUNK) continue
          yield chunk
          chunk = ''
        }
        yield chunk
      }
      const began = performance.now()
      const before = rows
      await copyIn(client, `${table} (${columns.map((c) => `"${c}"`).join(', ')})`, lines())
      tell(`${table}: ${rows - before} rows in ${Math.round((performance.now() - began) / 100) / 10} s`)
    }
    await client.query('update board_room set rev = $1', [seen + rows])
    for (const statement of rebuild) await client.query(statement)
    tell(`indexes after ${Math.round((performance.now() - started) / 1000)} s`)
    for (const table of [...GROWN, 'board_room']) await client.query(`vacuum (analyze) ${table}`)
    await client.query('checkpoint').catch(() => undefined)
    return { rows, seconds: Math.round((performance.now() - started) / 100) / 10 }
  } finally {
    await client.end()
  }
}

function filled(hole: Hole, i: number, row: number): string {
  switch (hole.is) {
    case 'rev':
      return String(row)
    case 'id':
      return grownId(i, hole.n)
    case 'name':
      return grownName(i)
    case 'number':
      return String(grownNumber(i))
    case 'order':
      return grownOrder(i)
    case 'word':
      return grownWord(i)
    case 'hash':
      return createHash('sha256').update(`${i}/${row}`).digest('hex')
  }
}

/** Takes away what is cheaper to build in one go; answers the statements that bring it back. */
async function dropIndexes(client: pg.Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string; def: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as def from pg_index i
     where i.indrelid = any($1::regclass[]) and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`,
    [GROWN],
  )
  for (const { name } of rows) await client.query(`drop index ${name}`)
  // Keys by hash come in no order, and nothing refers to them.
  await client.query('alter table inbound_key drop constraint inbound_key_pkey')
  return [...rows.map(({ def }) => def), 'alter table inbound_key add constraint inbound_key_pkey primary key (hash)']
}
