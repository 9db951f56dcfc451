/** Finds (or makes) the room, customer and conversation of each event of a batch. */
import { sql } from 'kysely'
import type { ConfigVersion } from '../../bot/domain/desk-config.ts'
import { answerLang } from '../../bot/domain/other-language.ts'
import type { InboundEvent } from '../../bot/ports/channel.ts'
import type { Ids } from '../../bot/ports/ids.ts'
import type { Tx } from '../database.ts'
import { type Insert, insertRows } from '../insert-rows.ts'
import { unawaited } from '../session.ts'
import { isThreaded, threadsOf } from './threads.ts'

/** Where an event belongs. A room we do not know is a customer's. */
export interface Place {
  readonly kind: 'customer' | 'team' | 'manager'
  readonly room: string
  readonly conversation: string | null
  readonly customer: string | null
  /** What the platform now calls the customer, where they are known by another name. */
  readonly renamed: string | null
  /** The conversation was made with this event: nobody else sees it yet, and nothing stands in it. */
  readonly fresh: boolean
  /** Somebody of ours said or did it, or nobody else may, in whatever room. */
  readonly staff: boolean
}

interface RoomRow {
  readonly id: string
  readonly kind: string
  readonly conversation_id: string | null
  readonly fresh?: boolean
}

const roomKey = (channel: string, account: string, external: string, thread = '') => JSON.stringify([channel, account, external, thread])

/** A person's own page is no room: nothing is said there, and nobody becomes a customer by looking at it. */
export const opensHome = ({ what, value }: InboundEvent): boolean => what === 'enter' && value?.['home'] === true
const NOWHERE: Place = { kind: 'team', room: '', conversation: null, customer: null, renamed: null, fresh: false, staff: false }

export async function resolvePlaces(tx: Tx, ids: Ids, all: readonly InboundEvent[], config: ConfigVersion): Promise<readonly Place[]> {
  const heard = all.filter((event) => !opensHome(event))
  const threads = await threadsOf(tx, heard, config.config)
  // From here on a thread is that of the room: most rooms have none, whatever thread something was said in.
  const placed = (event: InboundEvent): InboundEvent => ({ ...event, room: { id: event.room.id, thread: threads.of(event) } })
  const events = heard.map(placed)
  const isStaffs = (event: InboundEvent) => isForStaff(event) || threads.isOurs(event)
  const { rooms, people: known, names } = await loadKnown(tx, events)
  const missing = distinct(
    events.filter((e) => !rooms.has(keyOf(e))),
    keyOf,
  )
  for (const [key, row] of makeRooms(tx, ids, missing)) rooms.set(key, row)
  const inCustomerRooms = events.filter((e) => rooms.get(keyOf(e))?.kind === 'customer' && !isStaffs(e))
  const strangers = distinct(
    inCustomerRooms.filter((e) => !known.has(personKey(e))),
    personKey,
  )
  const people = new Map([...known, ...makeCustomers(tx, ids, strangers)])
  const without = distinct(
    inCustomerRooms.filter((e) => !rooms.get(keyOf(e))?.conversation_id && (e.room.thread !== '' || !isThreaded(e, config.config))),
    keyOf,
  )
  for (const [key, row] of makeConversations(tx, ids, without, rooms, people, config)) rooms.set(key, row)
  return all.map((event) => {
    if (opensHome(event)) return NOWHERE
    const row = rooms.get(keyOf(placed(event)))
    if (!row) throw new Error('a room was not made')
    const kind = row.kind as Place['kind']
    // A platform that knows no name may give the id for one.
    const name = event.from.name === event.from.id ? null : (event.from.name ?? null)
    const was = names.get(personKey(event))
    return {
      kind,
      room: row.id,
      conversation: row.conversation_id,
      customer: kind === 'customer' ? (people.get(personKey(event)) ?? null) : null,
      renamed: was !== undefined && name !== was ? name : null,
      fresh: row.fresh ?? false,
      staff: isStaffs(event),
    }
  })
}

/** Something we posted was taken away. */
export const isOfPost = ({ what, value }: InboundEvent): boolean => what === 'recall' && typeof value?.['post'] === 'string'

/**
 * What only somebody of a team does, in whatever room: slash commands, shortcuts, emoji, taking away what is ours. Whoever does it does not
 * become a customer by it, and the desk decides what they may.
 */
function isForStaff(event: InboundEvent): boolean {
  const { what, value } = event
  if (what === 'reaction' || isOfPost(event)) return true
  return (what === 'command' || what === 'form') && (typeof value?.['action'] === 'string' || typeof value?.['command'] === 'string')
}

function keyOf(event: InboundEvent): string {
  return roomKey(event.channel, event.account, event.room.id, event.room.thread)
}

function personKey(event: InboundEvent): string {
  return roomKey(event.channel, event.account, event.from.id)
}

