/** Lanes: what the send loop claims. A lane is due while something waits on it. */
import { sql } from 'kysely'
import type { Tx } from '../database.ts'
import { unawaited } from '../session.ts'

/** A lane whose claim is over; what still waits on it is due `laterMs` from now. */
export interface FreedLane {
  readonly key: string
  readonly fence: number
  readonly laterMs?: number
}

/**
 * Ends the claims. The lanes are locked by a statement of its own: who is just queueing something holds its lane, and
 * only a statement that begins when that is committed sees it. Whoever comes later makes the lane due after us.
 */
export function freeLanes(tx: Tx, lanes: readonly FreedLane[]): void {
  if (lanes.length === 0) return
  const rows = [...lanes].sort((a, b) => (a.key < b.key ? -1 : 1))
  const keys = sql`${rows.map(({ key }) => key)}::text[]`
  unawaited(sql`select from lane where key = any(${keys}) order by key for update`.execute(tx))
  unawaited(
    sql`
    update lane set owner = null, until = null, due_at = case when exists (select 1 from delivery d where d.lane = lane.key and d.state in ('queued', 'sending')) then now() + make_interval(secs => w.ms / 1000.0) end
    from unnest(${keys}, ${rows.map(({ laterMs = 0 }) => laterMs)}::int[], ${rows.map(({ fence }) => fence)}::bigint[]) as w(key, ms, fence) where lane.key = any(${keys}) and lane.key = w.key and lane.fence = w.fence`.execute(
      tx,
    ),
  )
}
