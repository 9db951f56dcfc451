/**
 * Lends what is due to channels in other processes. Deliveries of one claimed lane are settled together, because
 * settling frees the lane: one still on its way in a freed lane would be lent twice for nothing.
 */
import { sql } from 'kysely'
import type { Outcome, Outgoing } from '../../bot/ports/channel.ts'
import type { LendStore } from '../../bot/ports/lend.ts'
import type { CardWork, Rings, SendWork } from '../../bot/ports/stores.ts'
import type { Tx } from '../database.ts'
import { type Insert, insertRows } from '../insert-rows.ts'
import { claimDueCards, drawCards, settleCards } from './card-store.ts'
import type { OutboundOptions } from './outbound-options.ts'
import { beginSending, claimLanes, MOST_PER_LANE } from './send-store.ts'
import { settleDeliveries } from './settle-deliveries.ts'

/** What was told in part is settled a little before its lane's lease of 15 s ends. */
const PART_SECONDS = 12
const NO_RINGS: Rings = new Set()

interface LentRow {
  readonly id: string
  readonly lane: string
  readonly fence: number
  readonly tries: number
  readonly outcome: string | null
  readonly room: string
  readonly account: string
  readonly external: string
}

const LENT: Insert<'lent'> = {
  into: 'lent',
  columns: { id: 'text', channel: 'text', lane: 'text', fence: 'int8', wanted: 'int4', tries: 'int4' },
  // Lent once more under the same id: what was told of a delivery since the last time still counts.
  tail: `on conflict (id) do update set lane = excluded.lane, fence = excluded.fence, wanted = excluded.wanted, tries = excluded.tries,
    lent_at = now(), outcome = case when excluded.wanted is null then lent.outcome end`,
}

export function createLendStore(options: OutboundOptions): LendStore {
  const { db, owner } = options
  return {
    lend: async (channel, most) => {
      const overdue = await db.tx((tx) => settleParts(tx, options, channel))
      const lanes = await claimLanes(db.kysely, owner, [channel], most)
      const given = lanes.length === 0 ? NOTHING : await db.tx((tx) => lendLanes(tx, options, channel, lanes))
      const cards = await claimDueCards(db.kysely, options, [channel], most)
      const drawn = cards.length === 0 ? [] : await db.tx((tx) => lendCards(tx, options, channel, cards))
      return { lent: [...given.lent, ...drawn], rings: new Set([...overdue, ...given.rings]) }
    },
    settle: (channel, id, outcome) => db.tx((tx) => settleOne(tx, options, channel, id, outcome)),
  }
}

const NOTHING: { readonly lent: readonly Outgoing[]; readonly rings: Rings } = { lent: [], rings: NO_RINGS }

async function lendLanes(
  tx: Tx,
  options: OutboundOptions,
  channel: string,
  lanes: Parameters<typeof beginSending>[2],
): Promise<typeof NOTHING> {
  const works = await beginSending(tx, options, lanes, MOST_PER_LANE)
  if (works.length === 0) return NOTHING
  await insertRows(tx, LENT, works.map((work) => rowOf(channel, work)).sort(byId))
  const batches = await batchesOf(tx, [...new Set(works.map(({ lane }) => lane))])
  const rings = await settleWhole(tx, options, channel, batches)
  const told = new Set(batches.flat().flatMap((row) => (row.outcome === null ? [] : [row.id])))
  return { lent: works.flatMap(({ outgoing }) => (told.has(outgoing.id) ? [] : [outgoing])), rings }
}

async function lendCards(
  tx: Tx,
  options: OutboundOptions,
  channel: string,
  claimed: Parameters<typeof drawCards>[2],
): Promise<readonly Outgoing[]> {
  const works = await drawCards(tx, options, claimed)
  await insertRows(tx, LENT, works.map((work) => cardRowOf(channel, work)).sort(byId))
  return works.map(({ outgoing }) => outgoing)
}

function rowOf(channel: string, { outgoing, lane, fence, tries }: SendWork) {
  return { id: outgoing.id, channel, lane, fence, wanted: null, tries }
}

function cardRowOf(channel: string, { card, wanted }: CardWork) {
  return { id: card, channel, lane: null, fence: null, wanted, tries: 0 }
}

