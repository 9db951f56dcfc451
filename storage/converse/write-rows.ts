/** Writes what a batch of decisions collected: one statement per table, in the order of the locks (lines, cards, lanes). */
import { sql } from 'kysely'
import { isActive } from '../../bot/domain/ticket.ts'
import { timersOf } from '../../bot/domain/timers.ts'
import type { Ids } from '../../bot/ports/ids.ts'
import type { Loop, Rings } from '../../bot/ports/stores.ts'
import type { Tx } from '../database.ts'
import { sha256 } from '../hash.ts'
import { askLookups } from '../lookup-store.ts'
import { queueDeliveries } from '../outbound/queue-deliveries.ts'
import { tellDesk } from '../outbound/tell-desk.ts'
import type { Rows } from './apply-effects.ts'
import { searchWordsOf } from './history.ts'

export async function writeRows(tx: Tx, rows: Rows, ids: Ids, reopenDays: number): Promise<Rings> {
  await writeTickets(tx, rows)
  await writeTalk(tx, rows)
  await writeQuestions(tx, rows)
  await writeTimers(tx, rows, reopenDays)
  await writeCorrections(tx, rows, ids)
  await askLookups(tx, rows.lookups)
  await writeConversations(tx, rows)
  if (rows.cards.length > 0)
    await tx
      .insertInto('card')
      .values(rows.cards.map((card) => ({ ...card, wanted: 1, shown: 0 })))
      .execute()
  const changed = rows.histories
    .changed()
    .filter((t) => !t.fresh)
    .map((t) => t.ticket.id)
  const redrawn = [...new Set([...changed])].sort()
  if (redrawn.length > 0)
    await sql`update card set wanted = wanted + 1, due_at = now() where ticket_id = any(${redrawn}::text[]) and message_id is null`.execute(
      tx,
    )
  const read = rows.deliveries.flatMap((d) =>
    d.pulled && d.reply && d.message_id && d.ticket_id ? [{ message: d.message_id, ticket: d.ticket_id, sent: true }] : [],
  )
  const told = await tellDesk(tx, ids, read)
  await queueDeliveries(tx, rows.deliveries)
  for (const retry of rows.retries) await retryDeliveries(tx, retry.message, retry.ids, retry.to)
  const rings = new Set<Loop>()
  if (rows.deliveries.length > 0 || rows.retries.length > 0) rings.add('send')
  if (told) rings.add('converse')
  if (rows.lookups.length > 0) rings.add('look-up')
  if (redrawn.length > 0 || rows.retries.length > 0) rings.add('redraw')
  return rings
}

async function writeTickets(tx: Tx, rows: Rows): Promise<void> {
  const changed = rows.histories.changed()
  const fresh = changed.filter((t) => t.fresh)
  if (fresh.length > 0)
    await tx
      .insertInto('ticket')
      .values(
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
          search: sql<string>`array_to_tsvector(${searchWordsOf(ticket)}::text[])`,
          head,
        })),
      )
      .execute()
  const old = changed.filter((t) => !t.fresh)
  if (old.length > 0)
    await sql`
      update ticket set seq = w.seq, state = w.state, team = w.team, owner_id = w.owner_id, category = w.category, priority = w.priority, fold = w.fold,
        search = array_to_tsvector(string_to_array(w.search, ' ')), head = decode(w.head, 'hex'), changed_at = now(),
        ended_at = case when w.active then null when ticket.state <> w.state then now() else coalesce(ticket.ended_at, now()) end
      from unnest(${old.map((t) => t.ticket.id)}::text[], ${old.map((t) => t.ticket.seq)}::int[], ${old.map((t) => t.ticket.state)}::text[], ${old.map((t) => t.ticket.team)}::text[],
        ${old.map((t) => t.ticket.owner)}::text[], ${old.map((t) => t.ticket.category)}::text[], ${old.map((t) => t.ticket.priority)}::text[], ${old.map((t) => JSON.stringify(t.ticket))}::text[],
        ${old.map((t) => searchWordsOf(t.ticket).join(' '))}::text[], ${old.map((t) => t.head.toString('hex'))}::text[], ${old.map((t) => isActive(t.ticket.state))}::bool[])
        as w(id, seq, state, team, owner_id, category, priority, fold, search, head, active)
      where ticket.id = any(${old.map((t) => t.ticket.id)}::text[]) and ticket.id = w.id`.execute(tx)
  if (rows.histories.events.length > 0) await tx.insertInto('ticket_event').values(rows.histories.events).execute()
  if (rows.histories.facts.length > 0) await tx.insertInto('fact').values(rows.histories.facts).execute()
}

