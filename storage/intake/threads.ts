/**
 * Rooms of many customers in which every thread is a room of its own: who writes in such a room begins a thread, in
 * which the desk answers. Which rooms these are stands in the config (`customerRooms`).
 */
import { sql } from 'kysely'
import type { DeskConfig } from '../../bot/domain/desk-config.ts'
import type { InboundEvent } from '../../bot/ports/channel.ts'
import type { Tx } from '../database.ts'
import { keyHash } from '../hash.ts'

/** What is said or clicked; edits, emoji and commands are about the room itself. */
const SAYS = new Set<InboundEvent['what']>(['message', 'action', 'form'])

/** What an agent said, and what became of it. */
const CHANGES = new Set<InboundEvent['what']>(['message', 'edit', 'recall'])

export interface Threads {
  /** The thread an event belongs to; empty for the room itself. */
  of(event: InboundEvent): string
  /** Said by somebody of ours, in a room of customers: no customer's words. */
  isOurs(event: InboundEvent): boolean
}

const NONE: Threads = { of: () => '', isOurs: () => false }

/** No query where nothing comes from such a room. */
export async function threadsOf(tx: Tx, events: readonly InboundEvent[], config: DeskConfig): Promise<Threads> {
  const inside = events.filter((event) => isThreaded(event, config))
  if (inside.length === 0) return NONE
  const ours = await agentsAmong(tx, inside)
  const here = inside.filter((event) => SAYS.has(event.what))
  const found = new Map<string, string>()
  /** Where somebody's burst of this batch began. */
  const begun = new Map<string, string>()
  for (const event of here.toSorted(earlier)) {
    const { thread, root } = event.room
    if (thread !== undefined) found.set(nameOf(event), thread)
    else if (root !== undefined && !ours.has(whoOf(event))) {
      const joined = begun.get(whoOf(event)) ?? (await threadBefore(tx, event)) ?? root
      begun.set(whoOf(event), joined)
      found.set(nameOf(event), joined)
    }
  }
  return {
    of: (event) => found.get(nameOf(event)) ?? '',
    isOurs: (event) => CHANGES.has(event.what) && isThreaded(event, config) && ours.has(whoOf(event)),
  }
}

/** Whether the config lists the event's room. */
export function isThreaded({ channel, account, room }: InboundEvent, { customerRooms = [] }: DeskConfig): boolean {
  return customerRooms.some((ref) => ref.room === room.id && ref.channel === channel && ref.account === account)
}

/** Events of a batch come in any order: the first that was said begins the thread. */
function earlier(a: InboundEvent, b: InboundEvent): number {
  return a.at - b.at || ((a.order ?? '') < (b.order ?? '') ? -1 : 1)
}

const nameOf = ({ channel, account, key }: InboundEvent) => JSON.stringify([channel, account, key])

function whoOf({ channel, account, room, from }: InboundEvent): string {
  return JSON.stringify([channel, account, room.id, from.id])
}

async function agentsAmong(tx: Tx, events: readonly InboundEvent[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ channel: string; account: string; external: string }>`
    select i.channel, i.account, i.external
    from (select distinct * from unnest(
      ${events.map((e) => e.channel)}::text[], ${events.map((e) => e.account)}::text[], ${events.map((e) => e.from.id)}::text[])) as w(channel, account, external)
    join agent_identity i on i.channel = w.channel and i.account = w.account and i.external = w.external
    join agent a on a.id = i.agent_id and a.active`.execute(tx)
  const known = new Set(rows.map((row) => JSON.stringify([row.channel, row.account, row.external])))
  return new Set(events.filter((e) => known.has(JSON.stringify([e.channel, e.account, e.from.id]))).map(whoOf))
}

/**
 * A message that came before stays where it was put. What somebody says before the desk has decided on what they said
 * last is one burst, and one thread; else null.
 */
async function threadBefore(tx: Tx, event: InboundEvent): Promise<string | null> {
  const { channel, account, room, from } = event
  const { rows } = await sql<{ thread: string }>`
    select r.thread from inbound_key k join conversation c on c.id = k.conversation_id join room r on r.id = c.room_id
      where k.hash = ${keyHash(channel, account, event.key)}
    union all (
      select r.thread from identity i
      join turn t on t.author_id = i.customer_id and t.state in ('waiting', 'reading') and t.kind = 'words'
      join conversation c on c.id = t.conversation_id
      join room r on r.id = c.room_id and r.channel = i.channel and r.account = i.account and r.external = ${room.id} and r.thread <> ''
      where i.channel = ${channel} and i.account = ${account} and i.external = ${from.id}
      order by t.id desc limit 1)
    limit 1`.execute(tx)
  return rows[0]?.thread ?? null
}
