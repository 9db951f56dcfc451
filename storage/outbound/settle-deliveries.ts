/**
 * Keeps what came of sends. An agent's reply that was sent or failed is told to the desk as an event on its
 * ticket's line, so that promises are kept and failures seen; the send loop itself decides nothing.
 */
import { sql } from 'kysely'
import type { Outcome } from '../../bot/ports/channel.ts'
import type { Loop, Rings } from '../../bot/ports/stores.ts'
import type { Tx } from '../database.ts'
import { unawaited } from '../session.ts'
import { freeLanes } from './lanes.ts'
import type { OutboundOptions, SendResult } from './outbound-options.ts'
import { refuseChanges } from './refused-changes.ts'
import { type ReplyOutcome, tellReplies } from './tell-desk.ts'

/**
 * After this many tries, about an hour, a delivery that the platform keeps putting off has failed: a person must know.
 * An outage or a token that is refused for a while must not take everything queued to them.
 */
const MOST_TRIES = 70
/** From the third time on a delivery waits longer than the platform asked for, twice as long each time. */
const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 60_000
/** So long a lane waits for a send that is looked for; then a person must see to it, and the lane goes on. */
const LOOKED_FOR_MS = 30_000
/** A send whose answer was lost is mostly there at once. */
const LOOK_SOON_MS = 200
const LOOK_AGAIN_MS = 1_000

interface Settled {
  readonly id: string
  readonly state: 'sent' | 'failed' | 'in_doubt' | 'queued' | 'sending' | 'cancelled'
  readonly reason: string | null
  readonly ref: string | null
  readonly laterMs: number
  readonly tries: number
}

export async function settleDeliveries(tx: Tx, options: OutboundOptions, results: readonly SendResult[]): Promise<{ rings: Rings }> {
  const rings = new Set<Loop>()
  const settled = results.map(({ work, outcome }) => settledOf(work, outcome, options.can(work.channel).find))
  const fencing = lanesStillOurs(tx, results)
  // The state is no plain comparison, or all that waits would be gone through instead of these by their ids.
  const updating = sql<{
    id: string
    state: string
    card_id: string | null
    message_id: string | null
    ticket_id: string | null
    kind: string
  }>`
    update delivery set state = case when w.state = 'failed' and kind in ('edit', 'recall') then 'cancelled' else w.state end, reason = w.reason, tries = greatest(delivery.tries, w.tries), ref = coalesce(w.ref, delivery.ref), sent_at = case w.state when 'sent' then now() when 'sending' then coalesce(delivery.sent_at, now()) end
    from unnest(${settled.map((s) => s.id)}::text[], ${settled.map((s) => s.state)}::text[], ${settled.map((s) => s.reason)}::text[], ${settled.map((s) => s.ref)}::text[], ${settled.map((s) => s.tries)}::int[], ${results.map((r) => r.work.fence)}::bigint[]) as w(id, state, reason, ref, tries, fence)
    where delivery.id = any(${settled.map((s) => s.id)}::text[]) and delivery.id = w.id and delivery.state || '' in ('queued', 'sending')
      and (select fence from lane where key = delivery.lane) = w.fence
    returning delivery.id, delivery.state, delivery.card_id, delivery.message_id, delivery.ticket_id, delivery.kind`.execute(tx)
  const [mine, { rows }] = await Promise.all([fencing, updating])
  const kept = results.filter((r) => mine.has(r.work.lane))
  if (kept.length === 0) return { rings }
  const replies = rows.filter((r) => r.message_id && r.ticket_id && r.state !== 'queued' && r.state !== 'sending')
  // A change that was refused leaves what it was about as it was.
  const refused = replies.filter((r) => r.state === 'cancelled')
  const changes = refused.map((r) => ({ message: r.message_id ?? '', kind: r.kind }))
  if (await refuseChanges(tx, options.ids, changes)) rings.add('converse')
  if (
    tellReplies(
      tx,
      options.ids,
      await onlyReplies(
        tx,
        replies.filter((r) => r.state !== 'cancelled'),
      ),
    )
  )
    rings.add('converse')
  const posted = rows.filter((r) => r.card_id && r.state === 'sent')
  if (posted.length > 0) {
    cardsPosted(
      tx,
      posted.map((r) => ({ card: r.card_id ?? '', ref: settled.find((s) => s.id === r.id)?.ref ?? '' })),
    )
    rings.add('send').add('redraw')
  }
  if (replies.length > 0) {
    unawaited(
      sql`update card set wanted = wanted + 1, due_at = now() where message_id = any(${replies.map((r) => r.message_id)}::text[])`.execute(
        tx,
      ),
    )
    rings.add('redraw')
  }
  paceRooms(tx, options, kept)
  free(tx, kept, settled)
  rings.add('send')
  return { rings }
}

