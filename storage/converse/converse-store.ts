/** The converse loop's store: claims lines, keeps readings, commits decisions. */
import { sql } from 'kysely'
import type { Decision } from '../../bot/domain/effect.ts'
import type { View } from '../../bot/domain/view.ts'
import { readsFor, wishOf } from '../../bot/domain/wish.ts'
import type { Ids } from '../../bot/ports/ids.ts'
import type { Commit, ConverseStore, LineWork, Rings } from '../../bot/ports/stores.ts'
import { BREATH, breathe } from '../../kit/breathe.ts'
import type { Db, Tx } from '../database.ts'
import { LEASE_SECONDS, type LineLoop } from '../lines.ts'
import { keepPrivateWords } from '../private-words.ts'
import { unawaited } from '../session.ts'
import { Rows } from './apply-effects.ts'
import { callAgents } from './call-agents.ts'
import { claimDue, freeLines, loadItems } from './claim-lines.ts'
import { giveBack } from './claimed.ts'
import { cardsOf } from './load-cards.ts'
import { loadDossiers } from './load-dossiers.ts'
import { loadViews, type ViewOptions, type ViewRef } from './load-views.ts'
import { questionsAfter } from './questions-after.ts'
import type { RoomOf } from './row-types.ts'
import { savePaidReadings, saveReadings } from './save-readings.ts'
import { sourceAfter } from './source-after.ts'
import { putOffGoing } from './still-sending.ts'
import { replyNamed, sourceRef, turnRef, writtenAs } from './view-refs.ts'
import { privateWordsOf, typedIn } from './words-of-works.ts'
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
      return claimed.length === 0 ? [] : db.tx((tx) => loadItems(tx, claimed, { owner: options.owner, version, view: options.view() }))
    },
    renew: (lines) => db.tx((tx) => renew(tx, lines)),
    saveReadings: (readings) => (readings.length === 0 ? Promise.resolve() : db.tx((tx) => savePaidReadings(tx, readings))),
    commit: (works, decide, readings = []) =>
      db
        .tx(async (tx) => {
          const committed = await commit(tx, options, works, decide)
          unawaited(saveReadings(tx, readings))
          return committed
        })
        .then(withLoops),
    release: (line, fence, ms, why, blame) =>
      db.tx(async (tx) => {
        await giveBack(tx, options.owner, { key: line, fence }, ms, blame)
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

async function commit(tx: Tx, options: ConverseOptions, works: readonly LineWork[], decide: (work: LineWork, view: View) => Decision) {
  lockConversations(tx, works)
  const [mine, later, loaded] = await Promise.all([
    stillOurs(tx, options.owner, works),
    laterTurns(tx, works),
    loadViews(tx, works.map(refOf), options.view()),
  ])
  const {
    joined: newer,
    messages: grown,
    loops,
  } = await joinNewer(
    tx,
    later.filter((turn) => mine.has(turn.line)),
  )
  const going = await putOffGoing(tx, options.owner, works, loaded.views)
  const isReady = (w: LineWork) => mine.has(w.line) && !newer.has(w.line) && !going.has(w.line)
  const ready = works.filter(isReady)
  const views = loaded.views.filter((_, i) => works[i] && isReady(works[i]))
  const { heads } = loaded
  const dossiers = await loadDossiers(tx, ready, views)
  const agents = [...new Map(views.flatMap((v) => v.agents.map((agent) => [agent.id, agent] as const))).values()]
  const rows = new Rows({ ids: options.ids, roomOf: options.roomOf, can: options.view().can, known: await cardsOf(tx, [...heads.keys()]) })
  const outcomes: { event: string; code: string; facts: string }[] = []
  const stories = new Map<string, string>()
  for (const [i, work] of ready.entries()) {
    if (i % BREATH === BREATH - 1) await breathe()
    const view = views[i]
    if (!view) throw new Error('a view was not loaded')
    for (const ticket of [
      ...view.tickets,
      ...(view.ticket ? [view.ticket] : []),
      ...(view.other ? [view.other] : []),
      ...(view.source?.tickets ?? []),
    ]) {
      const head = heads.get(ticket.id)
      if (head) rows.histories.know(ticket, head)
    }
    const dossier = dossiers.get(work)
    const fresh = { ...freshen(view, rows, agents), ...(dossier ? { dossier } : {}) }
    const decision = decide(work, fresh)
    if (work.item.is === 'event') {
      const { event } = work.item
      rows.add(decision, fresh, { cause: event.id, writtenAs: writtenAs(event) })
      outcomes.push({ event: event.id, code: decision.outcome.code, facts: JSON.stringify(decision.outcome) })
    } else {
      const { id, messages } = work.item.turn
      rows.add(decision, fresh, { cause: messages[0]?.id })
      stories.set(id, decision.why)
    }
  }
  keepPrivateWords(
    tx,
    privateWordsOf(
      ready,
      views,
      rows.histories.changed().map(({ ticket }) => ticket),
      options.view().config,
    ),
  )
  await callAgents(tx, rows.out.deliveries)
  const rings = await writeRows(tx, rows, options.ids, options.view().config.config.reopenDays)
  const freed = finish(tx, ready, outcomes, stories)
  unawaited(freed)
  const results = works.map((w): Commit => (!mine.has(w.line) ? 'lost' : isReady(w) ? 'done' : 'again'))
  return { results, rings, loops, freed, outcomes: outcomes.map(({ event, code }) => ({ event, code })), grown }
}

/** Which loops have more to do is answered with the commit, not before it. */
async function withLoops<C extends { rings: Rings; loops: ReadonlySet<LineLoop>; freed: Promise<ReadonlySet<LineLoop>> }>(committed: C) {
  const { rings, loops, freed, ...rest } = committed
  return { ...rest, rings: new Set([...rings, ...loops, ...(await freed)]) }
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
    questions: questionsAfter(rows, view.questions, conversation?.id ?? ''),
    said: view.said + rows.out.saidIn(conversation?.id ?? ''),
    tickets: view.tickets.map((t) => now(t.id) ?? t),
    ticket: view.ticket ? (now(view.ticket.id) ?? view.ticket) : null,
    ...(view.other ? { other: now(view.other.id) ?? view.other } : {}),
    ...sourceAfter(view, rows),
  }
}

function refOf(work: LineWork): ViewRef {
  if (work.item.is === 'turn') return turnRef(work.item.turn)
  const { event } = work.item
  // Typed words name no reply; which was meant was found when they were claimed.
  const reply = replyNamed(event.value) ?? work.view.reply?.message.id
  const { number } = readsFor(wishOf(work.view, event))
  return {
    ...(number === null ? {} : { other: number }),
    ...(work.view.ticket ? { ticket: work.view.ticket.id } : {}),
    ...(event.actor ? { agent: event.actor.id } : {}),
    ...(reply ? { reply } : {}),
    typed: typedIn(event),
    ...sourceRef(event),
  }
}

function lockConversations(tx: Tx, works: readonly LineWork[]): void {
  const ids = [...new Set(works.flatMap((w) => (w.view.conversation ? [w.view.conversation.id] : [])))].sort()
  // Of a ticket that a command names by its number as well.
  const numbers = works.flatMap((w) => (w.item.is === 'event' ? (readsFor(wishOf(w.view, w.item.event)).number ?? []) : []))
  if (numbers.length > 0)
    unawaited(
      sql`select id from conversation where id in (select unnest(${ids}::text[]) union select conversation_id from ticket where number = any(${numbers}::bigint[])) order by id for update`.execute(
        tx,
      ),
    )
  else if (ids.length > 0) unawaited(sql`select id from conversation where id = any(${ids}::text[]) order by id for update`.execute(tx))
}

/** A line that has been freed has no owner: what was committed, although the answer was lost, is not done again. */
async function stillOurs(tx: Tx, owner: string, works: readonly LineWork[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ key: string; fence: number }>`
    select key, fence from line where key = any(${works.map((w) => w.line)}::text[]) and owner = ${owner} order by key for update`.execute(
    tx,
  )
  return new Set(works.filter((w) => rows.some((row) => row.key === w.line && row.fence === w.fence)).map((w) => w.line))
}

interface LaterTurn {
  readonly id: string
  readonly into: string
  readonly line: string
}

/** Turns that came while one was read, and are more words of the same. A command in between ends the burst: what was said after it stays after it. */
async function laterTurns(tx: Tx, works: readonly LineWork[]): Promise<readonly LaterTurn[]> {
  const turns = works.flatMap((w) =>
    w.item.is === 'turn' && w.item.turn.kind === 'words' && w.item.turn.reads < MOST_REREADS ? [w.item.turn] : [],
  )
  if (turns.length === 0) return []
  const { rows } = await sql<LaterTurn>`
    select t.id, w.id as into, 'conv:' || t.conversation_id as line
    from unnest(${turns.map((t) => t.id)}::text[], ${turns.map((t) => t.conversation)}::text[], ${turns.map((t) => t.author)}::text[]) as w(id, conversation, author)
    cross join lateral (
      select id, conversation_id, kind from turn where conversation_id = w.conversation and author_id = w.author and state = 'waiting' and id > w.id order by id limit 1
    ) t
    where t.kind = 'words'`.execute(tx)
  return rows
}

/**
 * Messages that came while a turn was read join it: nothing is decided now, the turn is read again when the burst has
 * ended, twice at most. Answers the lines to which that happened, and the loops that wait for them.
 */
async function joinNewer(
  tx: Tx,
  later: readonly LaterTurn[],
): Promise<{ readonly joined: ReadonlySet<string>; readonly messages: number; readonly loops: ReadonlySet<LineLoop> }> {
  let messages = 0
  for (const row of later) {
    const moved = await sql`update message set turn_id = ${row.into} where turn_id = ${row.id}`.execute(tx)
    messages += Number(moved.numAffectedRows ?? 0n)
    unawaited(
      sql`
      with gone as (delete from turn where id = ${row.id} returning due_at, messages)
      update turn set state = 'waiting', reads = reads + 1, messages = turn.messages + gone.messages, due_at = gone.due_at
      from gone where turn.id = ${row.into}`.execute(tx),
    )
  }
  const joined = new Set(later.map((row) => row.line))
  return { joined, messages, loops: joined.size > 0 ? await freeLines(tx, [...joined].sort()) : new Set() }
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
    unawaited(
      sql`
      update turn set state = 'done', done_at = now(), why = w.why
      from unnest(${turns.map(([id]) => id)}::text[], ${turns.map(([, why]) => why)}::text[]) as w(id, why) where turn.id = any(${turns.map(([id]) => id)}::text[]) and turn.id = w.id`.execute(
        tx,
      ),
    )
  if (outcomes.length > 0)
    unawaited(
      sql`
      update event set state = 'done', done_at = now(), outcome = w.outcome
      from unnest(${outcomes.map((o) => o.event)}::text[], ${outcomes.map((o) => o.facts)}::text[]) as w(id, outcome) where event.id = any(${outcomes.map((o) => o.event)}::text[]) and event.id = w.id`.execute(
        tx,
      ),
    )
  return freeLines(tx, [...new Set(works.map((w) => w.line))].sort())
}
