/** Claims due lines and loads the one oldest item of each. */
import { type Kysely, sql } from 'kysely'
import type { Understanding } from '../../bot/domain/claim.ts'
import type { Message, Turn } from '../../bot/domain/conversation.ts'
import type { LineWork } from '../../bot/ports/stores.ts'
import type { Tx } from '../database.ts'
import { claimedOf, MOST_SPENT, oldestOf, pauseOf, spentOf } from '../in-hand.ts'
import { LEASE_SECONDS, type LineLoop, makeLinesDue } from '../lines.ts'
import type { Database } from '../schema.ts'
import { unawaited } from '../session.ts'
import type { Claimed } from './claimed.ts'
import { eventsOf, oldestTurns, turnOf } from './line-items.ts'
import { messagesOfTurns } from './load-messages.ts'
import { loadViews, type ViewOptions, type ViewRef } from './load-views.ts'
import { settledLines } from './still-sending.ts'
import { turnRef } from './view-refs.ts'

/**
 * One statement of its own: a loop that finds nothing due has cost no more than that. Who is claimed with whom says
 * `in-hand.ts`.
 */
export async function claimDue(db: Kysely<Database>, owner: string, kind: 'quick' | 'model', most: number): Promise<readonly Claimed[]> {
  const { rows } = await sql<Claimed>`
    with due as (
      select key, ${spentOf('tries')} as spent, due_at from line
      where kind = ${kind} and due_at <= now() and (until is null or until + ${pauseOf('tries')} < now())
      order by due_at limit ${most} for update skip locked
    ), ${oldestOf('key')}
    update line set owner = ${owner}, until = now() + make_interval(secs => ${LEASE_SECONDS}), fence = fence + 1, tries = due.spent
    from due, oldest where line.key = due.key and ${claimedOf('key')}
    returning line.key, line.fence, line.tries as spent`.execute(db)
  return rows
}

/** The oldest item of each claimed line, with what the desk may know. */
export async function loadItems(
  tx: Tx,
  claimed: readonly Claimed[],
  { owner, version, view: options }: { readonly owner: string; readonly version: string; readonly view: ViewOptions },
): Promise<readonly LineWork[]> {
  const worn = claimed.filter((line) => line.spent >= MOST_SPENT)
  if (worn.length > 0) await quarantine(tx, worn)
  const live = await settledLines(
    tx,
    owner,
    claimed.filter((line) => line.spent < MOST_SPENT),
  )
  const [heads, events] = await Promise.all([oldestTurns(tx, live), eventsOf(tx, live)])
  const reading = messagesOfTurns(
    tx,
    heads.map(({ id }) => id),
  )
  // Only a command names other tickets: of everything else what the desk knows is asked together with the words.
  const early = heads.some(({ kind }) => kind === 'command') ? await reading : new Map<string, Message[]>()
  const asked = new Map(heads.map((row) => [`conv:${row.conversation_id}`, turnOf(row, early)]))
  const works = live.flatMap((line): { readonly line: Claimed; readonly item: LineWork['item']; readonly ref: ViewRef }[] => {
    const turn = asked.get(line.key)
    if (turn) return [{ line, item: { is: 'turn' as const, turn }, ref: turnRef(turn) }]
    return (events.get(line.key) ?? []).map(({ event, ref }) => ({ line, item: { is: 'event' as const, event }, ref }))
  })
  const viewing = loadViews(
    tx,
    works.map((w) => w.ref),
    options,
  )
  const [messages, { views }] = await Promise.all([reading, viewing])
  const turns = new Map(heads.map((row) => [`conv:${row.conversation_id}`, turnOf(row, messages)]))
  // A reading is there only where an earlier try stored it and then died.
  const tried = new Set(live.filter((line) => line.spent > 0).map((line) => line.key))
  const readings = await readingsOf(
    tx,
    [...turns].flatMap(([key, turn]) => (tried.has(key) ? [turn] : [])),
    version,
  )
  const idle = live.filter((line) => !turns.has(line.key) && !events.has(line.key))
  if (idle.length > 0)
    unawaited(
      freeLines(
        tx,
        idle.map((l) => l.key),
      ),
    )
  return works.map(({ line, item }, i) => {
    const view = views[i]
    if (!view) throw new Error('a view was not loaded')
    const actor = item.is === 'event' ? (view.agents.find((a) => a.id === works[i]?.ref.agent) ?? null) : null
    return {
      line: line.key,
      fence: line.fence,
      tries: line.spent + 1,
      item:
        item.is === 'event'
          ? { is: 'event' as const, event: { ...item.event, actor } }
          : { is: 'turn', turn: turns.get(line.key) ?? item.turn },
      view,
      reading: item.is === 'turn' ? (readings.get(item.turn.id) ?? null) : null,
    }
  })
}

async function readingsOf(tx: Tx, turns: readonly Turn[], version: string): Promise<Map<string, Understanding>> {
  const again = turns.filter((t) => t.kind !== 'command')
  if (again.length === 0) return new Map()
  const rows = await tx
    .selectFrom('reading')
    .select(['turn_id', 'last_message_id', 'understanding'])
    .where(
      'turn_id',
      'in',
      again.map((t) => t.id),
    )
    .where('version', '=', version)
    .execute()
  return new Map(
    again.flatMap((turn) => {
      const row = rows.find((r) => r.turn_id === turn.id && r.last_message_id === turn.messages.at(-1)?.id)
      return row ? [[turn.id, JSON.parse(row.understanding) as Understanding] as const] : []
    }),
  )
}

async function quarantine(tx: Tx, lines: readonly Claimed[]): Promise<void> {
  const conversations = lines.filter((l) => l.key.startsWith('conv:')).map((l) => l.key.slice(5))
  const teams = lines.filter((l) => l.key.startsWith('team:')).map((l) => l.key)
  await sql`
    update turn set state = 'quarantined', done_at = now() where id in (
      select t.id from unnest(${conversations}::text[]) as c(id)
      cross join lateral (select id from turn where conversation_id = c.id and state in ('waiting', 'reading') order by id limit 1) t)`.execute(
    tx,
  )
  await sql`
    update event set state = 'quarantined', done_at = now() where id in (
      select e.id from unnest(${teams}::text[]) as l(key)
      cross join lateral (select id from event where line = l.key and state = 'waiting' order by id limit 1) e)`.execute(tx)
  await freeLines(
    tx,
    lines.map((l) => l.key),
  )
}

/** Ends the lease of lines whose item is done, and makes them due again where more waits; answers for which loops. */
export async function freeLines(tx: Tx, keys: readonly string[]): Promise<ReadonlySet<LineLoop>> {
  unawaited(sql`update line set owner = null, until = null, due_at = null, tries = 0 where key = any(${keys}::text[])`.execute(tx))
  const conversations = keys.filter((key) => key.startsWith('conv:')).map((key) => key.slice(5))
  const due = conversations.length > 0 ? makeLinesDue(tx, conversations) : new Set<LineLoop>()
  const teams = keys.filter((key) => key.startsWith('team:'))
  if (teams.length === 0) return due
  const more = sql`
    update line set due_at = now() where key = any(${teams}::text[]) and exists (select 1 from event e where e.line = line.key and e.state = 'waiting')
    returning key`.execute(tx)
  const [loops, { rows }] = await Promise.all([due, more])
  return rows.length > 0 ? new Set<LineLoop>([...loops, 'converse']) : loops
}
