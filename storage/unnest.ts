/**
 * Rows as arrays, one for each column. The statement's text is the same however many rows there are, so the server
 * prepares it once; with a value list every size would be another statement, parsed and planned anew.
 */
import { type RawBuilder, sql } from 'kysely'

type ColumnType = 'text' | 'int' | 'bigint' | 'bool' | 'bytea' | 'timestamptz'

/** Columns by name; all have as many values. */
export type Columns = Readonly<Record<string, readonly [type: ColumnType, values: readonly unknown[]]>>

/** `insert into <table> (<columns>) select … from unnest(…)`; what follows (on conflict, returning) is the caller's. */
export function insertRows(table: string, columns: Columns): RawBuilder<unknown> {
  const names = Object.keys(columns).map((name) => sql.ref(name))
  return sql`insert into ${sql.table(table)} (${sql.join(names)}) select * from unnest(${arrays(columns)})`
}

function arrays(columns: Columns): RawBuilder<unknown> {
  return sql.join(Object.values(columns).map(([type, values]) => sql`${[...values]}::${sql.raw(type)}[]`))
}
