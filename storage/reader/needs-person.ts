/** “Needs a person”: what the desk gave up on, and the two ways out. */
import { type RawBuilder, sql } from 'kysely'
import type { NeedsPerson, PersonItem, PersonKind } from '../../bot/ports/reader.ts'
import type { Db, Tx } from '../database.ts'
import { waitForFiles } from '../files/lock-files.ts'
import { makeLinesDue, makeTeamLinesDue } from '../lines.ts'
import { SEND_AGAIN } from '../outbound/send-again.ts'
import { pageFrom } from './pages.ts'

/** Characters of the words that are shown. */
const WORDS = 200

export function createNeedsPerson(db: Db): NeedsPerson {
  return {
    list: ({ limit, after }) =>
      db.tx(async (tx) => {
        const { rows } = await sql<PersonItem>`
          select * from (${unparsed(after, limit)} union all ${deliveries(after, limit)} union all ${restored(after, limit)} union all ${behindCards(after, limit)} union all ${turns(after, limit)} union all ${events(after, limit)}) as items
          order by id collate "C" desc limit ${limit + 1}`.execute(tx)
        return pageFrom(rows, limit, (row) => row.id)
      }),
    settle: (kind, id, how) => db.tx((tx) => SETTLE[kind](tx, id, how)),
  }
}

/** Of a delivery `d`: its card is not posted, and nothing is on its way to post it. */
export const BEHIND_CARD = sql<boolean>`d.state = 'held' and d.reason = 'card' and exists (
  select from delivery p where p.card_id = d.thread_card_id and p.state in ('failed', 'in_doubt', 'cancelled'))`

const before = (column: string, after: string | null) => (after === null ? sql`true` : sql`${sql.ref(column)} < ${after}`)

const unparsed = (after: string | null, limit: number) => sql`
  (select u.id::text as id, 'unparsed' as kind, u.at, u.state, u.channel, '' as what, left(u.excerpt, ${WORDS}) as words, u.why, null::bigint as ticket
  from unparsed u where u.state = 'open' and ${before('u.id', after)} order by u.id desc limit ${limit + 1})`

const deliveriesThat = (are: RawBuilder<unknown>, after: string | null, limit: number, state = sql`d.state`) => sql`
  (select d.id::text, 'delivery', d.created_at, ${state}, r.channel, d.kind, left(coalesce(m.text, ''), ${WORDS}), d.reason, t.number
  from delivery d join room r on r.id = d.room_id left join message m on m.id = d.message_id left join ticket t on t.id = d.ticket_id
  where ${are} and ${before('d.id', after)} order by d.id desc limit ${limit + 1})`

const deliveries = (after: string | null, limit: number) => deliveriesThat(sql`d.state in ('failed', 'in_doubt')`, after, limit)

/** Each of the two by its own partial index: among all deliveries these are few. */
const restored = (after: string | null, limit: number) => deliveriesThat(sql`d.state = 'held' and d.reason = 'restore'`, after, limit)

/** What waits in the thread of a card that was given up. It goes on when the card is posted, whoever tries that again. */
const behindCards = (after: string | null, limit: number) => deliveriesThat(BEHIND_CARD, after, limit, sql`'failed'`)

const turns = (after: string | null, limit: number) => sql`
  (select t.id::text, 'turn', t.first_at, t.state, r.channel, '', left(coalesce((select string_agg(m.text, ' ' order by m.id) from message m where m.turn_id = t.id and m.recalled_at is null), ''), ${WORDS}), t.why, null::bigint
  from turn t join conversation c on c.id = t.conversation_id join room r on r.id = c.room_id
  where t.state = 'quarantined' and ${before('t.id', after)} order by t.id desc limit ${limit + 1})`

const events = (after: string | null, limit: number) => sql`
  (select e.id::text, 'event', e.at, e.state, coalesce(r.channel, ''), e.what, left(e.text, ${WORDS}), e.outcome::json ->> 'code', t.number
  from event e left join room r on r.id = e.room_id left join ticket t on t.id = e.ticket_id
  where e.state = 'quarantined' and ${before('e.id', after)} order by e.id desc limit ${limit + 1})`