async function writeTalk(tx: Tx, rows: Rows): Promise<void> {
  if (rows.messages.length > 0)
    await tx
      .insertInto('message')
      .values(rows.messages.map((m) => ({ ...m, at: sql<Date>`now()` })))
      .execute()
  if (rows.links.length > 0)
    await tx
      .insertInto('ticket_message')
      .values(rows.links)
      .onConflict((c) => c.doNothing())
      .execute()
  if (rows.notes.length > 0)
    await tx
      .insertInto('note')
      .values(rows.notes.map((n) => ({ id: n.event, ticket_id: n.ticket, author_id: n.author, event_id: n.event, text: n.text })))
      .onConflict((c) => c.column('event_id').doNothing())
      .execute()
  for (const { event, text, at } of rows.rewritten)
    await tx
      .updateTable('note')
      .set(text === null ? { text: '', removed_at: new Date(at) } : { text, edited_at: new Date(at) })
      .where('event_id', '=', event)
      .where(sql<boolean>`greatest(edited_at, removed_at, '-infinity') <= ${new Date(at)}`)
      .execute()
}

async function writeQuestions(tx: Tx, rows: Rows): Promise<void> {
  for (const settle of rows.settles)
    await tx
      .updateTable('question')
      .set({ state: settle.state, ...(settle.until === undefined ? {} : { until: new Date(settle.until) }) })
      .where('id', '=', settle.question)
      .execute()
  if (rows.asks.length > 0)
    await tx
      .insertInto('question')
      .values(
        rows.asks.map((ask) => ({
          id: ask.question,
          conversation_id: ask.conversation,
          ticket_id: ask.ticket,
          kind: ask.kind,
          about: ask.about,
          options: JSON.stringify(ask.options),
          state: ask.open ? 'open' : 'queued',
          until: new Date(ask.until),
        })),
      )
      .execute()
}

async function writeTimers(tx: Tx, rows: Rows, reopenDays: number): Promise<void> {
  const changed = rows.histories.changed()
  const live = changed.flatMap(({ ticket }) =>
    timersOf(ticket, reopenDays).map((t) => ({
      ticket: ticket.id,
      kind: t.kind as string,
      subject: t.subject,
      due: t.due as number | null,
    })),
  )
  const all = new Map([...live, ...rows.timers].map((t) => [`${t.ticket}/${t.kind}/${t.subject}`, t]))
  const old = changed.filter((t) => !t.fresh).map((t) => t.ticket.id)
  if (old.length > 0)
    await sql`update timer set due_at = null where ticket_id = any(${old}::text[]) and kind <> 'question' and due_at is not null`.execute(
      tx,
    )
  if (all.size === 0) return
  await tx
    .insertInto('timer')
    .values(
      [...all.values()].map((t) => ({
        ticket_id: t.ticket,
        kind: t.kind,
        subject: t.subject,
        due_at: t.due === null ? null : new Date(t.due),
      })),
    )
    .onConflict((c) =>
      c
        .columns(['ticket_id', 'kind', 'subject'])
        .doUpdateSet((eb) => ({ due_at: eb.ref('excluded.due_at'), owner: null, until: null, tries: 0 })),
    )
    .execute()
}

async function writeCorrections(tx: Tx, rows: Rows, ids: Ids): Promise<void> {
  if (rows.examples.length === 0) return
  const last = new Map(rows.examples.map((e) => [e.text, e]))
  await tx
    .insertInto('example')
    .values(
      [...last.values()].map((e) => ({
        id: ids.next(),
        hash: sha256(e.lang, '\u0000', e.text),
        text: e.text,
        lang: e.lang,
        category: e.category,
        source: 'correction',
        ticket_id: e.ticket,
      })),
    )
    .onConflict((c) =>
      c.column('hash').doUpdateSet((eb) => ({
        category: eb.ref('excluded.category'),
        source: 'correction',
        ticket_id: eb.ref('excluded.ticket_id'),
        at: sql`now()`,
      })),
    )
    .execute()
}

async function writeConversations(tx: Tx, rows: Rows): Promise<void> {
  for (const [id, { speaker, epoch }] of rows.speakers)
    await tx.updateTable('conversation').set({ speaker, speaker_epoch: epoch }).where('id', '=', id).execute()
  for (const { conversation, lang } of rows.langs)
    await tx.updateTable('conversation').set({ lang }).where('id', '=', conversation).execute()
}

async function retryDeliveries(tx: Tx, message: string, ids: readonly string[], to: 'queued' | 'cancelled'): Promise<void> {
  const from = to === 'queued' ? ['failed', 'in_doubt'] : ['failed', 'in_doubt', 'held', 'queued']
  if (ids.length === 0) return
  await sql`
    with moved as (
      update delivery set state = ${to}, reason = ${to === 'queued' ? 'retry' : 'dropped'}, tries = 0
      where id = any(${ids}::text[]) and message_id = ${message} and state = any(${from}::text[]) returning lane
    )
    update lane set due_at = least(coalesce(due_at, now()), now()) where ${to === 'queued'} and key in (select lane from moved)`.execute(tx)
  await sql`update card set wanted = wanted + 1, due_at = now() where message_id = ${message}`.execute(tx)
}
