/** Loads what cards show, for a batch of cards at once. */
import { sql } from 'kysely'
import type { Ticket } from '../../bot/domain/ticket.ts'
import type { ReplyView } from '../../bot/domain/view.ts'
import type { Pressed } from '../../bot/ports/forms.ts'
import type { CardFacts } from '../../bot/ports/stores.ts'
import { repliesById } from '../converse/load-replies.ts'
import type { Tx } from '../database.ts'
import { databaseNow } from '../database-clock.ts'
import { lookedUp } from '../lookup-store.ts'
import { numbersOf } from '../reader/ticket-events.ts'
import { worstState } from '../reply-state.ts'
import { translationsOf } from '../translation-store.ts'

export interface LoadedCard {
  readonly id: string
  readonly wanted: number
  readonly channel: string
  readonly facts: CardFacts
}

interface Row {
  readonly id: string
  readonly wanted: number
  readonly channel: string
  readonly fold: string
  readonly ticket_id: string
  readonly customer: string | null
  readonly owner: string | null
  readonly level: string | null
  readonly message_id: string | null
  readonly message_text: string | null
  readonly message_author: string | null
  readonly message_at: number | null
  readonly conversation_id: string
  readonly reply_states: string[] | null
  readonly reply_ids: string[] | null
}

/** A card does not ask what can be done in the customer's channel. */
const NO_CHANNEL = () => ({ edit: false })

export async function loadCardFacts(tx: Tx, cards: readonly string[], config: CardFacts['config']): Promise<Map<string, LoadedCard>> {
  if (cards.length === 0) return new Map()
  const asked = sql<Row>`
    select c.id, c.wanted, r.channel, t.fold, t.id as ticket_id, t.conversation_id, cu.name as customer, cu.level, a.name as owner, c.message_id,
      m.text as message_text, m.author_id as message_author, m.at as message_at,
      (select case when bool_or(d.kind = 'recall' and d.state <> 'cancelled') then '{cancelled}'::text[] else array_agg(d.state order by d.ord) end from delivery d where d.message_id = c.message_id) as reply_states,
      (select array_agg(d.id::text order by d.ord) from delivery d where d.message_id = c.message_id) as reply_ids
    from card c
    join room r on r.id = c.room_id
    join ticket t on t.id = c.ticket_id
    join customer cu on cu.id = t.customer_id
    left join agent a on a.id = t.owner_id
    left join message m on m.id = c.message_id
    where c.id = any(${cards}::text[])`.execute(tx)
  const [{ rows }, files, now] = await Promise.all([asked, filesOf(tx, cards), databaseNow(tx)])
  const lookups = config.config.lookups?.length ? await lookedUp(tx, [...new Set(rows.map((r) => r.ticket_id))]) : null
  const translated = config.config.translate ? await translationsOf(tx, [...new Set(rows.map((r) => r.ticket_id))]) : null
  const tickets = new Map(rows.map((row) => [row.id, JSON.parse(row.fold) as Ticket]))
  const numbers = await numbersOf(tx, [...tickets.values()].flatMap(othersOf))
  return new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id,
        wanted: row.wanted,
        channel: row.channel,
        facts: {
          ticket: tickets.get(row.id) as Ticket,
          now,
          numbers,
          customer: row.customer,
          level: row.level,
          owner: row.owner,
          config,
          reply: replyOf(row),
          files: row.message_id ? [] : (files.get(row.ticket_id) ?? []),
          lookups: lookups?.get(row.ticket_id) ?? [],
          ...(translated?.get(row.ticket_id) ? { translation: translated.get(row.ticket_id) ?? '' } : {}),
        },
      },
    ]),
  )
}

/** What a ticket's own card, or that of a reply, would show now, without its files; null when there is no such ticket. */
export async function loadTicketFacts(
  tx: Tx,
  { ticket, message }: Pick<Pressed, 'ticket' | 'message'>,
  config: CardFacts['config'],
): Promise<CardFacts | null> {
  const row = await tx
    .selectFrom('ticket as t')
    .innerJoin('customer as cu', 'cu.id', 't.customer_id')
    .leftJoin('agent as a', 'a.id', 't.owner_id')
    .select(['t.fold', 'cu.name as customer', 'cu.level', 'a.name as owner'])
    .where('t.id', '=', ticket)
    .executeTakeFirst()
  if (!row) return null
  const { fold, customer, level, owner } = row
  const reply = message === undefined ? null : ((await repliesById(tx, [message], NO_CHANNEL)).get(message) ?? null)
  if (message !== undefined && reply?.ticket !== ticket) return null
  return { ticket: JSON.parse(fold) as Ticket, now: await databaseNow(tx), customer, level, owner, config, reply, files: [] }
}

/** Tickets a card names. */
function othersOf({ linked, related = [], absorbed = [] }: Ticket): readonly string[] {
  return [...(linked === null ? [] : [linked]), ...related, ...absorbed]
}

function replyOf(row: Row): ReplyView | null {
  if (!row.message_id) return null
  return {
    message: {
      id: row.message_id,
      conversation: row.conversation_id,
      kind: 'reply',
      author: row.message_author,
      text: row.message_text ?? '',
      choice: null,
      at: row.message_at ?? 0,
      attachments: [],
    },
    state: worstState(row.reply_states ?? []),
    ticket: row.ticket_id,
    deliveries: row.reply_ids ?? [],
  }
}

type CardFile = CardFacts['files'][number]

/** Files customers gave with the tickets' messages, by ticket; the card of a reply shows none. */
async function filesOf(tx: Tx, cards: readonly string[]): Promise<Map<string, CardFile[]>> {
  const found = new Map<string, CardFile[]>()
  const { rows } = await sql<CardFile & { ticket_id: string }>`
    select distinct on (a.id, c.ticket_id) c.ticket_id, a.name, a.mime, a.blob, a.state
    from unnest(${cards}::text[]) as w(id)
    cross join lateral (select ticket_id from card where id = w.id and message_id is null limit 1) c
    join ticket_message tm on tm.ticket_id = c.ticket_id
    join attachment a on a.message_id = tm.message_id
    join message m on m.id = a.message_id
    where m.kind = 'customer' order by a.id`.execute(tx)
  for (const { ticket_id, ...file } of rows) found.set(ticket_id, [...(found.get(ticket_id) ?? []), file])
  return found
}
