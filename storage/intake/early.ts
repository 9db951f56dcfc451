/**
 * Changes that come before what they change, and emoji before what they were given to: a platform brings a message again
 * after a minute, or after an hour, while its edit or deletion is told at once. The key of the message is marked as awaited
 * in the transaction that keeps the change, so that the two cannot miss each other: whichever commits second finds the
 * first. What never comes is forgotten.
 */
import { sql } from 'kysely'
import type { InboundEvent } from '../../bot/ports/channel.ts'
import type { Ids } from '../../bot/ports/ids.ts'
import type { Db, Tx } from '../database.ts'
import { messageHash } from './aimed.ts'
import type { Arrival } from './arrival.ts'

/** What no sha256 is: nothing was said under this key yet. */
const AWAITED = Buffer.alloc(0)
/** Waiting changes stand on lines of their own, which no loop ever claims. */
const EARLY = 'early:'
const lineOf = (hash: Buffer): string => EARLY + hash.toString('hex')

export const isAwaited = ({ said }: { readonly said: Buffer | null }): boolean => said?.length === 0

/** What is known of the message an event is about. One that is awaited stays so until this transaction ends. */
export async function keyOfWords(tx: Tx, event: InboundEvent) {
  return tx
    .selectFrom('inbound_key')
    .select(['event_id', 'message_id', 'said'])
    .where('hash', '=', messageHash(event))
    .forUpdate()
    .executeTakeFirst()
}

/** Keeps a change until its message comes. `marked`: the key is awaited already, and locked by this transaction. */
export async function keepEarly(tx: Tx, { event, place, id }: Arrival, marked: boolean): Promise<void> {
  const hash = messageHash(event)
  // Where the message was committed meanwhile this fails, and the whole is run again (see intake-store.ts).
  if (!marked) await tx.insertInto('inbound_key').values({ hash, event_id: id, said: AWAITED }).execute()
  await tx
    .insertInto('event')
    .values({
      id,
      line: lineOf(hash),
      what: event.what,
      room_id: place.room,
      sender: event.from.id,
      text: event.text ?? '',
      value: JSON.stringify(event.what === 'reaction' ? { ...event.value, thread: event.room.thread } : {}),
      at: new Date(event.at),
    })
    .execute()
}

/** Frees the keys of messages that have come now, to be written as any other. */
export async function freeAwaited(tx: Tx, hashes: readonly Buffer[]): Promise<void> {
  if (hashes.length > 0) await sql`delete from inbound_key where hash = any(${hashes}::bytea[]) and said = ${AWAITED}`.execute(tx)
}

/**
 * What waited for these messages, in the order it was done, as if it came now: on its line it stands behind the message.
 * Only its author may change a message; anybody may give it an emoji.
 */
export async function earlyChanges(tx: Tx, ids: Ids, messages: readonly Arrival[]): Promise<readonly Arrival[]> {
  if (messages.length === 0) return []
  const byLine = new Map(messages.map((message) => [lineOf(message.hash), message]))
  const { rows } = await sql<EarlyRow>`
    delete from event where state = 'waiting' and line = any(${[...byLine.keys()]}::text[]) returning id, line, what, sender, text, value, at`.execute(
    tx,
  )
  const theirs = rows.filter(({ line, what, sender }) => what === 'reaction' || byLine.get(line)?.event.from.id === sender)
  if (theirs.length > 0) await sql`delete from unparsed where id = any(${theirs.map(({ id }) => id)}::text[])`.execute(tx)
  return theirs
    .toSorted((a, b) => a.at - b.at)
    .flatMap((row) => {
      const message = byLine.get(row.line)
      return message ? [{ ...message, id: ids.next(), event: eventAbout(message.event, row) }] : []
    })
}

interface EarlyRow {
  readonly id: string
  readonly line: string
  readonly what: 'edit' | 'recall' | 'reaction'
  readonly sender: string
  readonly text: string
  readonly value: string
  readonly at: number
}

function eventAbout(said: InboundEvent, { what, sender, text, value: kept, at }: EarlyRow): InboundEvent {
  const event = { ...said, what, text, at, files: [], mentions: [] }
  if (what !== 'reaction') return { ...event, value: { message: said.key } }
  const { thread, ...value } = JSON.parse(kept) as { readonly thread?: string }
  return { ...event, from: { id: sender }, value, room: { id: said.room.id, ...(thread === undefined ? {} : { thread }) } }
}

const EVERY = sql`state = 'waiting' and line >= ${EARLY} and line < ${`${EARLY}g`}`

/** Forgets what a customer changed before it came. */
export async function forgetEarlyOf(tx: Tx, customer: string): Promise<void> {
  await sql`
    delete from event where ${EVERY} and exists (
      select from identity i join room r on r.id = event.room_id and r.channel = i.channel and r.account = i.account
      where i.customer_id = ${customer} and i.external = event.sender)`.execute(tx)
}

/** Forgets changes of messages that did not come within so many hours: they were said before the desk listened. */
export async function forgetEarly(db: Db, hours: number): Promise<void> {
  await sql`
    with old as (
      delete from event where ${EVERY} and at < now() - make_interval(hours => ${hours}) returning line
    )
    delete from inbound_key where said = ${AWAITED} and hash in (select decode(substr(line, ${EARLY.length + 1}), 'hex') from old)`.execute(
    db.kysely,
  )
}
