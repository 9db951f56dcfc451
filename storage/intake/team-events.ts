/** What happens in team rooms (and what platforms tell of sends): rows for the team lines, due at once. */
import { sql } from 'kysely'
import type { InboundEvent } from '../../bot/ports/channel.ts'
import type { Tx } from '../database.ts'
import { givenFile } from '../files/file-rows.ts'
import { keyHash } from '../hash.ts'
import { makeTeamLinesDue, ticketLine } from '../lines.ts'
import type { Arrival } from './arrival.ts'

export async function storeTeamEvents(tx: Tx, arrivals: readonly Arrival[]): Promise<void> {
  if (arrivals.length === 0) return
  const agents = await agentsOf(tx, arrivals)
  const tickets = await ticketsOf(tx, arrivals)
  const agentOf = ({ event }: Arrival) => agents.get(JSON.stringify([event.channel, event.account, event.from.id])) ?? null
  // Customers give emoji among themselves; those mean nothing to the desk.
  const meant = arrivals.filter((a) => a.event.what !== 'reaction' || a.place.kind !== 'customer' || agentOf(a) !== null)
  if (meant.length === 0) return
  const rows = meant.map((arrival) => {
    const { event } = arrival
    const ticket = tickets.get(arrival.id) ?? null
    return {
      id: arrival.id,
      line: ticket ? ticketLine(ticket) : `team:${arrival.place.room}`,
      what: event.what,
      room_id: arrival.place.room,
      ticket_id: ticket,
      agent_id: agentOf(arrival),
      sender: event.from.id,
      text: event.text ?? '',
      value: JSON.stringify({
        ...event.value,
        ...(event.files.length > 0 ? { files: event.files.map((file) => givenFile(file, event)) } : {}),
      }),
      at: new Date(event.at),
    }
  })
  await tx.insertInto('event').values(rows).execute()
  await makeTeamLinesDue(
    tx,
    rows.map((row) => row.line),
  )
}

async function agentsOf(tx: Tx, arrivals: readonly Arrival[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ channel: string; account: string; external: string; agent_id: string }>`
    select i.channel, i.account, i.external, i.agent_id
    from (select distinct * from unnest(
      ${arrivals.map((a) => a.event.channel)}::text[], ${arrivals.map((a) => a.event.account)}::text[], ${arrivals.map((a) => a.event.from.id)}::text[])) as w(channel, account, external)
    join agent_identity i on i.channel = w.channel and i.account = w.account and i.external = w.external
    join agent a on a.id = i.agent_id and a.active`.execute(tx)
  return new Map(rows.map((row) => [JSON.stringify([row.channel, row.account, row.external]), row.agent_id]))
}

/** A button names its ticket; a message in a thread belongs to the ticket whose card the thread hangs on, a reaction to that of what it was given to. */
async function ticketsOf(tx: Tx, arrivals: readonly Arrival[]): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  const threads: { arrival: string; room: string; ref: string }[] = []
  for (const { event, id, place } of arrivals) {
    const named = event.value?.['ticket']
    if (typeof named === 'string' && /^[0-9a-f]{32}$/.test(named)) found.set(id, named)
    else if (event.room.thread) threads.push({ arrival: id, room: place.room, ref: event.room.thread })
  }
  if (found.size > 0) {
    const there = await tx
      .selectFrom('ticket')
      .select('id')
      .where('id', 'in', [...new Set(found.values())])
      .execute()
    const real = new Set(there.map((row) => row.id))
    for (const [id, ticket] of found) if (!real.has(ticket)) found.delete(id)
  }
  if (threads.length > 0) {
    const { rows } = await sql<{ arrival: string; ticket_id: string | null }>`
      select w.arrival, coalesce(
        (select c.ticket_id::text from card c where c.room_id = w.room and c.ref = w.ref),
        (select c.ticket_id::text from former_card f join card c on c.id = f.card_id where f.room_id = w.room and f.ref = w.ref)) as ticket_id
      from unnest(${threads.map((t) => t.arrival)}::text[], ${threads.map((t) => t.room)}::text[], ${threads.map((t) => t.ref)}::text[]) as w(arrival, room, ref)`.execute(
      tx,
    )
    for (const row of rows) if (row.ticket_id) found.set(row.arrival, row.ticket_id)
  }
  const reactions = arrivals.filter(({ event, id }) => event.what === 'reaction' && !found.has(id))
  for (const [id, ticket] of await ticketsReactedTo(tx, reactions)) found.set(id, ticket)
  return found
}

/** Tickets in whose threads the reactions were given: to a message of a person, or to one of ours. */
async function ticketsReactedTo(tx: Tx, arrivals: readonly Arrival[]): Promise<readonly (readonly [string, string])[]> {
  if (arrivals.length === 0) return []
  const { rows } = await sql<{ id: string; ticket_id: string | null }>`
    select w.id, coalesce(
      (select e.ticket_id from inbound_key k join event e on e.id = k.event_id where k.hash = decode(w.hash, 'hex')),
      (select d.ticket_id from delivery d where d.room_id = w.room and d.ref = w.ref and d.thread_card_id is not null limit 1)) as ticket_id
    from unnest(${arrivals.map((a) => a.id)}::text[], ${arrivals.map((a) => a.place.room)}::text[], ${arrivals.map((a) => a.event.room.thread ?? '')}::text[],
      ${arrivals.map(({ event }) => messageHash(event).toString('hex'))}::text[]) as w(id, room, ref, hash)`.execute(tx)
  return rows.flatMap(({ id, ticket_id }) => (ticket_id ? [[id, ticket_id] as const] : []))
}

/** Hash of the key of the message an edit, a deletion or a reaction is about. */
export function messageHash({ channel, account, value }: InboundEvent): Buffer {
  return keyHash(channel, account, String(value?.['message'] ?? ''))
}
