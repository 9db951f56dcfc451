/** The converse loop's store: claims lines, keeps readings, commits decisions. */
import { sql } from 'kysely'
import type { Decision } from '../../bot/domain/effect.ts'
import type { View } from '../../bot/domain/view.ts'
import type { Ids } from '../../bot/ports/ids.ts'
import type { Commit, ConverseStore, LineWork, StoredReading } from '../../bot/ports/stores.ts'
import type { Db, Tx } from '../database.ts'
import { LEASE_SECONDS, type LineLoop } from '../lines.ts'
import { type CardRow, type RoomOf, Rows } from './apply-effects.ts'
import { claimDue, freeLines, loadItems, replyNamed, turnRef, writtenAs } from './claim-lines.ts'
import { loadViews, type ViewOptions, type ViewRef } from './load-views.ts'
import { writeRows } from './write-rows.ts'

export interface ConverseOptions {
  readonly db: Db
  readonly ids: Ids
  /** Names this process in leases. */
  readonly owner: string
  readonly view: () => ViewOptions
  readonly roomOf: RoomOf
}

/** A turn is read again at most this often because newer messages came. */
const MOST_REREADS = 2

export function createConverseStore(options: ConverseOptions): ConverseStore {
  const { db } = options
  return {
    claim: async (kind, most, version) => {
      const claimed = await claimDue(db.kysely, options.owner, kind, most)
      return claimed.length === 0 ? [] : db.tx((tx) => loadItems(tx, claimed, version, options.view()))
    },
    renew: (lines) => db.tx((tx) => renew(tx, lines)),
    saveReadings: (readings) => (readings.length === 0 ? Promise.resolve() : db.tx((tx) => saveReadings(tx, readings))),
    commit: (works, decide, readings = []) =>
      db.tx(async (tx) => {
        const committed = await commit(tx, options, works, decide)
        if (readings.length > 0) await saveReadings(tx, readings)
        return committed
      }),
    release: (line, fence, ms, why) =>
      db.tx(async (tx) => {
        await sql`update line set owner = null, until = null, due_at = now() + make_interval(secs => ${ms / 1000}) where key = ${line} and fence = ${fence} and owner = ${options.owner}`.execute(
          tx,
        )
        await sql`update turn set why = ${why.slice(0, 300)} where conversation_id = ${line.slice(5)} and state = 'reading'`.execute(tx)
      }),
  }
}

async function renew(tx: Tx, lines: readonly { line: string; fence: number }[]): Promise<void> {
  await sql`
    update line set until = now() + make_interval(secs => ${LEASE_SECONDS})
    from unnest(${lines.map((l) => l.line)}::text[], ${lines.map((l) => l.fence)}::bigint[]) as w(key, fence)
    where line.key = w.key and line.fence = w.fence`.execute(tx)
}

async function saveReadings(tx: Tx, readings: readonly StoredReading[]): Promise<void> {
  await tx
    .insertInto('reading')
    .values(
      readings.map((r) => ({
        turn_id: r.turn,
        last_message_id: r.lastMessage,
        version: r.version,
        model: r.understanding.model,
        claims: JSON.stringify(r.claims),
        understanding: JSON.stringify(r.understanding),
        tokens_in: r.cost.tokensIn,
        tokens_out: r.cost.tokensOut,
        calls: r.cost.calls,
      })),
    )
    .onConflict((c) => c.doNothing())
    .execute()
}

async function commit(tx: Tx, options: ConverseOptions, works: readonly LineWork[], decide: (work: LineWork, view: View) => Decision) {
  await lockConversations(tx, works)
  const mine = await stillOurs(tx, options.owner, works)
  const {
    joined: newer,
    messages: grown,
    loops,
  } = await joinNewer(
    tx,
    works.filter((w) => mine.has(w.line)),
  )
  const ready = works.filter((w) => mine.has(w.line) && !newer.has(w.line))
  const { views, heads } = await loadViews(tx, ready.map(refOf), options.view())
  const agents = [...new Map(views.flatMap((v) => v.agents.map((agent) => [agent.id, agent] as const))).values()]
  const rows = new Rows(options.ids, options.roomOf, (name) => options.view().can(name).pulled, await cardsOf(tx, [...heads.keys()]))
  const outcomes: { event: string; code: string; facts: string }[] = []
  const stories = new Map<string, string>()
  ready.forEach((work, i) => {
    const view = views[i]
    if (!view) throw new Error('a view was not loaded')
    for (const ticket of [...view.tickets, ...(view.ticket ? [view.ticket] : [])]) {
      const head = heads.get(ticket.id)
      if (head) rows.histories.know(ticket, head)
    }
    const fresh = freshen(view, rows, agents)
    const decision = decide(work, fresh)
    if (work.item.is === 'event') rows.add(decision, fresh, work.item.event.id, writtenAs(work.item.event))
    else rows.add(decision, fresh, work.item.turn.messages[0]?.id)
    if (work.item.is === 'event')
      outcomes.push({ event: work.item.event.id, code: decision.outcome.code, facts: JSON.stringify(decision.outcome) })
    else stories.set(work.item.turn.id, decision.why)
  })
  const rings = new Set(await writeRows(tx, rows, options.ids, options.view().config.config.reopenDays))
  for (const loop of [...loops, ...(await finish(tx, ready, outcomes, stories))]) rings.add(loop)
  const results = works.map((w): Commit => (!mine.has(w.line) ? 'lost' : newer.has(w.line) ? 'again' : 'done'))
  return { results, rings, outcomes: outcomes.map(({ event, code }) => ({ event, code })), grown }
}

