/** Replies with how their deliveries stand. */
import type { ReplyView } from '../../bot/domain/view.ts'
import type { ChannelAbilities } from '../../bot/ports/channel.ts'
import type { Tx } from '../database.ts'
import { worstState } from '../reply-state.ts'
import { messagesById } from './load-messages.ts'

/** A platform that would not has left it standing. */
function takenBack(rows: readonly { readonly kind: string; readonly state: string }[]): boolean {
  return rows.some(({ kind, state }) => kind === 'recall' && state !== 'cancelled')
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
      .select(['d.id', 'd.message_id', 'd.state', 'd.kind', 'd.ref', 'r.channel'])
      .where('d.message_id', 'in', ids)
      .orderBy('d.ord')
      .execute(),
    tx.selectFrom('message').select(['id', 'ticket_id']).where('id', 'in', ids).execute(),
  ])
  const found = new Map<string, ReplyView>()
  for (const [id, message] of messages) {
    const mine = rows.filter((row) => row.message_id === id)
    const state = takenBack(mine) ? 'cancelled' : worstState(mine.map((row) => row.state))
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
