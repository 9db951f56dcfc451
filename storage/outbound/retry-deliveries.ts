import { sql } from 'kysely'
import type { Tx } from '../database.ts'
import { waitForFiles } from '../files/lock-files.ts'
import { unawaited } from '../session.ts'
import { SEND_AGAIN } from './send-again.ts'

/** Sends a failed reply again, or takes a waiting or failed one away; its card tells. */
export async function retryDeliveries(tx: Tx, message: string, ids: readonly string[], to: 'queued' | 'cancelled'): Promise<boolean> {
  const from = to === 'queued' ? ['failed', 'in_doubt'] : ['failed', 'in_doubt', 'held', 'queued']
  if (ids.length === 0) return false
  unawaited(
    sql`
    with moved as (
      update delivery set ${to === 'queued' ? SEND_AGAIN : sql`state = 'cancelled', reason = 'dropped', tries = 0`}
      where id = any(${ids}::text[]) and message_id = ${message} and state = any(${from}::text[]) returning lane
    )
    update lane set due_at = least(coalesce(due_at, now()), now()) where ${to === 'queued'} and key in (select lane from moved)`.execute(
      tx,
    ),
  )
  unawaited(sql`update card set wanted = wanted + 1, due_at = now() where message_id = ${message}`.execute(tx))
  return to === 'queued' && (await waitForFiles(tx, ids))
}
