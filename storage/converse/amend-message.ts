/** A message that was sent and now says something else where it stands, or is taken away there. */
import { sql } from 'kysely'
import type { Effect } from '../../bot/domain/effect.ts'
import type { View } from '../../bot/domain/view.ts'
import type { Ids } from '../../bot/ports/ids.ts'
import type { Tx } from '../database.ts'
import { unawaited } from '../session.ts'
import type { DeliveryRow } from './row-types.ts'

type Amend = Extract<Effect, { do: 'amend' }>

/** One call of the platform for each part; they stand on the lane the words themselves went by, so that the last change is the last to arrive. */
export function amendments({ parts, speaker, ticket, message }: Amend, { conversation }: View, id: () => string): readonly DeliveryRow[] {
  if (!conversation) throw new Error('words to a customer need a conversation')
  return parts.map(({ delivery, text }) => ({
    id: id(),
    room_id: conversation.room.id,
    conversation_id: conversation.id,
    ticket_id: ticket,
    message_id: message,
    kind: text === null ? 'recall' : 'edit',
    body: JSON.stringify(text === null ? { of: delivery } : { text, speaker, of: delivery }),
    held: false,
    reply: true,
  }))
}

/** What it said before is kept; its card shows what it says now. */
export function amendMessage(tx: Tx, ids: Ids, message: string, text: string | null): void {
  unawaited(
    sql`
    with before as (
      insert into message_before_edit (id, message_id, text) select ${ids.next()}, id, text from message where id = ${message}
    ), redrawn as (
      update card set wanted = wanted + 1, due_at = now() where message_id = ${message}
    )
    update message set ${text === null ? sql`recalled_at = now()` : sql`text = ${text}, edited_at = now()`} where id = ${message}`.execute(
      tx,
    ),
  )
}
