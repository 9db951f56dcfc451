/** Conversations and customers that came to be by a decision, and what tickets were made of. */
import type { Effect } from '../../bot/domain/effect.ts'
import type { Tx } from '../database.ts'
import { unawaited } from '../session.ts'

export type Meeting = Extract<Effect, { do: 'meet' }>
export type MadeOf = Extract<Effect, { do: 'made-of' }>

export function writeMeetings(tx: Tx, meetings: readonly Meeting[]): void {
  if (meetings.length === 0) return
  const fresh = meetings.filter((m) => m.fresh)
  if (fresh.length > 0)
    unawaited(
      tx
        .insertInto('customer')
        .values(fresh.map((m) => ({ id: m.customer, name: m.name })))
        .execute(),
    )
  const identities = fresh.flatMap(({ place, customer }) =>
    place.identity === null ? [] : [{ channel: place.channel, account: place.account, external: place.identity, customer_id: customer }],
  )
  if (identities.length > 0) unawaited(tx.insertInto('identity').values(identities).execute())
  unawaited(
    tx
      .insertInto('room')
      .values(
        meetings.map(({ room, place: { channel, account, external } }) => ({ id: room, channel, account, external, kind: 'customer' })),
      )
      .execute(),
  )
  unawaited(
    tx
      .insertInto('conversation')
      .values(meetings.map((m) => ({ id: m.conversation, room_id: m.room, customer_id: m.customer, lang: m.lang })))
      .execute(),
  )
}

/** Somebody else made a ticket of the same at the same moment: then nothing of the batch is applied, and it is decided again. */
export function writeSources(tx: Tx, made: readonly MadeOf[]): void {
  if (made.length === 0) return
  unawaited(
    tx
      .insertInto('ticket_source')
      .values(made.map(({ key, ticket }) => ({ hash: Buffer.from(key, 'hex'), ticket_id: ticket })))
      .execute(),
  )
}
