/** Raw events lie in a table by the month, so that what is too old goes with its table and leaves nothing to clean up. */
import { sql } from 'kysely'
import type { Db, Tx } from './database.ts'

/** Months kept ready: this one and the next two. */
const AHEAD = 3

/** Makes the tables of the months to come, and drops those with nothing younger than `days`. Several processes may do it at once. */
export async function keepRawMonths(db: Db, days: number): Promise<void> {
  await db.tx(async (tx) => {
    // Whoever writes raw events would wait behind us: an hour later is soon enough.
    await sql`set local lock_timeout = '2s'`.execute(tx)
    await sql`lock table raw_event in share update exclusive mode`.execute(tx)
    const parts = await partsOf(tx)
    const first = parts.find((part) => part.name.startsWith('raw_event_before_'))
    const { rows: months } = await sql<{ suffix: string; from: string; until: string }>`
      select to_char(m, '"y"YYYY"m"MM') as suffix, m::text || '+00' as from, (m + interval '1 month')::text || '+00' as until
      from generate_series(date_trunc('month', now() at time zone 'UTC'), now() at time zone 'UTC' + make_interval(months => ${AHEAD - 1}), interval '1 month') as m`.execute(
      tx,
    )
    for (const month of months) {
      const covered = first !== undefined && month.suffix < first.name.slice(-8)
      if (!covered && !parts.some((part) => part.name === `raw_event_${month.suffix}`)) await makeMonth(tx, month)
    }
    const { rows: old } = await sql<{ name: string }>`
      select name from unnest(${parts.map((part) => part.name)}::text[]) as p(name)
      where name ~ 'y\\d{4}m\\d{2}$'
        and (to_date(right(name, 7), 'YYYY"m"MM') + case when name like '%before%' then interval '0' else interval '1 month' end) at time zone 'UTC' < now() - make_interval(days => ${days})`.execute(
      tx,
    )
    for (const { name } of old) await sql`drop table ${sql.table(name)}`.execute(tx)
  })
}

async function partsOf(tx: Tx): Promise<readonly { readonly name: string }[]> {
  const { rows } = await sql<{ name: string }>`
    select c.relname::text as name from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'raw_event'::regclass`.execute(
    tx,
  )
  return rows
}

/** What came for that month before its table was there moves in. */
async function makeMonth(tx: Tx, { suffix, from, until }: { suffix: string; from: string; until: string }): Promise<void> {
  const part = sql.table(`raw_event_${suffix}`)
  await sql`lock table raw_event_else in access exclusive mode`.execute(tx)
  await sql`create table ${part} (like raw_event including defaults)`.execute(tx)
  await sql`
    with moved as (delete from raw_event_else where at >= ${from}::timestamptz and at < ${until}::timestamptz returning *)
    insert into ${part} select * from moved`.execute(tx)
  await sql`alter table raw_event attach partition ${part} for values from (${sql.lit(from)}) to (${sql.lit(until)})`.execute(tx)
}