function settledOf({ outgoing, tries, doubtMs, again }: SendResult['work'], outcome: Outcome, canFind: boolean): Settled {
  const base = { id: outgoing.id, ref: null, laterMs: 0, tries: tries + 1 }
  if ('sent' in outcome) return { ...base, state: 'sent', reason: null, ref: outcome.sent.ref }
  if (doubtMs !== undefined && 'later' in outcome && tries < MOST_TRIES) return { ...base, state: 'queued', reason: 'lost', tries }
  if ('refused' in outcome) return { ...base, state: 'failed', reason: outcome.refused }
  // What only one person sees stands in no history: it is said twice at most, and nobody has to see to it.
  if ('unknown' in outcome && outgoing.kind === 'whisper' && again) return { ...base, state: 'cancelled', reason: 'no-answer' }
  if ('unknown' in outcome) {
    if (!canFind || (doubtMs ?? 0) >= LOOKED_FOR_MS) return { ...base, state: 'in_doubt', reason: 'no-answer' }
    return { ...base, state: 'sending', reason: 'looking', laterMs: (doubtMs ?? 0) < LOOK_AGAIN_MS ? LOOK_SOON_MS : LOOK_AGAIN_MS, tries }
  }
  return tries >= MOST_TRIES
    ? { ...base, state: 'failed', reason: 'CHANNEL_UNREACHABLE' }
    : { ...base, state: 'queued', reason: 'later', laterMs: Math.max(outcome.later, pauseAfter(tries)) }
}

function pauseAfter(tries: number): number {
  return tries < 2 ? 0 : Math.min(FIRST_PAUSE_MS * 2 ** (tries - 2), LONGEST_PAUSE_MS)
}

async function lanesStillOurs(tx: Tx, results: readonly SendResult[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ key: string; fence: number }>`
    select key, fence from lane where key = any(${[...new Set(results.map((r) => r.work.lane))]}::text[])`.execute(tx)
  const fences = new Map(rows.map((row) => [row.key, row.fence]))
  return new Set(results.filter((r) => fences.get(r.work.lane) === r.work.fence).map((r) => r.work.lane))
}

async function onlyReplies(
  tx: Tx,
  rows: readonly { message_id: string | null; ticket_id: string | null; state: string }[],
): Promise<readonly ReplyOutcome[]> {
  if (rows.length === 0) return []
  const replies = await tx
    .selectFrom('message')
    .select('id')
    .where('id', 'in', [...new Set(rows.map((r) => r.message_id ?? ''))])
    .where('kind', '=', 'reply')
    .execute()
  const ids = new Set(replies.map((r) => r.id))
  return rows.flatMap((r) =>
    r.message_id && r.ticket_id && ids.has(r.message_id) ? [{ message: r.message_id, ticket: r.ticket_id, sent: r.state === 'sent' }] : [],
  )
}

/** A posted card opens its thread: what waited for it may go, and what changed since is drawn. */
function cardsPosted(tx: Tx, posted: readonly { card: string; ref: string }[]): void {
  unawaited(
    sql`
    update card set ref = w.ref, shown = 1, due_at = case when card.wanted > 1 then now() end
    from unnest(${posted.map((p) => p.card)}::text[], ${posted.map((p) => p.ref)}::text[]) as w(id, ref) where card.id = any(${posted.map((p) => p.card)}::text[]) and card.id = w.id`.execute(
      tx,
    ),
  )
  unawaited(
    sql`
    with freed as (update delivery set state = 'queued', reason = null where thread_card_id = any(${posted.map((p) => p.card)}::text[]) and state = 'held' and reason = 'card' returning lane)
    update lane set due_at = now() where key in (select lane from freed)`.execute(tx),
  )
}

/**
 * Each send moves the room's next one by the pace; a room that was quiet may send a burst first. What the
 * platform puts off holds up the whole room: its other lanes would fare no better.
 */
function paceRooms(tx: Tx, options: OutboundOptions, kept: readonly SendResult[]): void {
  const rooms = new Map<string, { ms: number; back: number; later: number }>()
  for (const { work, outcome } of kept) {
    const { paceMs, burst = 1 } = options.can(work.channel)
    if (paceMs === 0 || work.doubtMs !== undefined) continue
    const { channel, account, external } = work.outgoing.room
    const key = `${channel}/${account}/${external}`
    const before = rooms.get(key) ?? { ms: 0, later: 0 }
    const later = Math.max(before.later, 'later' in outcome ? outcome.later : 0)
    rooms.set(key, { ms: before.ms + paceMs, back: paceMs * (burst - 1), later })
  }
  for (const [key, { ms, back, later }] of [...rooms.entries()].sort(([a], [b]) => (a < b ? -1 : 1)))
    unawaited(
      sql`
      insert into pace (key, next_send_at) values (${key}, now() + make_interval(secs => ${Math.max(ms - back, later) / 1000}))
      on conflict (key) do update set next_send_at =
        greatest(excluded.next_send_at, pace.next_send_at + make_interval(secs => ${ms / 1000}))`.execute(tx),
    )
}

function free(tx: Tx, kept: readonly SendResult[], settled: readonly Settled[]): void {
  const lanes = new Map<string, { key: string; fence: number; laterMs: number }>()
  for (const { work } of kept) {
    const wait = settled.find((s) => s.id === work.outgoing.id)?.laterMs ?? 0
    lanes.set(work.lane, { key: work.lane, fence: work.fence, laterMs: Math.max(lanes.get(work.lane)?.laterMs ?? 0, wait) })
  }
  freeLanes(tx, [...lanes.values()])
}