type Settle = (tx: Tx, id: string, how: 'retry' | 'drop') => Promise<boolean>

const SETTLE: Readonly<Record<PersonKind, Settle>> = {
  unparsed: async (tx, id, how) => {
    if (how === 'retry') return false
    const { numUpdatedRows } = await tx
      .updateTable('unparsed')
      .set({ state: 'dropped' })
      .where('id', '=', id)
      .where('state', '=', 'open')
      .executeTakeFirst()
    return numUpdatedRows > 0n
  },
  delivery: settleDelivery,
  turn: settleTurn,
  event: async (tx, id, how) => {
    const row = await tx
      .updateTable('event')
      .set(how === 'retry' ? { state: 'waiting', done_at: null } : { state: 'done', done_at: sql<Date>`now()` })
      .where('id', '=', id)
      .where('state', '=', 'quarantined')
      .returning('line')
      .executeTakeFirst()
    if (row && how === 'retry') await makeTeamLinesDue(tx, [row.line])
    return row !== undefined
  },
}

async function settleDelivery(tx: Tx, id: string, how: 'retry' | 'drop'): Promise<boolean> {
  const { rows } = await sql<{ lane: string; message_id: string | null; thread_card_id: string | null }>`
    update delivery set ${how === 'retry' ? SEND_AGAIN : sql`state = 'cancelled', reason = 'dropped'`}
    where id = ${id} and (state in ('failed', 'in_doubt') or state = 'held' and reason in ('restore', 'card'))
    returning lane, message_id, thread_card_id`.execute(tx)
  const [row] = rows
  if (!row) return false
  if (how === 'retry' && row.thread_card_id !== null) await waitForCard(tx, id, row.thread_card_id)
  if (how === 'retry') await waitForFiles(tx, [id])
  // Cards before lanes: the order in which every commit locks them.
  if (row.message_id !== null)
    await sql`update card set wanted = wanted + 1, due_at = now() where message_id = ${row.message_id}`.execute(tx)
  if (how === 'retry') await sql`update lane set due_at = least(coalesce(due_at, now()), now()) where key = ${row.lane}`.execute(tx)
  return true
}

/** What goes into a thread waits for its card, which a restore may have held back; one that was given up is tried again. */
async function waitForCard(tx: Tx, id: string, card: string): Promise<void> {
  // A card that is being posted this moment is waited for, or it would miss what waits for it.
  await sql`select from card where id = ${card} for share`.execute(tx)
  await sql`
    update delivery set state = 'held', reason = 'card', sent_at = null
    where id = ${id} and exists (select 1 from card where id = ${card} and ref is null)`.execute(tx)
  await sql`
    with again as (
      update delivery set ${SEND_AGAIN}
      where card_id = ${card} and state in ('failed', 'in_doubt', 'cancelled') and exists (select 1 from card where id = ${card} and ref is null)
      returning lane
    )
    update lane set due_at = least(coalesce(due_at, now()), now()) where key in (select lane from again)`.execute(tx)
}

/**
 * A turn goes on as one that was being read, not as a waiting one: what the customer has said since has a turn
 * of its own, and new words must not join the one that failed.
 */
async function settleTurn(tx: Tx, id: string, how: 'retry' | 'drop'): Promise<boolean> {
  const turn = await tx
    .selectFrom('turn')
    .select('conversation_id')
    .where('id', '=', id)
    .where('state', '=', 'quarantined')
    .executeTakeFirst()
  if (!turn) return false
  await tx.selectFrom('conversation').select('id').where('id', '=', turn.conversation_id).forUpdate().execute()
  const { numUpdatedRows } = await tx
    .updateTable('turn')
    .set(
      how === 'retry'
        ? { state: 'reading', reads: 0, done_at: null, due_at: sql<Date>`now()` }
        : { state: 'done', why: 'dropped by a person', done_at: sql<Date>`now()` },
    )
    .where('id', '=', id)
    .where('state', '=', 'quarantined')
    .executeTakeFirst()
  if (numUpdatedRows > 0n && how === 'retry') await makeLinesDue(tx, [turn.conversation_id])
  return numUpdatedRows > 0n
}
