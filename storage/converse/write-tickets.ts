/** Writes tickets with their histories: what changed of them, the events that changed it, and the facts those name. */
import { sql } from 'kysely'
import { isActive } from '../../bot/domain/ticket.ts'
import type { Tx } from '../database.ts'
import { type Insert, insertRows } from '../insert-rows.ts'
import { unawaited } from '../session.ts'
import { type Histories, searchWordsOf } from './history.ts'

const TICKETS: Insert<'ticket'> = {
  into: 'ticket',
  columns: {
    id: 'text',
    number: 'int8',
    seq: 'int4',
    conversation_id: 'text',
    customer_id: 'text',
    opener_turn: 'text',
    opener_n: 'int4',
    state: 'text',
    team: 'text',
    owner_id: 'text',
    category: 'text',
    priority: 'text',
    fold: 'text',
    search: 'words',
    head: 'bytea',
  },
}

const EVENTS: Insert<'ticket_event'> = {
  into: 'ticket_event',
  columns: { ticket_id: 'text', seq: 'int4', body: 'text', hash: 'bytea' },
}

const FACTS: Insert<'fact'> = {
  into: 'fact',
  columns: { id: 'text', ticket_id: 'text', customer_id: 'text', salt: 'bytea', value: 'text' },
}

/** Tickets as their new events leave them, with the events and their facts; `pause` comes between them. */
export async function writeTickets(tx: Tx, histories: Histories, pause: () => unknown = () => undefined): Promise<void> {
  const changed = histories.changed()
  const fresh = changed.filter((t) => t.fresh)
  unawaited(
    insertRows(
      tx,
      TICKETS,
      fresh.map(({ ticket, head }) => ({
        id: ticket.id,
        number: ticket.number,
        seq: ticket.seq,
        conversation_id: ticket.conversation,
        customer_id: ticket.customer,
        opener_turn: ticket.opener?.turn ?? null,
        opener_n: ticket.opener?.n ?? null,
        state: ticket.state,
        team: ticket.team,
        owner_id: ticket.owner,
        category: ticket.category,
        priority: ticket.priority,
        fold: JSON.stringify(ticket),
        search: searchWordsOf(ticket).join(' '),
        head,
      })),
    ),
  )
  const old = changed.filter((t) => !t.fresh)
  if (old.length > 0)
    unawaited(
      sql`
      update ticket set seq = w.seq, state = w.state, team = w.team, owner_id = w.owner_id, category = w.category, priority = w.priority, fold = w.fold,
        search = array_to_tsvector(string_to_array(w.search, ' ')), head = decode(w.head, 'hex'), changed_at = now(),
        ended_at = case when w.active then null when ticket.state <> w.state then now() else coalesce(ticket.ended_at, now()) end
      from unnest(${old.map((t) => t.ticket.id)}::text[], ${old.map((t) => t.ticket.seq)}::int[], ${old.map((t) => t.ticket.state)}::text[], ${old.map((t) => t.ticket.team)}::text[],
        ${old.map((t) => t.ticket.owner)}::text[], ${old.map((t) => t.ticket.category)}::text[], ${old.map((t) => t.ticket.priority)}::text[], ${old.map((t) => JSON.stringify(t.ticket))}::text[],
        ${old.map((t) => searchWordsOf(t.ticket).join(' '))}::text[], ${old.map((t) => t.head.toString('hex'))}::text[], ${old.map((t) => isActive(t.ticket.state))}::bool[])
        as w(id, seq, state, team, owner_id, category, priority, fold, search, head, active)
      where ticket.id = any(${old.map((t) => t.ticket.id)}::text[]) and ticket.id = w.id`.execute(tx),
    )
  await pause()
  unawaited(insertRows(tx, EVENTS, histories.events))
  unawaited(insertRows(tx, FACTS, histories.facts))
}
