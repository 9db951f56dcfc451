/** Lines: what a worker claims. A conversation's line is due when its oldest pending turn is. */
import { sql } from 'kysely'
import type { Tx } from './database.ts'

export const ticketLine = (ticket: string): string => `team:${ticket}`

/** Seconds a claim holds before another worker may take the line. */
export const LEASE_SECONDS = 15

/** Which loops lines wait for. */
export type LineLoop = 'converse' | 'read'

/** Sets each conversation's line due as its oldest pending turn says; leases are left alone. Answers the loops that have something to do. */
export async function makeLinesDue(tx: Tx, conversations: readonly string[]): Promise<ReadonlySet<LineLoop>> {
  const { rows } = await sql<{ kind: string }>`
    insert into line (key, kind, due_at)
    select 'conv:' || c.id, case when t.kind = 'words' then 'model' else 'quick' end, t.due_at
    from unnest(${[...conversations].sort()}::text[]) as c(id)
    cross join lateral (
      select kind, due_at from turn where conversation_id = c.id and state in ('waiting', 'reading') order by id limit 1
    ) t
    order by 1
    on conflict (key) do update set kind = excluded.kind, due_at = excluded.due_at
    returning kind`.execute(tx)
  return new Set(rows.map((row) => (row.kind === 'quick' ? 'converse' : 'read')))
}

/** Makes lines of team events due now. */
export async function makeTeamLinesDue(tx: Tx, keys: readonly string[]): Promise<void> {
  await sql`
    insert into line (key, kind, due_at)
    select key, 'quick', now() from unnest(${[...new Set(keys)].sort()}::text[]) as k(key)
    order by key
    on conflict (key) do update set due_at = least(coalesce(line.due_at, now()), now())`.execute(tx)
}
