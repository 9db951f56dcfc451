/** Finds (or makes) the room, customer and conversation of each event of a batch. */
import type { ConfigVersion } from '../../bot/domain/desk-config.ts'
import { answerLang } from '../../bot/domain/other-language.ts'
import type { InboundEvent } from '../../bot/ports/channel.ts'
import type { Ids } from '../../bot/ports/ids.ts'
import type { Tx } from '../database.ts'
import { type Insert, insertRows } from '../insert-rows.ts'
import { unawaited } from '../session.ts'
import { distinct, keyOf, loadKnown, personKey, type RoomRow, roomKey, type Standing } from './known.ts'
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

/** A person's own page is no room: nothing is said there, and nobody becomes a customer by looking at it. */
export const opensHome = ({ what, value }: InboundEvent): boolean => what === 'enter' && value?.['home'] === true
const NOWHERE: Place = { kind: 'team', room: '', conversation: null, customer: null, renamed: null, fresh: false, staff: false }

/** `standing`: of the conversations that were there; they are locked. */
export async function resolvePlaces(
  tx: Tx,
  ids: Ids,
  all: readonly InboundEvent[],
  config: ConfigVersion,
): Promise<{ readonly places: readonly Place[]; readonly standing: Standing }> {
  const heard = all.filter((event) => !opensHome(event))
  const threads = await threadsOf(tx, heard, config.config)
  // From here on a thread is that of the room: most rooms have none, whatever thread something was said in.
  const placed = (event: InboundEvent): InboundEvent => ({ ...event, room: { id: event.room.id, thread: threads.of(event) } })
  const events = heard.map(placed)
  const isStaffs = (event: InboundEvent) => isForStaff(event) || threads.isOurs(event)
  const { rooms: found, people: known, names, standing } = await loadKnown(tx, events)
  const rooms = new Map(found)
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
  const places = all.map((event): Place => {
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
  return { places, standing }
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
