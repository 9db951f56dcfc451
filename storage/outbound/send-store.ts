/** The send loop's store: claims lanes, marks what is about to be sent, keeps what came of it. */
import { type Kysely, sql } from 'kysely'
import type { SendStore, SendWork } from '../../bot/ports/stores.ts'
import { BREATH, breathe } from '../../kit/breathe.ts'
import type { Tx } from '../database.ts'
import { LEASE_SECONDS } from '../lines.ts'
import type { Database } from '../schema.ts'
import { unawaited } from '../session.ts'
import { loadCardFacts } from './card-facts.ts'
import { freeLanes } from './lanes.ts'
import type { OutboundOptions } from './outbound-options.ts'
import { outgoingOf, type PendingDelivery } from './outgoing.ts'
import { settleDeliveries } from './settle-deliveries.ts'

/** Deliveries of one lane taken at once where the platform can neither double nor shuffle them; elsewhere one at a time. */
export const MOST_PER_LANE = 32
/** Sends of one lane that are looked for together: one page of a history holds as many. */
const MOST_DOUBTS = 100

export function createSendStore(options: OutboundOptions): SendStore {
  const { db } = options
  return {
    claim: async (channels, most) => {
      const lanes = await claimLanes(db.kysely, options.owner, channels, most)
      return lanes.length === 0 ? [] : db.tx((tx) => beginSending(tx, options, lanes, Math.min(most, MOST_PER_LANE)))
    },
    settle: (results) => db.tx((tx) => settleDeliveries(tx, options, results)),
  }
}

export interface ClaimedLane {
  readonly key: string
  readonly channel: string
  readonly fence: number
}

/** Pings go first; a lane whose room must still wait for its pace is left alone. */
export async function claimLanes(
  db: Kysely<Database>,
  owner: string,
  channels: readonly string[],
  most: number,
): Promise<readonly ClaimedLane[]> {
  const { rows } = await sql<ClaimedLane>`
    with due as (
      select l.key from lane l
      where l.channel = any(${channels}::text[]) and l.due_at <= now() and (l.until is null or l.until < now())
        and not exists (select 1 from pace p where p.key = l.pace and p.next_send_at > now())
      order by l.ping desc, l.due_at limit ${most} for update of l skip locked
    )
    update lane set owner = ${owner}, until = now() + make_interval(secs => ${LEASE_SECONDS}), fence = fence + 1
    from due where lane.key = due.key
    returning lane.key, lane.channel, lane.fence`.execute(db)
  return rows
}

/** Marks the next deliveries of each lane `sending`; drops guarded words whose speaker has changed. */
export async function beginSending(
  tx: Tx,
  options: OutboundOptions,
  lanes: readonly ClaimedLane[],
  perLane: number,
): Promise<readonly SendWork[]> {
  settleAbandoned(tx, options, lanes)
  const pending = await withThreads(tx, await nextDeliveries(tx, options, lanes, perLane))
  const [stale, facts] = await Promise.all([
    staleWords(
      tx,
      pending.filter((d) => d.doubtMs === null),
    ),
    loadCardFacts(
      tx,
      pending.flatMap((d) => (d.cardId ? [d.cardId] : [])),
      options.config(),
    ),
  ])
  if (stale.size > 0)
    unawaited(sql`update delivery set state = 'cancelled', reason = 'epoch' where id = any(${[...stale]}::text[])`.execute(tx))
  if (stale.size > 0) options.onStale?.(stale.size)
  const going = pending.filter((d) => !stale.has(d.id))
  // Where a repeat is harmless the lane's lease is enough; elsewhere the mark tells, after a crash, what may have been sent.
  const marked = going.filter((d) => d.doubtMs === null && !options.can(d.channel).idempotent)
  if (marked.length > 0)
    unawaited(sql`update delivery set state = 'sending', tries = tries + 1 where id = any(${marked.map((d) => d.id)}::text[])`.execute(tx))
  const busy = new Set(going.map((d) => d.lane))
  freeLanes(
    tx,
    lanes.filter((l) => !busy.has(l.key)),
  )
  const fences = new Map(lanes.map((l) => [l.key, l]))
  const works: SendWork[] = []
  for (const [i, delivery] of going.entries()) {
    if (i % BREATH === BREATH - 1) await breathe()
    const lane = fences.get(delivery.lane)
    const outgoing = outgoingOf(delivery, facts, options)
    if (!lane || !outgoing) continue
    const doubt = {
      ...(delivery.doubtMs === null ? {} : { doubtMs: delivery.doubtMs }),
      ...(delivery.again ? { again: true as const } : {}),
    }
    works.push({ lane: lane.key, fence: lane.fence, outgoing, channel: lane.channel, tries: delivery.tries, ...doubt })
  }
  return works
}

