/**
 * Writes what a batch of decisions collected: one statement per table, in the order of the locks (lines, cards,
 * lanes). Nobody waits for them: they go to the database together, and with the commit (see session.ts).
 */
import { sql } from 'kysely'
import { timersOf } from '../../bot/domain/timers.ts'
import type { Ids } from '../../bot/ports/ids.ts'
import type { Loop, Rings } from '../../bot/ports/stores.ts'
import { BREATH, breathe } from '../../kit/breathe.ts'
import { setLevel } from '../customer-store.ts'
import type { Tx } from '../database.ts'
import { insertFiles } from '../files/file-rows.ts'
import { fetchAgain, type LockedFile, lockFiles } from '../files/lock-files.ts'
import { sha256 } from '../hash.ts'
import { type Insert, insertRows } from '../insert-rows.ts'
import { askLookups } from '../lookup-store.ts'
import { makeHomesDue } from '../outbound/home-store.ts'
import { queueDeliveries } from '../outbound/queue-deliveries.ts'
import { releaseHeld } from '../outbound/release-held.ts'
import { retryDeliveries } from '../outbound/retry-deliveries.ts'
import { tellFileFailed, tellReplies } from '../outbound/tell-desk.ts'
import { unawaited } from '../session.ts'
import { amendMessage } from './amend-message.ts'
import type { Rows } from './apply-effects.ts'
import type { DeliveryRow } from './row-types.ts'
import { writeMeetings, writeSources } from './write-meetings.ts'
import { writeTickets } from './write-tickets.ts'

export async function writeRows(tx: Tx, rows: Rows, ids: Ids, reopenDays: number): Promise<Rings> {
  // Files come before cards and lanes: a fetch that ends now locks them in this order, too. Mostly there are none.
  const fetching = await fetchAgain(
    tx,
    rows.fetches.map(({ ticket }) => ticket),
  )
  const files = await lockFiles(
    tx,
    rows.out.deliveries.flatMap((d) => d.attachment_id ?? []),
  )
  // The database begins with the tickets of a large batch while what belongs to them is put together, and sockets have their turn.
  const pause = () => (rows.histories.events.length > BREATH ? breathe() : undefined)
  writeMeetings(tx, rows.meetings)
  await writeTickets(tx, rows.histories, pause)
  await pause()
  writeSources(tx, rows.sources)
  writeTalk(tx, rows, ids)
  await pause()
  writeQuestions(tx, rows)
  writeTimers(tx, rows, reopenDays)
  await pause()
  writeCorrections(tx, rows, ids)
  unawaited(askLookups(tx, rows.lookups))
  writeConversations(tx, rows)
  for (const { customer, level } of rows.levels) unawaited(setLevel(tx, customer, level))
  unawaited(insertRows(tx, CARDS, rows.out.cards))
  const changed = rows.histories
    .changed()
    .filter((t) => !t.fresh)
    .map((t) => t.ticket.id)
  const redrawn = [...new Set([...changed])].sort()
  if (redrawn.length > 0)
    unawaited(
      sql`update card set wanted = wanted + 1, due_at = now() where ticket_id = any(${redrawn}::text[]) and message_id is null`.execute(tx),
    )
  const read = rows.out.deliveries.flatMap((d) =>
    d.pulled && d.reply && d.message_id && d.ticket_id ? [{ message: d.message_id, ticket: d.ticket_id, sent: true }] : [],
  )
  let told = tellReplies(tx, ids, read)
  const givenUp = tellGivenUp(tx, ids, rows.out.deliveries, files)
  unawaited(insertFiles(tx, rows.out.files))
  for (const { id, file } of rows.out.files) files.set(id, { state: file.source ? 'waiting' : 'stored', name: file.name })
  queueDeliveries(tx, await behindOpenCards(tx, rows), files)
  for (const release of rows.releases) if (releaseHeld(tx, ids, release)) told = true
  let asked = rows.out.files.some(({ file }) => file.source) || fetching
  for (const retry of rows.retries) asked = (await retryDeliveries(tx, retry.message, retry.ids, retry.to)) || asked
  unawaited(makeHomesDue(tx, rows.histories.concerned))
  const rings = new Set<Loop>()
  if (rows.out.deliveries.length + rows.retries.length + rows.releases.length > 0) rings.add('send')
  if (told || givenUp) rings.add('converse')
  if (asked) rings.add('fetch')
  if (fetching) rings.add('redraw')
  if (rows.lookups.length > 0) rings.add('look-up').add('translate')
  if (redrawn.length + rows.retries.length + rows.releases.length > 0) rings.add('redraw')
  return rings
}

