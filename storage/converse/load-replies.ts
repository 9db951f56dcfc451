/** Replies with how their deliveries stand. */
import { sql } from 'kysely'
import type { ReplyView } from '../../bot/domain/view.ts'
import type { ChannelAbilities } from '../../bot/ports/channel.ts'
import type { Tx } from '../database.ts'
import { worstState } from '../reply-state.ts'
import { messagesById } from './load-messages.ts'

/** A platform that would not has left it standing. */
function takenBack(rows: readonly { readonly kind: string; readonly state: string }[]): boolean {
  return rows.some(({ kind, state }) => kind === 'recall' && state !== 'cancelled')
}

interface Part {
  readonly state: string
  /** Somebody sends from its lane at this moment. */
  readonly taken: boolean
}

/** What is queued can be taken away, until its lane is sent from, or the customer has another part of it. */
function isOnItsWay({ state, taken }: Part, parts: readonly Part[]): boolean {
  return state === 'queued' && (taken || parts.some((part) => part.state === 'sent' || part.state === 'delivered'))
}

export async function repliesById(
  tx: Tx,
  ids: readonly string[],
  can: (channel: string) => Pick<ChannelAbilities, 'edit' | 'recall'>,
): Promise<Map<string, ReplyView>> {
  if (ids.length === 0) return new Map()
  const [messages, rows, tickets] = await Promise.all([
    messagesById(tx, ids),
    tx
      .selectFrom('delivery as d')
      .innerJoin('room as r', 'r.id', 'd.room_id')
      .leftJoin('lane as l', 'l.key', 'd.lane')
      .select([
        'd.id',
        'd.message_id',
        'd.state',
        'd.kind',
        'd.ref',
        'r.channel',
        sql<boolean>`coalesce(l.until > now(), false)`.as('taken'),
      ])
      .where('d.message_id', 'in', ids)
      .orderBy('d.ord')
      .execute(),
    tx.selectFrom('message').select(['id', 'ticket_id']).where('id', 'in', ids).execute(),
  ])
  const found = new Map<string, ReplyView>()
  for (const [id, message] of messages) {
    const mine = rows.filter((row) => row.message_id === id)
    const states = mine.map((row) => (isOnItsWay(row, mine) ? 'sending' : row.state))
    const state = takenBack(mine) ? 'cancelled' : states.includes('sending') ? 'sending' : worstState(states)
    const ticket = tickets.find((row) => row.id === id)?.ticket_id
    const deliveries = mine.map((row) => row.id)
    if (ticket) found.set(id, { message, state, ticket, deliveries, standing: standing(mine, 'edit'), removable: standing(mine, 'recall') })
  }
  return found

  /** None, unless all of them have arrived in a place where that can be done to them, and it was not refused there before. */
  function standing(mine: typeof rows, change: 'edit' | 'recall'): readonly string[] {
    if (mine.some(({ kind, state }) => kind === change && state === 'cancelled')) return []
    const words = mine.filter(({ kind }) => kind === 'text' || (change === 'recall' && kind === 'media'))
    const stand = words.every(
      ({ state, ref, channel }) => (state === 'sent' || state === 'delivered') && ref !== null && can(channel)[change],
    )
    return stand ? words.map(({ id }) => id) : []
  }
}
