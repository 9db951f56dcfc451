/** Edits and recalls: the message shows what it says now, and what it said before is kept. */
import type { Ids } from '../../bot/ports/ids.ts'
import type { Tx } from '../database.ts'
import { keyHash } from '../hash.ts'
import type { Arrival } from './arrival.ts'

export async function storeEdits(tx: Tx, ids: Ids, arrivals: readonly Arrival[]): Promise<void> {
  for (const arrival of arrivals) {
    const { event } = arrival
    // Notes stay as they were said; what a team corrects among itself is nobody's to sort out.
    if (arrival.place.kind !== 'customer') continue
    const original = String(event.value?.['message'] ?? '')
    const row = await tx
      .selectFrom('inbound_key')
      .select('message_id')
      .where('hash', '=', keyHash(event.channel, event.account, original))
      .executeTakeFirst()
    const message = row?.message_id
      ? await tx.selectFrom('message').select(['id', 'text', 'author_id']).where('id', '=', row.message_id).forUpdate().executeTakeFirst()
      : undefined
    // Only its author may change a message; anything else is shown to a person, not applied.
    if (!message || message.author_id !== arrival.place.customer) {
      await tx
        .insertInto('unparsed')
        .values({
          id: arrival.id,
          channel: event.channel,
          account: event.account,
          why: 'orphan',
          excerpt: `${event.what} ${original}`.slice(0, 500),
        })
        .execute()
      continue
    }
    await tx.insertInto('message_before_edit').values({ id: ids.next(), message_id: message.id, text: message.text }).execute()
    const change = event.what === 'recall' ? { recalled_at: new Date(event.at) } : { text: event.text ?? '', edited_at: new Date(event.at) }
    await tx.updateTable('message').set(change).where('id', '=', message.id).execute()
  }
}
