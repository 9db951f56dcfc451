/** Changes of what customers have that their channel would not make: the desk's words are again what the customer sees. */
import { sql } from 'kysely'
import type { Ids } from '../../bot/ports/ids.ts'
import type { Tx } from '../database.ts'
import { unawaited } from '../session.ts'
import { type RefusedChange, tellRefused } from './tell-desk.ts'

/** Other parts of a change that is refused are left undone with it. Answers whether the desk was told of any. */
export async function refuseChanges(
  tx: Tx,
  ids: Ids,
  changes: readonly { readonly message: string; readonly kind: string }[],
): Promise<boolean> {
  if (changes.length === 0) return false
  const once = [...new Map(changes.map((change) => [`${change.message}/${change.kind}`, change])).values()]
  const refused = sql`unnest(${once.map(({ message }) => message)}::text[], ${once.map(({ kind }) => kind)}::text[]) as w(id, kind)`
  unawaited(
    sql`
    update delivery set state = 'cancelled', reason = 'refused' from ${refused}
    where delivery.message_id = w.id and delivery.kind = w.kind and delivery.state = 'queued'`.execute(tx),
  )
  // Words that were taken back since need no correcting.
  const { rows } = await sql<RefusedChange>`
    update message m set text = case w.kind when 'edit' then coalesce(was.text, m.text) else m.text end, recalled_at = null
    from ${refused}
    join message now on now.id = w.id
    left join lateral (select b.text from message_before_edit b where b.message_id = w.id order by b.id desc limit 1) was on true
    where m.id = w.id and m.kind = 'reply' and m.ticket_id is not null and (w.kind = 'recall' or m.recalled_at is null)
    returning m.id as message, m.ticket_id as ticket, w.kind as change, now.text, now.event_id as "of"`.execute(tx)
  return tellRefused(tx, ids, rows)
}
