/** What happens in team rooms (and what platforms tell of sends): rows for the team lines, due at once. */
import { sql } from 'kysely'
import type { Tx } from '../database.ts'
import { givenFile } from '../files/file-rows.ts'
import { makeTeamLinesDue, ticketLine } from '../lines.ts'
import { type Aimed, aimedLine, messageHash, targetsOf } from './aimed.ts'
import type { Arrival } from './arrival.ts'

/** `behind`: the line of what they are about, where no ticket of it is known yet. */
export async function storeTeamEvents(tx: Tx, arrivals: readonly Arrival[], behind?: string): Promise<void> {
  if (arrivals.length === 0) return
  const agents = await agentsOf(tx, arrivals)
  const { tickets, early } = await ticketsOf(tx, arrivals)
  const agentOf = (arrival: Arrival) => agents.get(personOf(arrival)) ?? null
  // Customers give emoji among themselves; those mean nothing to the desk.
  const meant = arrivals.filter((a) => a.event.what !== 'reaction' || a.place.kind !== 'customer' || agentOf(a) !== null)
  if (meant.length === 0) return
  const rows = meant.map((arrival) => {
    const { event, place } = arrival
    const { room } = place
    const ticket = tickets.get(arrival.id) ?? null
    return {
      id: arrival.id,
      line: behind ?? (ticket ? ticketLine(ticket) : early.has(arrival.id) ? aimedLine(room, event.room.thread ?? '') : `team:${room}`),
      what: event.what,
      room_id: room,
      ticket_id: behind ? null : ticket,
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

export const personOf = ({ event: { channel, account, from } }: Arrival): string => JSON.stringify([channel, account, from.id])

/** Agents by `personOf` what they did. */
export async function agentsOf(tx: Tx, arrivals: readonly Arrival[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ channel: string; account: string; external: string; agent_id: string }>`
    select i.channel, i.account, i.external, i.agent_id
    from (select distinct * from unnest(
      ${arrivals.map((a) => a.event.channel)}::text[], ${arrivals.map((a) => a.event.account)}::text[], ${arrivals.map((a) => a.event.from.id)}::text[])) as w(channel, account, external)
    join agent_identity i on i.channel = w.channel and i.account = w.account and i.external = w.external
    join agent a on a.id = i.agent_id and a.active`.execute(tx)
  return new Map(rows.map((row) => [JSON.stringify([row.channel, row.account, row.external]), row.agent_id]))
}

interface Found {
  /** By event. */
  readonly tickets: ReadonlyMap<string, string>
  /** What may be about something that is being sent at this moment. */
  readonly early: ReadonlySet<string>
}

/** A button names its ticket; a message in a thread belongs to the ticket whose card the thread hangs on, a reaction to that of what it was given to. */
async function ticketsOf(tx: Tx, arrivals: readonly Arrival[]): Promise<Found> {
  const named = new Map(
    arrivals.flatMap(({ event, id }) => {
      const ticket = event.value?.['ticket']
      return typeof ticket === 'string' && /^[0-9a-f]{32}$/.test(ticket) ? [[id, ticket] as const] : []
    }),
  )
  const aimed = arrivals.flatMap(({ event, id, place }): Aimed[] => {
    const { thread } = event.room
    return thread && !named.has(id)
      ? [{ id, room: place.room, ref: thread, message: event.what === 'reaction' ? messageHash(event) : null }]
      : []
  })
  const [real, targets] = await Promise.all([ticketsThere(tx, [...new Set(named.values())]), targetsOf(tx, aimed)])
  const tickets = new Map([...named].filter(([, ticket]) => real.has(ticket)))
  const early = new Set<string>()
  for (const [id, { ticket, sending }] of targets) {
    if (ticket) tickets.set(id, ticket)
    else if (sending) early.add(id)
  }
  return { tickets, early }
}

async function ticketsThere(tx: Tx, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const rows = await tx.selectFrom('ticket').select('id').where('id', 'in', ids).execute()
  return new Set(rows.map(({ id }) => id))
}
