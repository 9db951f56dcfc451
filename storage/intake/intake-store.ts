/** Intake: every event of a batch becomes committed rows, once, before anybody is told it was received. */
import { sql } from 'kysely'
import type { ConfigVersion } from '../../bot/domain/desk-config.ts'
import type { Cursor, InboundEvent, InstantAnswer } from '../../bot/ports/channel.ts'
import type { Ids } from '../../bot/ports/ids.ts'
import type { IntakeStore, Loop, Rings } from '../../bot/ports/stores.ts'
import type { Db, Tx } from '../database.ts'
import { sqlState } from '../guarded-pool.ts'
import { keyHash, sha256 } from '../hash.ts'
import { type Insert, insertRows } from '../insert-rows.ts'
import { openHomes } from '../outbound/home-store.ts'
import { unawaited } from '../session.ts'
import type { Arrival } from './arrival.ts'
import { earlyChanges, freeAwaited, isAwaited } from './early.ts'
import { storeEdits } from './edits.ts'
import { isOfPost, opensHome, type Place, resolvePlaces } from './places.ts'
import { storeReactions } from './reactions.ts'
import { renameCustomers } from './rename.ts'
import { type Say, sayAtOnce, withSaid } from './say-at-once.ts'
import { storeTeamEvents } from './team-events.ts'
import { storeWords } from './words.ts'

/** Raw payloads are kept for looking, not for working: a longer one is cut. */
const RAW_MAX = 64_000

export function createIntakeStore(db: Db, ids: Ids, config: () => ConfigVersion): IntakeStore {
  return {
    take: (given, cursor, written) => {
      const events = typeof given === 'function' ? given : () => given
      return unlessMeanwhile(() =>
        db.urgent(async (tx) => {
          const taken = await take(tx, ids, events(), cursor, config())
          written?.()
          return taken
        }),
      )
    },
  }
}

/** What is unique was made by another transaction after ours had looked: it is run again, and finds it. */
async function unlessMeanwhile<T>(run: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await run()
    } catch (error) {
      if (sqlState(error) !== UNIQUE_VIOLATION || tries >= MOST_TRIES) throw error
    }
  }
}
const UNIQUE_VIOLATION = '23505'
const MOST_TRIES = 4

/**
 * Looks first, for everything at once, then writes without waiting, and commits with that: an acknowledgement takes two
 * round trips.
 */
