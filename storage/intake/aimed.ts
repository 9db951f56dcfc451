/**
 * What was said in a thread, or given to a message, and which ticket that is about. Slack shows a card to people
 * before it answers us where the card stands, and after a crash it is seconds until we know: what was said there
 * meanwhile waits, so that it is with its ticket and not lost as talk of the room.
 */
import { sql } from 'kysely'
import type { InboundEvent } from '../../bot/ports/channel.ts'
import { madeAt } from '../../kit/ids.ts'
import type { Tx } from '../database.ts'
import { keyHash } from '../hash.ts'
import { makeTeamLinesDue, ticketLine } from '../lines.ts'

/** An event at a message of a room: the root of the thread it was said in, or what a reaction was given to. */
export interface Aimed {
  readonly id: string
  readonly room: string
  /** Where that message stands on the platform. */
  readonly ref: string
  /** Its key's hash; of reactions only. */
  readonly message: Buffer | null
}

export interface Target {
  readonly ticket: string | null
  /** Something of ours is being sent to the room: it may be that. */
  readonly sending: boolean
}

/** All of one moment: a send that settles meanwhile is either still seen, or what came of it is. By event. */
export async function targetsOf(tx: Tx, aimed: readonly Aimed[]): Promise<ReadonlyMap<string, Target>> {
  if (aimed.length === 0) return new Map()
  const { rows } = await sql<{ id: string } & Target>`
    select w.id, found.ticket, case when found.ticket is null then exists (
        select from delivery d join lane l on l.key = d.lane
        where d.room_id = w.room and d.state in ('queued', 'sending') and (d.state = 'sending' or l.until > now())) else false end as sending
    from unnest(${aimed.map((a) => a.id)}::text[], ${aimed.map((a) => a.room)}::text[], ${aimed.map((a) => a.ref)}::text[],
      ${aimed.map((a) => a.message?.toString('hex') ?? '')}::text[]) as w(id, room, ref, hash)
    cross join lateral (select coalesce(
      (select c.ticket_id::text from card c where c.room_id = w.room and c.ref = w.ref),
      (select c.ticket_id::text from former_card f join card c on c.id = f.card_id where f.room_id = w.room and f.ref = w.ref),
      (select e.ticket_id::text from inbound_key k join event e on e.id = k.event_id where k.hash = decode(w.hash, 'hex')),
      (select d.ticket_id::text from delivery d where w.hash <> '' and d.room_id = w.room and d.ref = w.ref and d.thread_card_id is not null limit 1)) as ticket
      offset 0) found`.execute(tx)
  return new Map(rows.map(({ id, ticket, sending }) => [id, { ticket, sending }]))
}

/** Hash of the key of the message an edit, a deletion or a reaction is about. */
export function messageHash({ channel, account, value }: Pick<InboundEvent, 'channel' | 'account' | 'value'>): Buffer {
  return keyHash(channel, account, String(value?.['message'] ?? ''))
}

/** The line of what was said at a message that may be ours: nothing else of the room waits behind it. */
export const aimedLine = (room: string, ref: string): string => `team:${room}/${ref}`

/** Where what is on such a line was said; null of any other line. */
export function aimOf(line: string): { readonly room: string; readonly ref: string } | null {
  const [, room, ref] = /^team:([0-9a-f]{32})\/(.+)$/s.exec(line) ?? []
  return room && ref ? { room, ref } : null
}

/** Moves what waits on such lines behind what its ticket has waiting; answers the lines that must wait on, for `longestMs` at most. */
export async function findTickets(tx: Tx, lines: readonly string[], longestMs: number): Promise<ReadonlySet<string>> {
  const aims = lines.flatMap((line) => aimOf(line) ?? [])
  if (aims.length === 0) return new Set()
  const { rows } = await sql<{ id: string; line: string; what: string; value: string; channel: string; account: string; now: number }>`
    select e.id, e.line, e.what, e.value, r.channel, r.account, clock_timestamp() as now from event e join room r on r.id = e.room_id
    where e.line = any(${aims.map(({ room, ref }) => aimedLine(room, ref))}::text[]) and e.state = 'waiting' order by e.id`.execute(tx)
  const aimed = rows.map(({ id, line, what, value, channel, account }): Aimed => {
    const { room, ref } = aimOf(line) ?? { room: '', ref: '' }
    const given = JSON.parse(value) as Record<string, unknown>
    return { id, room, ref, message: what === 'reaction' ? messageHash({ channel, account, value: given }) : null }
  })
  const targets = await targetsOf(tx, aimed)
  const found = rows.flatMap(({ id }) => {
    const ticket = targets.get(id)?.ticket
    return ticket ? [{ id, ticket }] : []
  })
  if (found.length > 0) {
    await sql`
      update event set ticket_id = w.ticket, line = w.line
      from unnest(${found.map((f) => f.id)}::text[], ${found.map((f) => f.ticket)}::text[], ${found.map((f) => ticketLine(f.ticket))}::text[]) as w(id, ticket, line)
      where event.id = w.id`.execute(tx)
    await makeTeamLinesDue(
      tx,
      found.map(({ ticket }) => ticketLine(ticket)),
    )
  }
  return new Set(
    rows.flatMap(({ id, line, now }) => {
      const target = targets.get(id)
      return target?.ticket === null && target.sending && now - madeAt(id) < longestMs ? [line] : []
    }),
  )
}