/**
 * What waits for a card that was not there when the decision was made need not wait if it is there by now. The lock
 * keeps a card that is being posted from missing what is about to wait for it.
 */
async function behindOpenCards(tx: Tx, rows: Rows): Promise<readonly DeliveryRow[]> {
  const own = new Set(rows.out.cards.map(({ id }) => id))
  const cards = rows.out.deliveries.flatMap(({ held, thread_card_id: card }) => (held && card && !own.has(card) ? [card] : []))
  if (cards.length === 0) return rows.out.deliveries
  const { rows: locked } = await sql<{ id: string; ref: string | null }>`
    select id::text, ref from card where id = any(${[...new Set(cards)].sort()}::text[]) order by id for share`.execute(tx)
  const open = new Set(locked.flatMap(({ id, ref }) => (ref === null ? [] : [id])))
  return rows.out.deliveries.map((delivery) => (open.has(delivery.thread_card_id ?? '') ? { ...delivery, held: false } : delivery))
}

const CARDS: Insert<'card'> = {
  into: 'card',
  columns: { id: 'text', ticket_id: 'text', message_id: 'text', room_id: 'text', ref: 'text' },
  same: { wanted: '1', shown: '0' },
}

/** What was given up before the ticket was there, or while its turn was read, is told now; what is given up later, then. */
function tellGivenUp(tx: Tx, ids: Ids, deliveries: readonly DeliveryRow[], files: ReadonlyMap<string, LockedFile>): boolean {
  const gone = new Map<string, { ticket: string; file: string; name: string }>()
  for (const { attachment_id: file, ticket_id: ticket, thread_card_id } of deliveries) {
    const locked = files.get(file ?? '')
    if (file && ticket && thread_card_id && locked?.state === 'failed') gone.set(`${ticket}/${file}`, { ticket, file, name: locked.name })
  }
  for (const { ticket, file, name } of gone.values()) tellFileFailed(tx, ids, [ticket], { file, name })
  return gone.size > 0
}

const MESSAGES: Insert<'message'> = {
  into: 'message',
  columns: { id: 'text', conversation_id: 'text', kind: 'text', author_id: 'text', text: 'text', ticket_id: 'text', event_id: 'text' },
  same: { at: 'now()' },
}

const LINKS: Insert<'ticket_message'> = {
  into: 'ticket_message',
  columns: { ticket_id: 'text', message_id: 'text' },
  tail: 'on conflict do nothing',
}

const NOTES: Insert<'note'> = {
  into: 'note',
  columns: { id: 'text', ticket_id: 'text', author_id: 'text', event_id: 'text', text: 'text' },
  tail: 'on conflict (event_id) do nothing',
}

