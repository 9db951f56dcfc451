/** Counts and sums of every table, computed by the database itself: the same before a dump and after its restore, on every version. */
import type { Manifest, Tables } from './manifest.ts'

/** Asks one statement of one session; every column comes back as text. */
export type Ask = <T extends Readonly<Record<string, string | null>>>(statement: string) => Promise<readonly T[]>

/** Rows are hashed as text; these decide how a value is written. */
const SAME_TEXT = [
  "set timezone = 'UTC'",
  "set datestyle = 'ISO'",
  'set extra_float_digits = 1',
  'set bytea_output = hex',
  'set statement_timeout = 0',
]

export async function prepareSession(ask: Ask): Promise<void> {
  for (const statement of SAME_TEXT) await ask(statement)
}

/** Partitions count with their parent, tables of extensions not at all. */
export async function tableNames(ask: Ask): Promise<readonly string[]> {
  const rows = await ask<{ name: string }>(`
    select c.relname::text as name from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and not exists (select 1 from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
    order by c.relname::text collate "C"`)
  return rows.map((row) => row.name)
}

export async function fingerprint(ask: Ask, progress: (table: string) => void = () => undefined): Promise<Tables> {
  const tables: Tables = {}
  for (const name of await tableNames(ask)) {
    progress(name)
    // 64 bits of each row's hash, added up: no order, no sort, no memory, however large the table is.
    const [row] = await ask<{ rows: string; sum: string }>(`
      select count(*)::text as rows, coalesce(sum(('x' || left(md5(whole__::text), 16))::bit(64)::bigint::numeric), 0)::text as sum
      from ${quoted(name)} whole__`)
    tables[name] = { rows: Number(row?.rows ?? 0), sum: row?.sum ?? '0' }
  }
  return tables
}

export async function sequences(ask: Ask): Promise<Manifest['sequences']> {
  const rows = await ask<{ name: string; last: string }>(`
    select sequencename::text as name, coalesce(last_value, 0)::text as last from pg_sequences where schemaname = 'public' order by 1`)
  return Object.fromEntries(rows.map((row) => [row.name, row.last]))
}

export async function appliedMigrations(ask: Ask): Promise<readonly string[]> {
  return (await ask<{ name: string }>('select name from schema_migration order by name')).map((row) => row.name)
}

/** Names of the stored files the database knows of; what could not be fetched has none. */
export async function namedBlobs(ask: Ask): Promise<readonly string[]> {
  return (await ask<{ blob: string }>(`select distinct blob from attachment where blob ~ '^[0-9a-f]{64}$' order by blob`)).map(
    (row) => row.blob,
  )
}

/** What differs between what a backup says and what was restored; each a line a person can read. */
export function differences(said: Tables, found: Tables): readonly string[] {
  return [...new Set([...Object.keys(said), ...Object.keys(found)])].sort().flatMap((name) => {
    const [a, b] = [said[name], found[name]]
    if (!a || !b) return [`${name}: ${a ? 'missing' : 'not in the backup'}`]
    if (a.rows !== b.rows) return [`${name}: ${b.rows} rows instead of ${a.rows}`]
    return a.sum === b.sum ? [] : [`${name}: rows differ`]
  })
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
