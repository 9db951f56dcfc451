/**
 * Edits and recalls. A customer's message shows what it says now, what it said before is kept, and the team of a
 * ticket it is with is told. What an agent changes in a thread is an event of that thread's ticket.
 */
import { sql } from 'kysely'
import type { Ids } from '../../bot/ports/ids.ts'
import type { Tx } from '../database.ts'
import { makeTeamLinesDue, ticketLine } from '../lines.ts'
import { repostCards } from '../outbound/repost-cards.ts'
import { aimOf, targetsOf } from './aimed.ts'
import type { Arrival } from './arrival.ts'
import { isAwaited, keepEarly, keyOfWords } from './early.ts'
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
  const row = await keyOfWords(tx, event)
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
    await showOrphan(tx, arrival)
    return
  }
  // Of edits the newest stands, and what was taken back stays so, in whatever order they come.
  const late = event.what === 'recall' ? message.recalled_at !== null : (message.edited_at ?? 0) > event.at
  if (late) return
  await tx.insertInto('message_before_edit').values({ id: ids.next(), message_id: message.id, text: message.text }).execute()
  const change = event.what === 'recall' ? { recalled_at: new Date(event.at) } : { text: event.text ?? '', edited_at: new Date(event.at) }
  await tx.updateTable('message').set(change).where('id', '=', message.id).execute()
  // Whoever was told that it is gone need not hear what it last said.
  if (message.recalled_at === null) await tellTickets(tx, ids, arrival, message)
}

/** A change of what nobody said, as far as the desk knows: a person sees it until that comes. */
async function showOrphan(tx: Tx, { id, event }: Arrival): Promise<void> {
  const { channel, account } = event
  const excerpt = `${event.what} ${String(event.value?.['message'] ?? '')}`.slice(0, 500)
  await tx.insertInto('unparsed').values({ id, channel, account, why: 'orphan', excerpt }).execute()
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
  const row = await keyOfWords(tx, event)
  if (!row || isAwaited(row)) {
    await keepEarly(tx, arrival, row !== undefined)
    if (await isInThread(tx, arrival)) await showOrphan(tx, arrival)
    return
  }
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

/** In the thread of a ticket, whose talk the desk follows; or of what may be one's card, which is being posted. */
async function isInThread(tx: Tx, { id, event, place }: Arrival): Promise<boolean> {
  const { thread } = event.room
  if (!thread) return false
  const target = (await targetsOf(tx, [{ id, room: place.room, ref: thread, message: null }])).get(id)
  return target !== undefined && (target.ticket !== null || target.sending)
}