/**
 * A send whose worker died is in doubt, and looked for where the platform can tell; our own rooms and idempotent
 * platforms have no such mark and take it again. What a person sends again all the same is sent where none can look.
 */
function settleAbandoned(tx: Tx, options: OutboundOptions, lanes: readonly ClaimedLane[]): void {
  const doubtful = lanes.filter((l) => !options.can(l.channel).idempotent)
  const find = doubtful.filter((l) => options.can(l.channel).find).map((l) => l.key)
  const rest = doubtful.filter((l) => !options.can(l.channel).find).map((l) => l.key)
  if (find.length > 0)
    unawaited(
      sql`update delivery set reason = 'looking', sent_at = now() where lane = any(${find}::text[]) and state = 'sending' and sent_at is null`.execute(
        tx,
      ),
    )
  if (rest.length > 0)
    unawaited(
      sql`
      update delivery set state = case when reason = 'looking' then 'queued' else 'in_doubt' end, reason = case when reason = 'looking' then 'retry' else 'crash' end
      where lane = any(${rest}::text[]) and state = 'sending'`.execute(tx),
    )
}

/** What is looked for comes before what has not been sent, and all of a lane together: the lane keeps its order, and one look tells of all. */
async function nextDeliveries(
  tx: Tx,
  options: OutboundOptions,
  lanes: readonly ClaimedLane[],
  perLane: number,
): Promise<readonly PendingDelivery[]> {
  const { rows } = await sql<PendingDelivery>`
    select d.id, d.lane, d.kind, d.body, d.epoch, d.tries, d.conversation_id as "conversationId", coalesce(d.reason = 'lost', false) as again,
      case when d.state = 'sending' then greatest(0, extract(epoch from now() - d.sent_at) * 1000)::int end as "doubtMs", d.card_id as "cardId", d.message_id as "messageId",
      coalesce(t.ref, nullif(r.thread, '')) as "threadRef", d.thread_card_id as "threadCardId",
      case when d.kind in ('edit', 'recall') then (select o.ref from delivery o where o.id = d.body::json ->> 'of') end as "editRef",
      case when a.state = 'stored' then json_build_object('name', a.name, 'mime', a.mime, 'size', a.size, 'blob', a.blob) end as file, r.id as "roomId", r.channel, r.account, r.external
    from unnest(${lanes.map((l) => l.key)}::text[], ${lanes.map((l) => (options.can(l.channel).idempotent && options.can(l.channel).keepsOrder ? perLane : 1))}::int[]) as l(key, most)
    cross join lateral (
      (select * from delivery where lane = l.key and state = 'sending' order by ord limit ${MOST_DOUBTS})
      union all (select * from delivery where lane = l.key and state = 'queued'
        and not exists (select 1 from delivery where lane = l.key and state = 'sending') order by ord limit l.most)) d
    join room r on r.id = d.room_id
    left join card t on t.id = d.thread_card_id
    left join attachment a on a.id = d.attachment_id
    order by d.ord`.execute(tx)
  return rows
}

/**
 * The card of a thread may be gone since these were queued (see repost-cards.ts): what was to go there waits for the
 * one that comes in its place. The lock keeps that one from missing them while it is being posted.
 */
async function withThreads(tx: Tx, pending: readonly PendingDelivery[]): Promise<readonly PendingDelivery[]> {
  const behind = pending.filter((d) => d.threadCardId !== null && d.threadRef === null)
  if (behind.length === 0) return pending
  const { rows } = await sql<{ id: string }>`
    select id::text from card where id = any(${behind.map((d) => d.threadCardId)}::text[]) and ref is null order by id for share`.execute(
    tx,
  )
  const gone = behind.filter((d) => rows.some(({ id }) => id === d.threadCardId)).map((d) => d.id)
  await sql`update delivery set state = 'held', reason = 'card' where id = any(${gone}::text[])`.execute(tx)
  return pending.filter((d) => !behind.includes(d))
}

/** Guarded words are checked against the speaker under a lock on their conversation. */
async function staleWords(tx: Tx, pending: readonly PendingDelivery[]): Promise<ReadonlySet<string>> {
  const guarded = pending.filter((d) => d.epoch !== null && d.conversationId !== null)
  const ids = [...new Set(guarded.flatMap((d) => (d.conversationId ? [d.conversationId] : [])))].sort()
  if (ids.length === 0) return new Set()
  const { rows } = await sql<{ id: string; speaker_epoch: number }>`
    select id, speaker_epoch from conversation where id = any(${ids}::text[]) order by id for share`.execute(tx)
  const epochs = new Map(rows.map((row) => [row.id, row.speaker_epoch]))
  return new Set(guarded.filter((d) => d.epoch !== epochs.get(d.conversationId ?? '')).map((d) => d.id))
}
