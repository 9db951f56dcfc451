/**
 * Many rows into one table with one statement whose text never changes, whatever their number, so that the server
 * parses and plans it once (preparing-client.ts): each column is one array.
 */
import { CompiledQuery, type InsertObject, type QueryResult } from 'kysely'
import type { Tx } from './database.ts'
import type { Database } from './schema.ts'

type Row<T extends keyof Database> = InsertObject<Database, T>

export interface Insert<T extends keyof Database> {
  readonly into: T
  /** The columns that are given, with their types in PostgreSQL; `words` is a text of words that becomes a `tsvector`. */
  readonly columns: { readonly [C in keyof Row<T>]?: 'text' | 'int4' | 'int8' | 'bool' | 'bytea' | 'float8' | 'timestamptz' | 'words' }
  /** Columns that have the same expression in every row, such as `now()`. */
  readonly same?: { readonly [C in keyof Row<T>]?: string }
  /** What follows the rows: `on conflict …`, `returning …`. */
  readonly tail?: string
}

/** Writes nothing where there are no rows. Values are as `pg` takes them; columns not named in `insert` keep their default. */
export async function insertRows<T extends keyof Database, R = unknown>(
  tx: Tx,
  insert: Insert<T>,
  rows: readonly { readonly [C in keyof Row<T>]?: unknown }[],
): Promise<QueryResult<R>> {
  if (rows.length === 0) return { rows: [] }
  const columns = Object.keys(insert.columns) as (keyof Row<T>)[]
  const values = columns.map((column) => rows.map((row) => row[column] ?? null))
  return tx.executeQuery<R>(CompiledQuery.raw(textOf(insert), values))
}

const texts = new WeakMap<object, string>()

function textOf(insert: Insert<never> | Insert<keyof Database>): string {
  const known = texts.get(insert)
  if (known !== undefined) return known
  const columns = Object.entries(insert.columns)
  const same = Object.entries(insert.same ?? {})
  const names = [...columns, ...same].map(([name]) => `"${name}"`).join(', ')
  const arrays = columns.map(([, type], i) => `$${i + 1}::${type === 'words' ? 'text' : type}[]`).join(', ')
  const given = columns.map(([name, type]) => (type === 'words' ? `array_to_tsvector(string_to_array(w."${name}", ' '))` : `w."${name}"`))
  const values = [...given, ...same.map(([, expression]) => expression)].join(', ')
  const text = `insert into "${insert.into}" (${names}) select ${values} from unnest(${arrays}) as w(${columns.map(([name]) => `"${name}"`).join(', ')}) ${insert.tail ?? ''}`
  texts.set(insert, text)
  return text
}
