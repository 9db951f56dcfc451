/** What a ticket is to be made of: the message that was pressed on, and the customer who was named. */
import { sql } from 'kysely'
import type { Customer } from '../../bot/domain/conversation.ts'
import type { Creation } from '../../bot/domain/creation.ts'
import type { Ticket } from '../../bot/domain/ticket.ts'
import type { Source } from '../../bot/domain/view.ts'
import { API_CUSTOMERS } from '../../bot/ports/say.ts'
import type { Tx } from '../database.ts'
import { keyHash } from '../hash.ts'
import { messagesById } from './load-messages.ts'

export interface SourceRef {
  /** Our id of the room the event came from. */
  readonly room: string | null
  readonly creation: Creation
}

export interface LoadedSource {
  readonly source: Source
  /** Last hash of the history of each of its tickets. */
  readonly heads: ReadonlyMap<string, Buffer>
}

/** Made on purpose, and so seldom: one event costs a few queries of its own, and a batch without one none. */
export async function loadSource(tx: Tx, { room, creation }: SourceRef): Promise<LoadedSource> {
  const place = room
    ? await tx.selectFrom('room').select(['id', 'channel', 'account', 'kind', 'team', 'thread']).where('id', '=', room).executeTakeFirst()
    : undefined
  const hash = place && creation.message !== null ? keyHash(place.channel, place.account, creation.message) : null
  const heard = hash ? await heardAs(tx, hash) : NOTHING_HEARD
  const tickets = hash ? await ticketsMadeOf(tx, hash, heard) : []
  const named = heard.message ? NOBODY : await whoIsNamed(tx, creation, place?.kind === 'customer' && place.thread !== '' ? place.id : null)
  return {
    source: {
      key: hash?.toString('hex') ?? null,
      message: heard.message,
      said: heard.said,
      tickets: tickets.map(({ ticket }) => ticket),
      team: place?.kind === 'team' ? place.team : null,
      ...named,
    },
    heads: new Map(tickets.map(({ ticket, head }) => [ticket.id, head])),
  }
}

/** Where it belongs: the conversation of the message, or of the customer who was named. */
export function metAt(loaded: LoadedSource | undefined): string | undefined {
  const { message, customer } = loaded?.source ?? { message: null, customer: null }
  return message?.conversation ?? (customer === 'several' ? undefined : customer?.conversation) ?? undefined
}

/** Whose it is. */
export function whose(loaded: LoadedSource | undefined): string | undefined {
  const { message, customer } = loaded?.source ?? { message: null, customer: null }
  return message?.author ?? (customer === 'several' ? undefined : customer?.customer.id)
}

interface Heard {
  readonly message: Source['message']
  readonly said: string | null
  /** The ticket in whose thread it was said. */
  readonly ticket: string | null
}
const NOTHING_HEARD: Heard = { message: null, said: null, ticket: null }

async function heardAs(tx: Tx, hash: Buffer): Promise<Heard> {
  const known = await tx.selectFrom('inbound_key').select(['event_id', 'message_id']).where('hash', '=', hash).executeTakeFirst()
  if (!known) return NOTHING_HEARD
  if (known.message_id) return { ...NOTHING_HEARD, message: (await messagesById(tx, [known.message_id])).get(known.message_id) ?? null }
  const event = await tx.selectFrom('event').select(['text', 'ticket_id']).where('id', '=', known.event_id).executeTakeFirst()
  return event ? { message: null, said: event.text, ticket: event.ticket_id } : NOTHING_HEARD
}

async function ticketsMadeOf(tx: Tx, hash: Buffer, { message, ticket }: Heard): Promise<readonly { ticket: Ticket; head: Buffer }[]> {
  const { rows } = await sql<{ fold: string; head: Buffer }>`
    select fold, head from ticket where id in (
      select ticket_id from ticket_source where hash = ${hash}
      union select ticket_id from ticket_message where message_id = ${message?.id ?? null}
      union select ${ticket}::text where ${ticket}::text is not null)
    order by ended_at is not null, id desc`.execute(tx)
  return rows.map((row) => ({ ticket: JSON.parse(row.fold) as Ticket, head: row.head }))
}

