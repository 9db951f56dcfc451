/** Intake: every event of a batch becomes committed rows, once, before anybody is told it was received. */
import { sql } from 'kysely'
import type { ConfigVersion } from '../../bot/domain/desk-config.ts'
import type { InstantAnswer } from '../../bot/ports/channel.ts'
import type { Ids } from '../../bot/ports/ids.ts'
import type { IntakeStore, Loop, Rings } from '../../bot/ports/stores.ts'
import type { Db, Tx } from '../database.ts'
import { keyHash, sha256 } from '../hash.ts'
import { type Insert, insertRows } from '../insert-rows.ts'
import { openHomes } from '../outbound/home-store.ts'
import { unawaited } from '../session.ts'
import type { Arrival } from './arrival.ts'
import { storeEdits } from './edits.ts'
import { opensHome, type Place, resolvePlaces } from './places.ts'
import { renameCustomers } from './rename.ts'
import { storeTeamEvents } from './team-events.ts'
import { storeWords } from './words.ts'

/** Raw payloads are kept for looking, not for working: a longer one is cut. */
const RAW_MAX = 64_000

export function createIntakeStore(db: Db, ids: Ids, config: () => ConfigVersion): IntakeStore {
  return {
    take: (events, cursor) =>
      db.urgent(async (tx) => {
        const places = await resolvePlaces(tx, ids, events, config())
        const arrivals = events.map((event, i) => ({
          event,
          id: ids.next(),
          hash: keyHash(event.channel, event.account, event.key),
          place: place(places[i]),
        }))
        const fresh = await claimKeys(tx, arrivals)
        const known = await knownKeys(tx, arrivals, fresh)
        unawaited(storeRaw(tx, [...fresh.values()]))
        const news = [...fresh.values()]
        await renameCustomers(tx, news)
        await storeWords(
          tx,
          ids,
          news.filter((a) => isWords(a)),
          config(),
        )
        await storeUnparsed(
          tx,
          news.filter((a) => a.event.what === 'unparsed'),
        )
        await storeTeamEvents(
          tx,
          news.filter((a) => isTeamEvent(a)),
        )
        await storeEdits(
          tx,
          ids,
          news.filter((a) => a.event.what === 'edit' || a.event.what === 'recall'),
        )
        await openHomes(
          tx,
          news.filter((a) => opensHome(a.event)).map(({ event: { channel, account, from } }) => ({ channel, account, external: from.id })),
        )
        if (cursor)
          await tx
            .insertInto('pull_cursor')
            .values(cursor)
            .onConflict((c) => c.columns(['channel', 'account']).doUpdateSet({ value: cursor.value }))
            .execute()
        return { answers: arrivals.map((arrival) => answer(arrival, fresh, known)), rings: ringsFor(news) }
      }),
  }
}

/** Both halves of converse: a command ends the burst before it, which is then due at once, too. Nothing new, nothing to ring for. */
function ringsFor(arrivals: readonly Arrival[]): Rings {
  const files = arrivals.some(({ event }) => event.files.some((file) => !file.stored))
  const home = arrivals.some((a) => opensHome(a.event))
  if (files || home) return new Set<Loop>([...BOTH, ...(home ? (['redraw'] as const) : []), ...(files ? (['fetch'] as const) : [])])
  return arrivals.length > 0 ? BOTH : NONE
}
const BOTH: Rings = new Set(['converse', 'read'])
const NONE: Rings = new Set()

function place(found: Place | undefined): Place {
  if (!found) throw new Error('a place was not resolved')
  return found
}

/** What a customer says, types or clicks becomes a message; a click carries its choice. */
function isWords({ event, place }: Arrival): boolean {
  if (place.kind !== 'customer' || place.staff) return false
  return event.what === 'message' || event.what === 'action' || event.what === 'command' || event.what === 'form'
}

function isTeamEvent({ event, place }: Arrival): boolean {
  if (event.what === 'edit' || event.what === 'recall' || event.what === 'unparsed' || event.what === 'enter') return false
  return place.kind !== 'customer' || event.what === 'send-failed' || place.staff
}

