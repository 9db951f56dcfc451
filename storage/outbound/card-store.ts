/** The redraw loop's store: cards that show less than is wanted, newest state only. */
import { type Kysely, sql } from 'kysely'
import type { Outcome } from '../../bot/ports/channel.ts'
import type { CardStore, CardWork, Rings } from '../../bot/ports/stores.ts'
import type { Tx } from '../database.ts'
import { LEASE_SECONDS } from '../lines.ts'
import type { Database } from '../schema.ts'
import { loadCardFacts } from './card-facts.ts'
import type { OutboundOptions } from './outbound-options.ts'
import { drawn } from './outgoing.ts'
import { repostCards } from './repost-cards.ts'

/** A card that cannot be drawn is tried again later, ever more seldom. */
const RETRY_SECONDS = [1, 5, 30, 120, 600]

const NONE: Rings = new Set()
const POSTING: Rings = new Set(['send'])

export function createCardStore(options: OutboundOptions): CardStore {
  const { db } = options
  return {
    claim: async (channels, most) => {
      const cards = await claimDueCards(db.kysely, options, channels, most)
      return cards.length === 0 ? [] : db.tx((tx) => drawCards(tx, options, cards))
    },
    settle: (results) =>
      db.tx(async (tx) => {
        const gone = results.flatMap(({ work: { outgoing }, outcome }) => {
          const found = !('refused' in outcome && outcome.refused === 'MESSAGE_NOT_FOUND')
          return found || !('ref' in outgoing) || !outgoing.ref ? [] : [{ room: outgoing.room.id, ref: outgoing.ref }]
        })
        await settleCards(
          tx,
          results.map(({ work, outcome }) => ({ card: work.card, wanted: work.wanted, outcome })),
          options.owner,
        )
        return { rings: (await repostCards(tx, options.ids, gone)) ? POSTING : NONE }
      }),
  }
}

/** `owner`: only what is still that worker's; null: whoever claimed it, where something else says that it is still ours to settle. */
export async function settleCards(
  tx: Tx,
  results: readonly { readonly card: string; readonly wanted: number; readonly outcome: Outcome }[],
  owner: string | null,
): Promise<void> {
  const rows = results.map(({ card, wanted, outcome }) => ({ card, shown: 'sent' in outcome || 'refused' in outcome ? wanted : null }))
  await sql`
    update card set owner = null, until = null, shown = coalesce(w.shown, card.shown), tries = case when w.shown is null then card.tries else 0 end,
      due_at = case when w.shown is null then now() + make_interval(secs => (${RETRY_SECONDS}::int[])[least(card.tries, 5)]) when card.wanted > w.shown then now() end
    from unnest(${rows.map((r) => r.card)}::text[], ${rows.map((r) => r.shown)}::int[]) as w(id, shown)
    where card.id = any(${rows.map((r) => r.card)}::text[]) and card.id = w.id and card.owner = coalesce(${owner}::text, card.owner)`.execute(
    tx,
  )
}

interface ClaimedCard {
  readonly id: string
  readonly ref: string
  readonly room_id: string
  readonly channel: string
  readonly account: string
  readonly external: string
}

export async function claimDueCards(
  db: Kysely<Database>,
  options: OutboundOptions,
  channels: readonly string[],
  most: number,
): Promise<readonly ClaimedCard[]> {
  const { rows } = await sql<ClaimedCard>`
    with due as (
      select c.id from card c
      where c.due_at <= now() and c.ref is not null and (c.until is null or c.until < now())
        and (select r.channel from room r where r.id = c.room_id) = any(${channels}::text[])
      order by c.due_at limit ${most} for update of c skip locked
    )
    update card set owner = ${options.owner}, until = now() + make_interval(secs => ${LEASE_SECONDS}), tries = tries + 1
    from due, room r where card.id = due.id and r.id = card.room_id
    returning card.id, card.ref, card.room_id, r.channel, r.account, r.external`.execute(db)
  return rows
}

export async function drawCards(tx: Tx, options: OutboundOptions, rows: readonly ClaimedCard[]): Promise<readonly CardWork[]> {
  const facts = await loadCardFacts(
    tx,
    rows.map((r) => r.id),
    options.config(),
  )
  return rows.flatMap((row) => {
    const card = facts.get(row.id)
    if (!card) return []
    const room = { id: row.room_id, channel: row.channel, account: row.account, external: row.external, thread: null }
    return [
      {
        card: row.id,
        wanted: card.wanted,
        channel: row.channel,
        outgoing: { id: row.id, room, kind: 'redraw' as const, ref: row.ref, ...drawn(card, options, row.room_id) },
      },
    ]
  })
}