function distinct(events: readonly InboundEvent[], key: (event: InboundEvent) => string): readonly InboundEvent[] {
  return [...new Map(events.map((e) => [key(e), e] as const).reverse()).values()].sort((a, b) => (key(a) < key(b) ? -1 : 1))
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

const named = (events: readonly InboundEvent[], external: (event: InboundEvent) => string) =>
  sql`unnest(${events.map((e) => e.channel)}::text[], ${events.map((e) => e.account)}::text[], ${events.map(external)}::text[]) as w(channel, account, external)`

const roomsNamed = (events: readonly InboundEvent[]) => sql`
  select r.channel, r.account, r.external, r.thread, r.id::text, r.kind, (select c.id::text from conversation c where c.room_id = r.id) as conversation_id, null::text as name
  from unnest(${events.map((e) => e.channel)}::text[], ${events.map((e) => e.account)}::text[], ${events.map((e) => e.room.id)}::text[], ${events.map((e) => e.room.thread ?? '')}::text[]) as w(channel, account, external, thread)
  cross join lateral (select * from room where channel = w.channel and account = w.account and external = w.external and thread = w.thread limit 1) r`

const peopleNamed = (events: readonly InboundEvent[]) => sql`
  select i.channel, i.account, i.external, '' as thread, i.customer_id::text as id, null::text as kind, null::text as conversation_id,
    (select name from customer where id = i.customer_id) as name
  from ${named(events, (e) => e.from.id)}
  cross join lateral (select * from identity where channel = w.channel and account = w.account and external = w.external limit 1) i`

interface Known {
  readonly rooms: Map<string, RoomRow>
  readonly people: Map<string, string>
  /** What the people are called; null for who is known by no name. */
  readonly names: ReadonlyMap<string, string | null>
}

/** The rooms and the people of a batch, as far as they are known: one question for both. */
async function loadKnown(tx: Tx, events: readonly InboundEvent[]): Promise<Known> {
  if (events.length === 0) return { rooms: new Map(), people: new Map(), names: new Map() }
  const { rows } = await sql<KnownRow>`
    ${roomsNamed(distinct(events, keyOf))} union all ${peopleNamed(distinct(events, personKey))}`.execute(tx)
  const people = rows.filter((row) => row.kind === null)
  return { rooms: roomsOf(rows.filter((row) => row.kind !== null)), people: peopleOf(people), names: namesOf(people) }
}

const roomsOf = (rows: readonly KnownRow[]) =>
  new Map(rows.map((row) => [roomKey(row.channel, row.account, row.external, row.thread), { ...row, kind: row.kind ?? '' }]))
const namesOf = (rows: readonly KnownRow[]) => new Map(rows.map((row) => [roomKey(row.channel, row.account, row.external), row.name]))
const peopleOf = (rows: readonly KnownRow[]) => new Map(rows.map((row) => [roomKey(row.channel, row.account, row.external), row.id]))

const ROOMS: Insert<'room'> = {
  into: 'room',
  columns: { id: 'text', channel: 'text', account: 'text', external: 'text', thread: 'text' },
  same: { kind: "'customer'" },
}
const CUSTOMERS: Insert<'customer'> = { into: 'customer', columns: { id: 'text', name: 'text' } }
const IDENTITIES: Insert<'identity'> = {
  into: 'identity',
  columns: { channel: 'text', account: 'text', external: 'text', customer_id: 'text' },
}
const CONVERSATIONS: Insert<'conversation'> = {
  into: 'conversation',
  columns: { id: 'text', room_id: 'text', customer_id: 'text', lang: 'text' },
}

// What is made is not waited for: it goes to the database together with what is written into it. Where somebody else
// made it at the same moment, the whole transaction fails and is run again (see intake-store.ts).

function makeRooms(tx: Tx, ids: Ids, events: readonly InboundEvent[]): Map<string, RoomRow> {
  const made = events.map(({ channel, account, room }) => ({
    id: ids.next(),
    channel,
    account,
    external: room.id,
    thread: room.thread ?? '',
  }))
  unawaited(insertRows(tx, ROOMS, made))
  return new Map(made.map((row, i) => [keyOf(events[i] as InboundEvent), { id: row.id, kind: 'customer', conversation_id: null }]))
}

function makeCustomers(tx: Tx, ids: Ids, events: readonly InboundEvent[]): Map<string, string> {
  const made = events.map(({ channel, account, from }) => ({
    id: ids.next(),
    name: from.name ?? null,
    channel,
    account,
    external: from.id,
  }))
  unawaited(insertRows(tx, CUSTOMERS, made))
  unawaited(
    insertRows(
      tx,
      IDENTITIES,
      made.map((row) => ({ ...row, customer_id: row.id })),
    ),
  )
  return new Map(made.map((row) => [roomKey(row.channel, row.account, row.external), row.id]))
}

function makeConversations(
  tx: Tx,
  ids: Ids,
  events: readonly InboundEvent[],
  rooms: ReadonlyMap<string, RoomRow>,
  people: ReadonlyMap<string, string>,
  { config }: ConfigVersion,
): Map<string, RoomRow> {
  const made = events.map((event) => {
    const room = rooms.get(keyOf(event))
    const customer = people.get(personKey(event))
    if (!room || !customer) throw new Error('a conversation needs its room and customer')
    const lang = event.from.lang ?? answerLang(event.text ?? '') ?? config.lang
    return { key: keyOf(event), room, row: { id: ids.next(), room_id: room.id, customer_id: customer, lang } }
  })
  unawaited(
    insertRows(
      tx,
      CONVERSATIONS,
      made.map(({ row }) => row),
    ),
  )
  return new Map(made.map(({ key, room, row }) => [key, { ...room, conversation_id: row.id, fresh: true }]))
}
