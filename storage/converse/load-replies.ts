/** Replies with how their deliveries stand. */
import type { ReplyView } from '../../bot/domain/view.ts'
import type { ChannelAbilities } from '../../bot/ports/channel.ts'
import type { Tx } from '../database.ts'
import { worstState } from '../reply-state.ts'
import { messagesById } from './load-messages.ts'

export async function repliesById(
  tx: Tx,
  ids: readonly string[],
  can: (channel: string) => Pick<ChannelAbilities, 'edit'>,
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
    const state = worstState(mine.map((row) => row.state))
    const ticket = tickets.find((row) => row.id === id)?.ticket_id
    if (ticket) found.set(id, { message, state, ticket, deliveries: mine.map((row) => row.id), standing: standingOf(mine) })
  }
  return found

  /** None, unless all of its words have arrived in a place where they can be changed. */
  function standingOf(mine: typeof rows): readonly string[] {
    const words = mine.filter(({ kind }) => kind === 'text')
    const stands = words.every(
      ({ state, ref, channel }) => (state === 'sent' || state === 'delivered') && ref !== null && can(channel).edit,
    )
    return stands ? words.map(({ id }) => id) : []
  }
}