async function settleOne(
  tx: Tx,
  options: OutboundOptions,
  channel: string,
  id: string,
  outcome: Outcome,
): Promise<{ readonly known: boolean; readonly rings: Rings }> {
  const { rows: cards } = await sql<{ wanted: number }>`
    delete from lent where id = ${id} and channel = ${channel} and wanted is not null returning wanted`.execute(tx)
  if (cards[0]) {
    await settleCards(tx, [{ card: id, wanted: cards[0].wanted, outcome }], null)
    return { known: true, rings: NO_RINGS }
  }
  const { rows: found } = await sql<{ lane: string }>`select lane from lent where id = ${id} and channel = ${channel}`.execute(tx)
  // Settled already, or drawn: then it was told before.
  if (!found[0]) return { known: await wasSettled(tx, channel, id), rings: NO_RINGS }
  await batchesOf(tx, [found[0].lane])
  await sql`update lent set outcome = ${JSON.stringify(outcome)} where id = ${id} and outcome is null`.execute(tx)
  return { known: true, rings: await settleWhole(tx, options, channel, await batchesOf(tx, [found[0].lane])) }
}

/** What is lent of each lane, by the claim it was lent under; locked in the order of ids, so that two that tell wait for each other. */
async function batchesOf(tx: Tx, lanes: readonly string[]): Promise<readonly (readonly LentRow[])[]> {
  const { rows } = await sql<LentRow>`
    select l.id::text, l.lane, l.fence, l.tries, l.outcome, r.id::text as room, r.account, r.external
    from lent l join delivery d on d.id = l.id join room r on r.id = d.room_id
    where l.lane = any(${lanes}::text[]) order by l.id for update of l`.execute(tx)
  return [...Map.groupBy(rows, ({ lane, fence }) => `${lane} ${fence}`).values()]
}

/** Settles batches of which all was told. One whose lane was claimed anew since keeps what was told until it is lent again. */
async function settleWhole(tx: Tx, options: OutboundOptions, channel: string, batches: readonly (readonly LentRow[])[]): Promise<Rings> {
  return settleBatches(
    tx,
    options,
    channel,
    batches.filter((batch) => batch.every(({ outcome }) => outcome !== null)),
  )
}

/** Batches told in part whose lease is about to end: what is missing is queued again. What is told of it later still counts. */
async function settleParts(tx: Tx, options: OutboundOptions, channel: string): Promise<Rings> {
  const { rows } = await sql<{ lane: string }>`
    select distinct lane from lent where channel = ${channel} and outcome is not null and lent_at < now() - make_interval(secs => ${PART_SECONDS})`.execute(
    tx,
  )
  if (rows.length === 0) return NO_RINGS
  return settleBatches(
    tx,
    options,
    channel,
    await batchesOf(
      tx,
      rows.map(({ lane }) => lane),
    ),
  )
}

async function settleBatches(tx: Tx, options: OutboundOptions, channel: string, batches: readonly (readonly LentRow[])[]): Promise<Rings> {
  if (batches.length === 0) return NO_RINGS
  const { rows } = await sql<{ key: string; fence: number }>`
    select key, fence from lane where key = any(${batches.map((batch) => batch[0]?.lane ?? '')}::text[])`.execute(tx)
  const ours = batches.flatMap((batch) => (rows.some(({ key, fence }) => key === batch[0]?.lane && fence === batch[0].fence) ? batch : []))
  if (ours.length === 0) return NO_RINGS
  const results = ours.map(({ id, lane, fence, tries, outcome, room, ...place }) => ({
    work: { lane, fence, tries, channel, outgoing: { id, room: { id: room, channel, ...place, thread: null } } },
    outcome: outcome === null ? { later: 0 } : (JSON.parse(outcome) as Outcome),
  }))
  const { rings } = await settleDeliveries(tx, options, results)
  await sql`delete from lent where id = any(${ours.map(({ id }) => id)}::text[]) and outcome is not null`.execute(tx)
  return rings
}

/** Whether it was once this channel's: a delivery that is no longer to be sent, or a card that is posted. */
async function wasSettled(tx: Tx, channel: string, id: string): Promise<boolean> {
  const { rows } = await sql<{ was: boolean }>`
    select exists (select from delivery d join room r on r.id = d.room_id where d.id = ${id} and r.channel = ${channel} and d.state not in ('held', 'queued', 'sending'))
      or exists (select from card c join room r on r.id = c.room_id where c.id = ${id} and r.channel = ${channel} and c.ref is not null) as was`.execute(
    tx,
  )
  return rows[0]?.was ?? false
}

const byId = (a: { readonly id: string }, b: { readonly id: string }) => (a.id < b.id ? -1 : 1)