async function take(
  tx: Tx,
  ids: Ids,
  events: readonly InboundEvent[],
  cursor: Cursor | undefined,
  config: ConfigVersion,
): ReturnType<IntakeStore['take']> {
  const hashes = events.map((event) => keyHash(event.channel, event.account, event.key))
  const [{ known, awaited }, { places, standing }] = await Promise.all([knownKeys(tx, hashes), resolvePlaces(tx, ids, events, config)])
  const named = idsFor(ids, events)
  const arrivals = events.map((event, i) => ({ event, id: named[i] as string, hash: hashes[i] as Buffer, place: places[i] as Place }))
  const fresh = freshOf(arrivals, known)
  const news = [...fresh.values()]
  const changed = awaited.size === 0 ? [] : news.filter(({ hash }) => awaited.has(hash.toString('hex')))
  await freeAwaited(
    tx,
    changed.map(({ hash }) => hash),
  )
  unawaited(insertRows(tx, KEYS, news.map(keyRow)))
  unawaited(storeRaw(tx, news))
  await renameCustomers(tx, news)
  const said = storeWords(
    tx,
    ids,
    news.filter((a) => isWords(a)),
    standing,
    config,
  )
  await storeUnparsed(
    tx,
    news.filter((a) => a.event.what === 'unparsed'),
  )
  const atOnce = await sayAtOnce(tx, news)
  await storeTeamEvents(
    tx,
    news.filter((a) => isTeamEvent(a)).map((a) => withSaid(a, atOnce)),
  )
  const about = [...(await earlyChanges(tx, ids, changed)), ...news.filter(({ event }) => isAboutWords(event))]
  await storeReactions(
    tx,
    about.filter(({ event }) => event.what === 'reaction'),
  )
  await storeEdits(
    tx,
    ids,
    about.filter(({ event }) => event.what !== 'reaction'),
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
  return { answers: arrivals.map((arrival) => answer(arrival, fresh, known, atOnce)), rings: ringsFor(news, said) }
}

/** `said`: the loops that wait for customers' words. What teams do is for the one that needs no model. */
function ringsFor(arrivals: readonly Arrival[], said: Rings): Rings {
  const rings = new Set<Loop>(said)
  for (const arrival of arrivals) {
    if (opensHome(arrival.event)) rings.add('redraw')
    else if (isOfPost(arrival.event)) rings.add('send')
    else if (!isWords(arrival)) rings.add('converse')
    if (arrival.event.files.some((file) => !file.stored)) rings.add('fetch')
  }
  return rings
}

/** What a customer says, types or clicks becomes a message; a click carries its choice. */
function isWords({ event, place }: Arrival): boolean {
  if (place.kind !== 'customer' || place.staff) return false
  return event.what === 'message' || event.what === 'action' || event.what === 'command' || event.what === 'form'
}

/** About words that were said before it, wherever those stand in the batch, or that have not come yet. */
const isAboutWords = ({ what }: InboundEvent): boolean => what === 'edit' || what === 'recall' || what === 'reaction'

/** Events of a batch come in any order, and are decided in that of their ids: what is about words stands behind them. */
function idsFor(ids: Ids, events: readonly InboundEvent[]): readonly string[] {
  const named = new Map<number, string>()
  for (const about of [false, true]) for (const [i, event] of events.entries()) if (isAboutWords(event) === about) named.set(i, ids.next())
  return events.map((_, i) => named.get(i) ?? '')
}

function isTeamEvent({ event, place }: Arrival): boolean {
  if (isAboutWords(event) || event.what === 'unparsed' || event.what === 'enter') return false
  return place.kind !== 'customer' || event.what === 'send-failed' || place.staff
}

/** The first of each key that nobody took before, in the order of their hashes, so that two processes cannot deadlock. */
function freshOf(arrivals: readonly Arrival[], known: ReadonlyMap<string, Known>): Map<string, Arrival> {
  const first = new Map<string, Arrival>()
  for (const arrival of arrivals) {
    const hex = arrival.hash.toString('hex')
    if (!known.has(hex) && !first.has(hex)) first.set(hex, arrival)
  }
  return new Map([...first].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** First writer wins, for good. */
function keyRow(arrival: Arrival) {
  return {
    hash: arrival.hash,
    event_id: arrival.id,
    message_id: isWords(arrival) ? arrival.id : null,
    conversation_id: arrival.place.conversation,
    said: sha256(arrival.event.text ?? ''),
  }
}

type Known = {
  readonly hash: Buffer
  readonly event_id: string
  readonly message_id: string | null
  readonly conversation_id: string | null
  readonly said: Buffer | null
}

/** `awaited`: of what was changed before it came. */
async function knownKeys(tx: Tx, hashes: readonly Buffer[]): Promise<{ known: Map<string, Known>; awaited: ReadonlySet<string> }> {
  const { rows } = await sql<Known>`
    select hash, event_id, message_id, conversation_id, said from inbound_key where hash = any(${hashes}::bytea[])`.execute(tx)
  const known = new Map<string, Known>()
  const awaited = new Set<string>()
  for (const row of rows) {
    if (isAwaited(row)) awaited.add(row.hash.toString('hex'))
    else known.set(row.hash.toString('hex'), row)
  }
  return { known, awaited }
}

function answer(
  arrival: Arrival,
  fresh: ReadonlyMap<string, Arrival>,
  known: ReadonlyMap<string, Known>,
  atOnce: ReadonlyMap<string, Say>,
): InstantAnswer {
  const hex = arrival.hash.toString('hex')
  if (fresh.get(hex) === arrival) {
    const say = atOnce.get(arrival.id)
    const { conversation } = arrival.place
    return { event: arrival.id, taken: 'new', message: isWords(arrival) ? arrival.id : null, conversation, ...(say ? { say } : {}) }
  }
  // Said before, or twice in this batch.
  const twin = fresh.get(hex)
  const first = known.get(hex) ?? (twin ? keyRow(twin) : undefined)
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
