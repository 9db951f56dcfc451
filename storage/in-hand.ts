/**
 * What was in hand when a process died: one rule for lines, files, lookups and translations.
 *
 * A row in hand has its `owner`; one whose lease ended with its owner still in it was lost, and that is noted as it is
 * claimed anew. Of that death it may well be the reason, and may as well not be: a machine that kills its desk every
 * few seconds has something in hand each time. So it costs little, and is no try of what the row is about.
 *
 * Such a row is claimed alone from then on, so that one that ends processes takes nobody with it; and later each time,
 * so that the others get done meanwhile. After ten times it is put aside, and a person sees it.
 */
import { type RawBuilder, sql } from 'kysely'

/** What a row may spend before it is put aside; a process that died with it in hand costs one. */
export const MOST_SPENT = 10

/** What a row of a claim has spent by now, of the column that keeps it. */
export const spentOf = (column: 'tries' | 'died'): RawBuilder<number> => sql`${sql.ref(column)} + (owner is not null)::int`

/** How long after its lease a row waits, of the same column; with a lease of 15 s never more than 30 s in all. */
export const pauseOf = (column: 'tries' | 'died'): RawBuilder<string> =>
  sql`make_interval(secs => case when ${sql.ref(column)} = 0 then 0 else least(power(2, ${sql.ref(column)} - 1), 12) end)`

/** The oldest of `due`, whose `spent` decides who is claimed with it; `keys` tell its rows apart. */
export const oldestOf = (...keys: readonly string[]): RawBuilder<unknown> =>
  sql`oldest as (select ${sql.join(keys.map((key) => sql.ref(key)))}, spent from due order by due_at, ${sql.join(keys.map((key) => sql.ref(key)))} limit 1)`

/** The oldest is claimed by itself where it has spent something; else with all others that have not. */
export const claimedOf = (...keys: readonly string[]): RawBuilder<boolean> =>
  sql`(${sql.join(
    keys.map((key) => sql`${sql.ref(`due.${key}`)} = ${sql.ref(`oldest.${key}`)}`),
    sql` and `,
  )} or due.spent + oldest.spent = 0)`