/** First writer wins, for good. Rows are written in the order of their hash, so that two processes cannot deadlock. */
async function claimKeys(tx: Tx, arrivals: readonly Arrival[]): Promise<Map<string, Arrival>> {
  const first = new Map<string, Arrival>()
  for (const arrival of arrivals) {
    const hex = arrival.hash.toString('hex')
    if (!first.has(hex)) first.set(hex, arrival)
  }
  const ordered = [...first.entries()].sort(([a], [b]) => (a < b ? -1 : 1))
  if (ordered.length === 0) return first
  const { rows: taken } = await insertRows<'inbound_key', { hash: Buffer }>(
    tx,
    KEYS,
    ordered.map(([, a]) => ({
      hash: a.hash,
      event_id: a.id,
      message_id: isWords(a) ? a.id : null,
      conversation_id: a.place.conversation,
      said: sha256(a.event.text ?? ''),
    })),
  )
  const won = new Set(taken.map((row) => row.hash.toString('hex')))
  return new Map(ordered.filter(([hex, a]) => won.has(hex) && first.get(hex) === a))
}

type Known = {
  readonly event_id: string
  readonly message_id: string | null
  readonly conversation_id: string | null
  readonly said: Buffer | null
}

async function knownKeys(tx: Tx, arrivals: readonly Arrival[], fresh: ReadonlyMap<string, Arrival>): Promise<Map<string, Known>> {
  const again = arrivals.filter((a) => fresh.get(a.hash.toString('hex')) !== a).map((a) => a.hash)
  if (again.length === 0) return new Map()
  const rows = await tx
    .selectFrom('inbound_key')
    .select(['hash', 'event_id', 'message_id', 'conversation_id', 'said'])
    .where('hash', 'in', again)
    .execute()
  return new Map(rows.map((row) => [row.hash.toString('hex'), row]))
}

function answer(arrival: Arrival, fresh: ReadonlyMap<string, Arrival>, known: ReadonlyMap<string, Known>): InstantAnswer {
  const hex = arrival.hash.toString('hex')
  if (fresh.get(hex) === arrival) {
    return { event: arrival.id, taken: 'new', message: isWords(arrival) ? arrival.id : null, conversation: arrival.place.conversation }
  }
  const first = known.get(hex)
  if (!first) throw new Error('a known key has no row')
  const same = first.said?.equals(sha256(arrival.event.text ?? '')) ?? false
  return { event: first.event_id, taken: same ? 'again' : 'conflict', message: first.message_id, conversation: first.conversation_id }
}

async function storeRaw(tx: Tx, arrivals: readonly Arrival[]): Promise<void> {
  const raw = arrivals.filter((a) => a.event.raw !== null)
  await insertRows(
    tx,
    RAW,
    raw.map(({ id, event }) => ({ id, channel: event.channel, account: event.account, what: event.what, payload: rawText(event.raw) })),
  )
}

const KEYS: Insert<'inbound_key'> = {
  into: 'inbound_key',
  columns: { hash: 'bytea', event_id: 'text', message_id: 'text', conversation_id: 'text', said: 'bytea' },
  tail: 'on conflict (hash) do nothing returning hash',
}
const RAW: Insert<'raw_event'> = {
  into: 'raw_event',
  columns: { id: 'text', channel: 'text', account: 'text', what: 'text', payload: 'text' },
}

function rawText(raw: unknown): string {
  const text = typeof raw === 'string' ? raw : JSON.stringify(raw)
  return (text ?? '').slice(0, RAW_MAX).toWellFormed().replaceAll('\u0000', '\uFFFD')
}

async function storeUnparsed(tx: Tx, arrivals: readonly Arrival[]): Promise<void> {
  if (arrivals.length === 0) return
  await tx
    .insertInto('unparsed')
    .values(
      arrivals.map((a) => ({
        id: a.id,
        channel: a.event.channel,
        account: a.event.account,
        why: 'shape',
        excerpt: rawText(a.event.raw).slice(0, 500),
        at: sql<Date>`now()`,
      })),
    )
    .execute()
}
