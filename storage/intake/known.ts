/**
 * What the desk knows of a batch when it comes in: its rooms, its people, and what stands open in the conversations
 * of those rooms, which are locked. Everything is asked at one moment, so that it costs one round trip.
 */
import { sql } from 'kysely'
import type { TurnKind } from '../../bot/domain/conversation.ts'
import type { InboundEvent } from '../../bot/ports/channel.ts'
import type { Tx } from '../database.ts'

export interface RoomRow {
  readonly id: string
  readonly kind: string
  readonly conversation_id: string | null
  readonly fresh?: boolean
}

/** A turn that still takes words. */
export interface OpenTurn {
  readonly id: string
  readonly conversation: string
  readonly author: string
  readonly kind: TurnKind
  readonly fresh: boolean
  added: number
  /** A command after a burst ends the burst: it is read first, at once. */
  dueNow: boolean
}

/** What stands in conversations that somebody else may write to as well. */
export interface Standing {
  /** Conversations in which a question waits for its answer. */
  readonly asked: ReadonlySet<string>
  /** Turns that wait for more words, by `turnKey`. */
  readonly turns: ReadonlyMap<string, OpenTurn>
}

export interface Known {
  readonly rooms: ReadonlyMap<string, RoomRow>
  readonly people: ReadonlyMap<string, string>
  /** What the people are called; null for who is known by no name. */
  readonly names: ReadonlyMap<string, string | null>
  readonly standing: Standing
}

export const roomKey = (channel: string, account: string, external: string, thread = ''): string =>
  JSON.stringify([channel, account, external, thread])

export const keyOf = (event: InboundEvent): string => roomKey(event.channel, event.account, event.room.id, event.room.thread)

export const personKey = (event: InboundEvent): string => roomKey(event.channel, event.account, event.from.id)

export const turnKey = (conversation: string, author: string): string => `${conversation}/${author}`

/** The first event of each key, in the order of the keys: whoever writes them next, writes them in that order. */
export function distinct(events: readonly InboundEvent[], key: (event: InboundEvent) => string): readonly InboundEvent[] {
  const first = new Map<string, InboundEvent>()
  for (const event of events) {
    const name = key(event)
    if (!first.has(name)) first.set(name, event)
  }
  return [...first].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, event]) => event)
}

interface KnownRow {
  readonly channel: string
  readonly account: string
  readonly external: string
  readonly thread: string
  readonly id: string
  readonly kind: string | null
  readonly conversation_id: string | null
  readonly name: string | null
}

/** `events`: one of each room, and one of each person, as `distinct` gives them. */
export async function loadKnown(tx: Tx, events: readonly InboundEvent[]): Promise<Known> {
  if (events.length === 0) return NOTHING
  const rooms = distinct(events, keyOf)
  // In this order: a conversation that is made meanwhile is either not seen here, and then the making of it fails and
  // all is run again, or is locked as well, and what stands in it is read after that.
  const asking = sql<KnownRow>`${roomsNamed(rooms)} union all ${peopleNamed(distinct(events, personKey))}`.execute(tx)
  const locking = lock(tx, rooms)
  const looking = stands(tx, rooms)
  const [{ rows }, locked, standing] = await Promise.all([asking, locking, looking])
  if (rows.some((row) => row.conversation_id !== null && !locked.has(row.conversation_id))) throw new Error('a conversation is gone')
  const people = rows.filter((row) => row.kind === null)
  return {
    rooms: new Map(
      rows
        .filter((row) => row.kind !== null)
        .map((row) => [roomKey(row.channel, row.account, row.external, row.thread), { ...row, kind: row.kind ?? '' }]),
    ),
    people: new Map(people.map((row) => [roomKey(row.channel, row.account, row.external), row.id])),
    names: new Map(people.map((row) => [roomKey(row.channel, row.account, row.external), row.name])),
    standing,
  }
}

const NOTHING: Known = { rooms: new Map(), people: new Map(), names: new Map(), standing: { asked: new Set(), turns: new Map() } }

const named = (events: readonly InboundEvent[], external: (event: InboundEvent) => string) =>
  sql`${events.map((e) => e.channel)}::text[], ${events.map((e) => e.account)}::text[], ${events.map(external)}::text[]`

/** `w`, and the room it names as `r`. */
const roomsOf = (events: readonly InboundEvent[]) => sql`
  from unnest(${named(events, (e) => e.room.id)}, ${events.map((e) => e.room.thread ?? '')}::text[]) as w(channel, account, external, thread)
  cross join lateral (select * from room where channel = w.channel and account = w.account and external = w.external and thread = w.thread limit 1) r`

const roomsNamed = (events: readonly InboundEvent[]) => sql`
  select r.channel, r.account, r.external, r.thread, r.id::text, r.kind, (select c.id::text from conversation c where c.room_id = r.id) as conversation_id, null::text as name
  ${roomsOf(events)}`

const peopleNamed = (events: readonly InboundEvent[]) => sql`
  select i.channel, i.account, i.external, '' as thread, i.customer_id::text as id, null::text as kind, null::text as conversation_id,
    (select name from customer where id = i.customer_id) as name
  from unnest(${named(events, (e) => e.from.id)}) as w(channel, account, external)
  cross join lateral (select * from identity where channel = w.channel and account = w.account and external = w.external limit 1) i`

const conversationsIn = (rooms: readonly InboundEvent[]) => sql`
  array(select c.id::text ${roomsOf(rooms)} cross join lateral (select id from conversation where room_id = r.id limit 1) c)`

/** A statement of its own: what is read after it must be what stands there once the locks are ours. */
async function lock(tx: Tx, rooms: readonly InboundEvent[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    select id::text from conversation where id = any(${conversationsIn(rooms)}) order by id for update`.execute(tx)
  return new Set(rows.map(({ id }) => id))
}

async function stands(tx: Tx, rooms: readonly InboundEvent[]): Promise<Standing> {
  const { rows } = await sql<{ id: string | null; conversation_id: string; author_id: string | null }>`
    with here as materialized (select ${conversationsIn(rooms)} as ids)
    select null as id, conversation_id::text, null as author_id from question where conversation_id = any((select ids from here)::text[]) and state = 'open'
    union all
    select id::text, conversation_id::text, author_id::text from turn
    where conversation_id = any((select ids from here)::text[]) and state = 'waiting' and kind = 'words'`.execute(tx)
  const asked = new Set<string>()
  const turns = new Map<string, OpenTurn>()
  for (const { id, conversation_id: conversation, author_id: author } of rows) {
    if (id === null || author === null) asked.add(conversation)
    else turns.set(turnKey(conversation, author), { id, conversation, author, kind: 'words', fresh: false, added: 0, dueNow: false })
  }
  return { asked, turns }
}
