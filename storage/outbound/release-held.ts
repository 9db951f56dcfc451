/**
 * A reply that was held at the gate goes out or is taken away. It goes out as a message of the moment it does: who
 * reads the conversation by the id of the last message they have finds it behind that, not before.
 */
import { sql } from 'kysely'
import type { Ids } from '../../bot/ports/ids.ts'
import type { Tx } from '../database.ts'
import { makeTeamLinesDue, ticketLine } from '../lines.ts'
import { unawaited } from '../session.ts'

export interface Release {
  readonly message: string
  /** The message it goes out as; null: it is taken away. */
  readonly as: string | null
  readonly ticket: string
  /** Nobody is called: it is sent once it can be read. */
  readonly pulled: boolean
}

/** Answers whether the desk may have been told. What a restore has put under “Needs a person” is left there. */
export function releaseHeld(tx: Tx, ids: Ids, { message, as, ticket, pulled }: Release): boolean {
  if (as === null) {
    unawaited(sql`update delivery set state = 'cancelled', reason = 'gate' where message_id = ${message} and state = 'held'`.execute(tx))
    redraw(tx, message)
    return false
  }
  rename(tx, message, as)
  redraw(tx, as)
  unawaited(
    sql`
    with freed as (
      update delivery set
        state = coalesce((select case a.state when 'waiting' then 'held' when 'failed' then 'failed' end from attachment a where a.id = attachment_id), ${pulled ? 'sent' : 'queued'}),
        reason = (select 'file' from attachment a where a.id = attachment_id and a.state <> 'stored'), sent_at = case when ${pulled} then now() end
      where message_id = ${as} and state = 'held' and reason in ('gate', 'approval') returning lane
    ), due as (
      update lane set due_at = least(coalesce(due_at, now()), now()) where key in (select lane from freed)
    )
    insert into event (id, line, what, ticket_id, sender, text, value, at)
    select ${ids.next()}, ${ticketLine(ticket)}, 'sent', ${ticket}, 'desk', '', ${JSON.stringify({ message: as })}, now()
    where ${pulled} and exists (select from freed)`.execute(tx),
  )
  if (pulled) unawaited(makeTeamLinesDue(tx, [ticketLine(ticket)]))
  return pulled
}

/** A message of the moment, with all that names it. */
function rename(tx: Tx, from: string, to: string): void {
  unawaited(
    sql`
    insert into message (id, conversation_id, turn_id, kind, author_id, text, at, ord, choice, ticket_id, event_id)
    select ${to}, conversation_id, turn_id, kind, author_id, text, now(), ord, choice, ticket_id, event_id from message where id = ${from}`.execute(
      tx,
    ),
  )
  for (const table of ['card', 'delivery', 'attachment', 'message_before_edit', 'ticket_message'])
    unawaited(sql`update ${sql.table(table)} set message_id = ${to} where message_id = ${from}`.execute(tx))
  unawaited(sql`delete from message where id = ${from}`.execute(tx))
}

function redraw(tx: Tx, message: string): void {
  unawaited(sql`update card set wanted = wanted + 1, due_at = now() where message_id = ${message}`.execute(tx))
}