type Named = Pick<Source, 'customer' | 'unknown' | 'place'>
const NOBODY: Named = { customer: null, unknown: null, place: null }
const NUMBER = /^#?t-\s*(\d{1,12})$/i
const ID = /^[0-9a-f]{32}$/

/** Nobody named in a thread of customers: then it is the thread's own customer. */
async function whoIsNamed(tx: Tx, { customer: said, identity }: Creation, thread: string | null): Promise<Named> {
  if (identity !== null) return clientsCustomer(tx, identity)
  if (said === null) return thread === null ? NOBODY : whoseThread(tx, thread)
  const number = NUMBER.exec(said)?.[1]
  if (number) {
    const row = await tx
      .selectFrom('ticket as t')
      .innerJoin('customer as c', 'c.id', 't.customer_id')
      .select(['c.id', 'c.name', 't.conversation_id'])
      .where('t.number', '=', Number(number))
      .executeTakeFirst()
    return row
      ? { ...NOBODY, customer: { customer: { id: row.id, name: row.name }, conversation: row.conversation_id } }
      : { ...NOBODY, unknown: 'id' }
  }
  const found = await tx
    .selectFrom('customer')
    .select(['id', 'name'])
    .where(ID.test(said) ? 'id' : 'name', '=', said)
    .limit(2)
    .execute()
  if (found.length > 1) return { ...NOBODY, customer: 'several' }
  const [only] = found
  if (!only) return { ...NOBODY, unknown: ID.test(said) ? 'id' : 'name' }
  return { ...NOBODY, customer: { customer: only, conversation: await conversationOf(tx, only) } }
}

async function whoseThread(tx: Tx, room: string): Promise<Named> {
  const row = await tx
    .selectFrom('conversation as c')
    .innerJoin('customer as u', 'u.id', 'c.customer_id')
    .select(['c.id as conversation', 'u.id', 'u.name'])
    .where('c.room_id', '=', room)
    .executeTakeFirst()
  return row ? { ...NOBODY, customer: { customer: { id: row.id, name: row.name }, conversation: row.conversation } } : NOBODY
}

/** Where the customer was last met; nowhere only for who never was elsewhere. */
async function conversationOf(tx: Tx, customer: Customer): Promise<string | null> {
  const row = await tx
    .selectFrom('conversation as c')
    .innerJoin('room as r', 'r.id', 'c.room_id')
    .select('c.id')
    .where('c.customer_id', '=', customer.id)
    .orderBy(sql`r.channel = 'offline'`)
    .orderBy('c.id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.id ?? null
}

/** A client of the REST interface names its customer by its own id, as in POST /v1/messages: the room has that name, too. */
async function clientsCustomer(tx: Tx, identity: string): Promise<Named> {
  const { channel, account } = API_CUSTOMERS
  const known = await tx
    .selectFrom('identity as i')
    .innerJoin('customer as c', 'c.id', 'i.customer_id')
    .select(['c.id', 'c.name'])
    .where('i.channel', '=', channel)
    .where('i.account', '=', account)
    .where('i.external', '=', identity)
    .executeTakeFirst()
  const room = await tx
    .selectFrom('room as r')
    .leftJoin('conversation as c', 'c.room_id', 'r.id')
    .select(['c.id', 'c.customer_id'])
    .where('r.channel', '=', channel)
    .where('r.account', '=', account)
    .where('r.external', '=', identity)
    .where('r.thread', '=', '')
    .executeTakeFirst()
  if (known) {
    const own = room?.customer_id === known.id ? room.id : null
    return { ...NOBODY, customer: { customer: known, conversation: own ?? (await conversationOf(tx, known)) } }
  }
  // The name is another room's already: then the conversation is found by its id alone.
  const external = room ? `customer ${identity}` : identity
  return { ...NOBODY, unknown: 'name', place: { channel, account, external, identity } }
}
