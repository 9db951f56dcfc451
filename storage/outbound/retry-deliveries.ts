import { sql } from 'kysely'
import { DeskError } from '../../bot/errors.ts'
import type { Tx } from '../database.ts'
import { waitForFiles } from '../files/lock-files.ts'
import { unawaited } from '../session.ts'
import { SEND_AGAIN } from './send-again.ts'

/** Sends a failed reply again, or takes a waiting or failed one away; its card tells. */
export async function retryDeliveries(tx: Tx, message: string, ids: readonly string[], to: 'queued' | 'cancelled'): Promise<boolean> {
  const from = to === 'queued' ? ['failed', 'in_doubt'] : ['failed', 'in_doubt', 'held', 'queued']
  if (ids.length === 0) return false
  // Nothing is sent from a lane that is locked.
  if (to === 'cancelled')
    unawaited(
      sql`select from lane where key in (select lane from delivery where id = any(${ids}::text[])) order by key for update`.execute(tx),
    )
  unawaited(
    sql`
    with moved as (
      update delivery set ${to === 'queued' ? SEND_AGAIN : sql`state = 'cancelled', reason = 'dropped', tries = 0`}
      where id = any(${ids}::text[]) and message_id = ${message} and state = any(${from}::text[])
        and not (state = 'queued' and exists (select from lane l where l.key = delivery.lane and l.until > now())) returning lane
    )
    update lane set due_at = least(coalesce(due_at, now()), now()) where ${to === 'queued'} and key in (select lane from moved)`.execute(
      tx,
    ),
  )
  if (to === 'cancelled') await noneGoing(tx, ids)
  unawaited(sql`update card set wanted = wanted + 1, due_at = now() where message_id = ${message}`.execute(tx))
  return to === 'queued' && (await waitForFiles(tx, ids))
}

/** Sending began after it was decided that nothing is sent: that is decided anew. */
async function noneGoing(tx: Tx, ids: readonly string[]): Promise<void> {
  const { rows } = await sql`select from delivery where id = any(${ids}::text[]) and state in ('queued', 'sending')`.execute(tx)
  if (rows.length > 0) throw new DeskError('UNAVAILABLE', { why: 'the reply is being sent at this moment' })
}