/** Two items of one batch may concern one ticket or conversation: the second sees what the first made of it. */
function freshen(view: View, rows: Rows, agents: View['agents']): View {
  const now = (id: string) => rows.histories.get(id)
  const { conversation } = view
  return {
    ...view,
    conversation: conversation && { ...conversation, ...rows.speakerOf(conversation.id) },
    agents,
    reply: rows.replyAfter(view.reply),
    questions: rows.questionsAfter(view.questions, conversation?.id ?? ''),
    tickets: view.tickets.map((t) => now(t.id) ?? t),
    ticket: view.ticket ? (now(view.ticket.id) ?? view.ticket) : null,
  }
}

function refOf(work: LineWork): ViewRef {
  if (work.item.is === 'turn') return turnRef(work.item.turn)
  const { event } = work.item
  const reply = replyNamed(event.value)
  return {
    ...(work.view.ticket ? { ticket: work.view.ticket.id } : {}),
    ...(event.actor ? { agent: event.actor.id } : {}),
    ...(reply ? { reply } : {}),
  }
}

async function lockConversations(tx: Tx, works: readonly LineWork[]): Promise<void> {
  const ids = [...new Set(works.flatMap((w) => (w.view.conversation ? [w.view.conversation.id] : [])))].sort()
  if (ids.length > 0) await tx.selectFrom('conversation').select('id').where('id', 'in', ids).orderBy('id').forUpdate().execute()
}

/** A line that has been freed has no owner: what was committed, although the answer was lost, is not done again. */
async function stillOurs(tx: Tx, owner: string, works: readonly LineWork[]): Promise<ReadonlySet<string>> {
  const rows = await tx
    .selectFrom('line')
    .select(['key', 'fence'])
    .where(
      'key',
      'in',
      works.map((w) => w.line),
    )
    .where('owner', '=', owner)
    .orderBy('key')
    .forUpdate()
    .execute()
  return new Set(works.filter((w) => rows.some((row) => row.key === w.line && row.fence === w.fence)).map((w) => w.line))
}

/**
 * Messages that came while a turn was read join it: nothing is decided now, the turn is read again when the
 * burst has ended, twice at most. A command in between ends the burst: what was said after it stays after it.
 * Answers the lines to which that happened, and the loops that wait for them.
 */
async function joinNewer(
  tx: Tx,
  works: readonly LineWork[],
): Promise<{ readonly joined: ReadonlySet<string>; readonly messages: number; readonly loops: ReadonlySet<LineLoop> }> {
  const turns = works.flatMap((w) =>
    w.item.is === 'turn' && w.item.turn.kind === 'words' && w.item.turn.reads < MOST_REREADS ? [w.item.turn] : [],
  )
  if (turns.length === 0) return { joined: new Set(), messages: 0, loops: new Set() }
  const { rows } = await sql<{ id: string; into: string; conversation_id: string }>`
    select t.id, w.id as into, t.conversation_id
    from unnest(${turns.map((t) => t.id)}::text[], ${turns.map((t) => t.conversation)}::text[], ${turns.map((t) => t.author)}::text[]) as w(id, conversation, author)
    cross join lateral (
      select id, conversation_id, kind from turn where conversation_id = w.conversation and author_id = w.author and state = 'waiting' and id > w.id order by id limit 1
    ) t
    where t.kind = 'words'`.execute(tx)
  let messages = 0
  for (const row of rows) {
    const moved = await sql`update message set turn_id = ${row.into} where turn_id = ${row.id}`.execute(tx)
    messages += Number(moved.numAffectedRows ?? 0n)
    await sql`
      with gone as (delete from turn where id = ${row.id} returning due_at, messages)
      update turn set state = 'waiting', reads = reads + 1, messages = turn.messages + gone.messages, due_at = gone.due_at
      from gone where turn.id = ${row.into}`.execute(tx)
  }
  const joined = new Set(rows.map((row) => `conv:${row.conversation_id}`))
  return { joined, messages, loops: joined.size > 0 ? await freeLines(tx, [...joined].sort()) : new Set() }
}

async function cardsOf(tx: Tx, tickets: readonly string[]): Promise<readonly CardRow[]> {
  if (tickets.length === 0) return []
  return tx
    .selectFrom('card')
    .select(['id', 'ticket_id', 'message_id', 'room_id', 'ref'])
    .where('ticket_id', 'in', tickets)
    .where('message_id', 'is', null)
    .orderBy('id')
    .execute()
}

async function finish(
  tx: Tx,
  works: readonly LineWork[],
  outcomes: readonly { event: string; facts: string }[],
  stories: ReadonlyMap<string, string>,
): Promise<ReadonlySet<LineLoop>> {
  if (works.length === 0) return new Set()
  const turns = [...stories.entries()]
  if (turns.length > 0)
    await sql`
      update turn set state = 'done', done_at = now(), why = w.why
      from unnest(${turns.map(([id]) => id)}::text[], ${turns.map(([, why]) => why)}::text[]) as w(id, why) where turn.id = any(${turns.map(([id]) => id)}::text[]) and turn.id = w.id`.execute(
      tx,
    )
  if (outcomes.length > 0)
    await sql`
      update event set state = 'done', done_at = now(), outcome = w.outcome
      from unnest(${outcomes.map((o) => o.event)}::text[], ${outcomes.map((o) => o.facts)}::text[]) as w(id, outcome) where event.id = any(${outcomes.map((o) => o.event)}::text[]) and event.id = w.id`.execute(
      tx,
    )
  return freeLines(tx, [...new Set(works.map((w) => w.line))].sort())
}
