/** Finds (or makes) the room, customer and conversation of each event of a batch. */
import { sql } from 'kysely'
import type { ConfigVersion } from '../../bot/domain/desk-config.ts'
import { detectLang } from '../../bot/domain/detect-lang.ts'
import type { InboundEvent } from '../../bot/ports/channel.ts'
import type { Ids } from '../../bot/ports/ids.ts'
import type { Tx } from '../database.ts'

/** Where an event belongs. A room we do not know is a customer's. */
export interface Place {
  readonly kind: 'customer' | 'team' | 'manager'
  readonly room: string
  readonly conversation: string | null
  readonly customer: string | null
  /** The conversation was made with this event: nobody else sees it yet, and nothing stands in it. */
  readonly fresh: boolean
}

interface RoomRow {
  readonly id: string
  readonly kind: string
  readonly conversation_id: string | null
  readonly fresh?: boolean
}

const roomKey = (channel: string, account: string, external: string) => JSON.stringify([channel, account, external])

export async function resolvePlaces(tx: Tx, ids: Ids, events: readonly InboundEvent[], config: ConfigVersion): Promise<readonly Place[]> {
  const rooms = await loadRooms(tx, events)
  const missing = distinct(
    events.filter((e) => !rooms.has(keyOf(e))),
    keyOf,
  )
  if (missing.length > 0) for (const [key, row] of await makeRooms(tx, ids, missing)) rooms.set(key, row)
  const inCustomerRooms = events.filter((e) => rooms.get(keyOf(e))?.kind === 'customer')
  const people = await resolveCustomers(tx, ids, inCustomerRooms)
  const without = distinct(
    inCustomerRooms.filter((e) => !rooms.get(keyOf(e))?.conversation_id),
    keyOf,
  )
  if (without.length > 0) for (const [key, row] of await makeConversations(tx, ids, without, rooms, people, config)) rooms.set(key, row)
  return events.map((event) => {
    const row = rooms.get(keyOf(event))
    if (!row) throw new Error('a room was not made')
    const kind = row.kind as Place['kind']
    return {
      kind,
      room: row.id,
      conversation: row.conversation_id,
      customer: kind === 'customer' ? (people.get(personKey(event)) ?? null) : null,
      fresh: row.fresh ?? false,
    }
  })
}

function keyOf(event: InboundEvent): string {
  return roomKey(event.channel, event.account, event.room.id)
}

function personKey(event: InboundEvent): string {
  return roomKey(event.channel, event.account, event.from.id)
}

function distinct(events: readonly InboundEvent[], key: (event: InboundEvent) => string): readonly InboundEvent[] {
  return [...new Map(events.map((e) => [key(e), e] as const).reverse()).values()].sort((a, b) => (key(a) < key(b) ? -1 : 1))
}

async function loadRooms(tx: Tx, events: readonly InboundEvent[]): Promise<Map<string, RoomRow>> {
  const wanted = distinct(events, keyOf)
  if (wanted.length === 0) return new Map()
  const { rows } = await sql<RoomRow & { channel: string; account: string; external: string }>`
    select r.id, r.kind, r.channel, r.account, r.external, (select c.id from conversation c where c.room_id = r.id) as conversation_id
    from unnest(${wanted.map((e) => e.channel)}::text[], ${wanted.map((e) => e.account)}::text[], ${wanted.map((e) => e.room.id)}::text[]) as w(channel, account, external)
    cross join lateral (select * from room where channel = w.channel and account = w.account and external = w.external and thread = '' limit 1) r`.execute(
    tx,
  )
  return new Map(rows.map((row) => [roomKey(row.channel, row.account, row.external), row]))
}

/** Rooms that somebody else made at the same moment are read instead. */
async function makeRooms(tx: Tx, ids: Ids, events: readonly InboundEvent[]): Promise<Map<string, RoomRow>> {
  const made = await tx
    .insertInto('room')
    .values(events.map((e) => ({ id: ids.next(), channel: e.channel, account: e.account, external: e.room.id, kind: 'customer' })))
    .onConflict((c) => c.columns(['channel', 'account', 'external', 'thread']).doNothing())
    .returning(['id', 'channel', 'account', 'external'])
    .execute()
  if (made.length < events.length) return loadRooms(tx, events)
  return new Map(
    made.map((row) => [roomKey(row.channel, row.account, row.external), { id: row.id, kind: 'customer', conversation_id: null }]),
  )
}

async function resolveCustomers(tx: Tx, ids: Ids, events: readonly InboundEvent[]): Promise<Map<string, string>> {
  const people = distinct(events, personKey)
  if (people.length === 0) return new Map()
  const found = await loadIdentities(tx, people)
  const fresh = people.filter((e) => !found.has(personKey(e)))
  if (fresh.length === 0) return found
  const made = fresh.map((e) => ({ event: e, id: ids.next() }))
  await tx
    .insertInto('customer')
    .values(made.map(({ event, id }) => ({ id, name: event.from.name ?? null })))
    .execute()
  const named = await tx
    .insertInto('identity')
    .values(made.map(({ event, id }) => ({ channel: event.channel, account: event.account, external: event.from.id, customer_id: id })))
    .onConflict((c) => c.columns(['channel', 'account', 'external']).doNothing())
    .returning('customer_id')
    .execute()
  if (named.length < made.length) return loadIdentities(tx, people)
  for (const { event, id } of made) found.set(personKey(event), id)
  return found
}

async function loadIdentities(tx: Tx, people: readonly InboundEvent[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ channel: string; account: string; external: string; customer_id: string }>`
    select i.channel, i.account, i.external, i.customer_id
    from unnest(${people.map((e) => e.channel)}::text[], ${people.map((e) => e.account)}::text[], ${people.map((e) => e.from.id)}::text[]) as w(channel, account, external)
    cross join lateral (select * from identity where channel = w.channel and account = w.account and external = w.external limit 1) i`.execute(
    tx,
  )
  return new Map(rows.map((row) => [roomKey(row.channel, row.account, row.external), row.customer_id]))
}

async function makeConversations(
  tx: Tx,
  ids: Ids,
  events: readonly InboundEvent[],
  rooms: ReadonlyMap<string, RoomRow>,
  people: ReadonlyMap<string, string>,
  config: ConfigVersion,
): Promise<Map<string, RoomRow>> {
  const made = await tx
    .insertInto('conversation')
    .values(
      events.map((event) => {
        const room = rooms.get(keyOf(event))
        const customer = people.get(personKey(event))
        if (!room || !customer) throw new Error('a conversation needs its room and customer')
        return {
          id: ids.next(),
          room_id: room.id,
          customer_id: customer,
          lang: event.from.lang ?? detectLang(event.text ?? '') ?? config.config.lang,
        }
      }),
    )
    .onConflict((c) => c.column('room_id').doNothing())
    .returning(['id', 'room_id'])
    .execute()
  if (made.length < events.length) return loadRooms(tx, events)
  return new Map(
    events.flatMap((event) => {
      const room = rooms.get(keyOf(event))
      const conversation = made.find((row) => row.room_id === room?.id)
      return room && conversation ? [[keyOf(event), { ...room, conversation_id: conversation.id, fresh: true }] as const] : []
    }),
  )
}
