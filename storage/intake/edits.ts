/**
 * Edits and recalls. A customer's message shows what it says now, what it said before is kept, and the team of a
 * ticket it is with is told. What an agent changes in a thread is an event of that thread's ticket.
 */
import { sql } from 'kysely'
import type { Ids } from '../../bot/ports/ids.ts'
import type { Tx } from '../database.ts'
import { makeTeamLinesDue, ticketLine } from '../lines.ts'
import { repostCards } from '../outbound/repost-cards.ts'
import { aimOf, messageHash } from './aimed.ts'
import type { Arrival } from './arrival.ts'
import { isAwaited, keepEarly } from './early.ts'
import { isOfPost } from './places.ts'
import { storeTeamEvents } from './team-events.ts'

export async function storeEdits(tx: Tx, ids: Ids, arrivals: readonly Arrival[]): Promise<void> {
  const posts = arrivals.filter(({ event }) => isOfPost(event))
  await repostCards(
    tx,
    ids,
    posts.map(({ event, place }) => ({ room: place.room, ref: String(event.value?.['post']) })),
  )
  for (const arrival of arrivals) {
    if (isOfPost(arrival.event)) continue
    if (arrival.place.kind === 'customer' && !arrival.place.staff) await changeMessage(tx, ids, arrival)
    else await changeTalk(tx, arrival)
  }
}

async function changeMessage(tx: Tx, ids: Ids, arrival: Arrival): Promise<void> {
  const { event } = arrival
  const row = await keyOf(tx, arrival)
  const message = row?.message_id
    ? await tx
        .selectFrom('message')
        .select(['id', 'text', 'author_id', 'edited_at', 'recalled_at'])
        .where('id', '=', row.message_id)
        .forUpdate()
        .executeTakeFirst()
    : undefined
  if (!row || isAwaited(row)) await keepEarly(tx, arrival, row !== undefined)
  // Only its author may change a message; anything else is shown to a person, not applied.
  if (!message || message.author_id !== arrival.place.customer) {
    await tx
      .insertInto('unparsed')
      .values({
        id: arrival.id,
        channel: event.channel,
        account: event.account,
        why: 'orphan',
        excerpt: `${event.what} ${String(event.value?.['message'] ?? '')}`.slice(0, 500),
      })
      .execute()
    return
  }
  // An older change that comes late has been overtaken.
  if (Math.max(message.edited_at ?? 0, message.recalled_at ?? 0) > event.at) return
  await tx.insertInto('message_before_edit').values({ id: ids.next(), message_id: message.id, text: message.text }).execute()
  const change = event.what === 'recall' ? { recalled_at: new Date(event.at) } : { text: event.text ?? '', edited_at: new Date(event.at) }
  await tx.updateTable('message').set(change).where('id', '=', message.id).execute()
  await tellTickets(tx, ids, arrival, message)
}

/** A message that is not with a ticket yet will be read as it now is: there is nobody to tell. */
async function tellTickets(tx: Tx, ids: Ids, { event }: Arrival, message: { readonly id: string; readonly text: string }): Promise<void> {
  const tickets = await tx.selectFrom('ticket_message').select('ticket_id').where('message_id', '=', message.id).execute()
  if (tickets.length === 0) return
  const lines = tickets.map(({ ticket_id }) => ticketLine(ticket_id))
  await tx
    .insertInto('event')
    .values(
      tickets.map(({ ticket_id }) => ({
        id: ids.next(),
        line: ticketLine(ticket_id),
        what: event.what,
        ticket_id,
        sender: event.from.id,
        text: event.text ?? '',
        value: JSON.stringify({ customer: true, was: message.text }),
        at: sql<Date>`now()`,
      })),
    )
    .execute()
  await makeTeamLinesDue(tx, lines)
}

/** Talk outside of a ticket's thread, and what somebody else said, is nothing the desk follows. */
async function changeTalk(tx: Tx, arrival: Arrival): Promise<void> {
  const { event } = arrival
  const row = await keyOf(tx, arrival)
  if (!row || isAwaited(row)) return keepEarly(tx, arrival, row !== undefined)
  const said = await tx
    .selectFrom('event as e')
    .select(['e.id', 'e.ticket_id', 'e.text', 'e.value', 'e.line', 'e.state'])
    .where('e.id', '=', row.event_id)
    .where('e.sender', '=', event.from.id)
    .forUpdate()
    .executeTakeFirst()
  if (!said) return
  // What was said in a thread whose ticket is still looked for takes its changes along.
  const line = !said.ticket_id && said.state === 'waiting' && aimOf(said.line) ? said.line : undefined
  if (!said.ticket_id && !line) return
  const value = JSON.parse(said.value) as { readonly changed?: number }
  // An older change that comes late has been overtaken.
  if ((value.changed ?? 0) > event.at) return
  await tx
    .updateTable('event')
    .set({ value: JSON.stringify({ ...value, changed: event.at }) })
    .where('id', '=', said.id)
    .execute()
  const about = { of: said.id, was: said.text, ...(said.ticket_id ? { ticket: said.ticket_id } : {}) }
  await storeTeamEvents(tx, [{ ...arrival, event: { ...event, value: about } }], line)
}

/** What is known of the message that was changed. One that is awaited stays so until this transaction ends. */
async function keyOf(tx: Tx, { event }: Arrival) {
  return tx
    .selectFrom('inbound_key')
    .select(['event_id', 'message_id', 'said'])
    .where('hash', '=', messageHash(event))
    .forUpdate()
    .executeTakeFirst()
}