function writeTalk(tx: Tx, rows: Rows, ids: Ids): void {
  unawaited(insertRows(tx, MESSAGES, rows.out.messages))
  unawaited(insertRows(tx, LINKS, rows.links))
  for (const { from, to } of rows.relinks)
    unawaited(
      sql`insert into ticket_message (ticket_id, message_id) select ${to}, message_id from ticket_message where ticket_id = ${from} on conflict do nothing`.execute(
        tx,
      ),
    )
  for (const { message, text } of rows.amended) amendMessage(tx, ids, message, text)
  const notes = rows.notes.map((n) => ({ id: n.event, ticket_id: n.ticket, author_id: n.author, event_id: n.event, text: n.text }))
  unawaited(insertRows(tx, NOTES, notes))
  for (const { event, text, at } of rows.rewritten)
    unawaited(
      tx
        .updateTable('note')
        .set(text === null ? { text: '', removed_at: new Date(at) } : { text, edited_at: new Date(at) })
        .where('event_id', '=', event)
        .where(sql<boolean>`greatest(edited_at, removed_at, '-infinity') <= ${new Date(at)}`)
        .execute(),
    )
}

const QUESTIONS: Insert<'question'> = {
  into: 'question',
  columns: {
    id: 'text',
    conversation_id: 'text',
    ticket_id: 'text',
    kind: 'text',
    about: 'text',
    options: 'text',
    state: 'text',
    until: 'timestamptz',
  },
}

function writeQuestions(tx: Tx, rows: Rows): void {
  for (const settle of rows.settles)
    unawaited(
      tx
        .updateTable('question')
        .set({ state: settle.state, ...(settle.until === undefined ? {} : { until: new Date(settle.until) }) })
        .where('id', '=', settle.question)
        .execute(),
    )
  const asked = rows.asks.map((ask) => ({
    id: ask.question,
    conversation_id: ask.conversation,
    ticket_id: ask.ticket,
    kind: ask.kind,
    about: ask.about,
    options: JSON.stringify(ask.options),
    state: ask.open ? 'open' : 'queued',
    until: new Date(ask.until),
  }))
  unawaited(insertRows(tx, QUESTIONS, asked))
}

const TIMERS: Insert<'timer'> = {
  into: 'timer',
  columns: { ticket_id: 'text', kind: 'text', subject: 'text', due_at: 'timestamptz' },
  // A time that is still to come is nobody else’s, restored or not.
  tail: `on conflict (ticket_id, kind, subject) do update set due_at = excluded.due_at, owner = null, until = null, tries = 0, died = 0,
    restored = timer.restored and coalesce(excluded.due_at <= now(), false)`,
}

function writeTimers(tx: Tx, rows: Rows, reopenDays: number): void {
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
    unawaited(
      sql`update timer set due_at = null where ticket_id = any(${old}::text[]) and kind <> 'question' and due_at is not null`.execute(tx),
    )
  const timers = [...all.values()].map((t) => ({
    ticket_id: t.ticket,
    kind: t.kind,
    subject: t.subject,
    due_at: t.due === null ? null : new Date(t.due),
  }))
  unawaited(insertRows(tx, TIMERS, timers))
}

const EXAMPLES: Insert<'example'> = {
  into: 'example',
  columns: { id: 'text', hash: 'bytea', text: 'text', lang: 'text', category: 'text', ticket_id: 'text' },
  same: { source: "'correction'" },
  tail: "on conflict (hash) do update set category = excluded.category, source = 'correction', ticket_id = excluded.ticket_id, at = now()",
}

function writeCorrections(tx: Tx, rows: Rows, ids: Ids): void {
  const last = new Map(rows.examples.map((e) => [e.text, e]))
  const examples = [...last.values()].map((e) => ({
    id: ids.next(),
    hash: sha256(e.lang, '\u0000', e.text),
    text: e.text,
    lang: e.lang,
    category: e.category,
    ticket_id: e.ticket,
  }))
  unawaited(insertRows(tx, EXAMPLES, examples))
}

function writeConversations(tx: Tx, rows: Rows): void {
  for (const [id, { speaker, epoch }] of rows.speakers)
    unawaited(tx.updateTable('conversation').set({ speaker, speaker_epoch: epoch }).where('id', '=', id).execute())
  for (const { conversation, lang } of rows.langs)
    unawaited(tx.updateTable('conversation').set({ lang }).where('id', '=', conversation).execute())
}
