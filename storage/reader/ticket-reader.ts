/** Tickets as the console lists, shows and explains them. */
import { type RawBuilder, sql } from 'kysely'
import { fold } from '../../bot/domain/fold.ts'
import { searchTokens } from '../../bot/domain/search-tokens.ts'
import { TICKET_STATES, type Ticket } from '../../bot/domain/ticket.ts'
import type { Page, PageOf, TicketFilter, TicketReader, TicketRow } from '../../bot/ports/reader.ts'
import { tagToken } from '../converse/history.ts'
import type { Db, Tx } from '../database.ts'
import { pageFrom } from './pages.ts'
import { readEvents } from './ticket-events.ts'
import { readWhy } from './ticket-why.ts'

export function createTicketReader(db: Db): TicketReader {
  return {
    list: (filter, page) => db.tx((tx) => listTickets(tx, filter, page)),
    byNumber: (number) =>
      db.tx(async (tx) => {
        const { rows } = await sql<Row>`${selectOf(sql`select * from ticket where number = ${number}`)}`.execute(tx)
        return rows[0] ? rowOf(rows[0]) : null
      }),
    events: (ticket, page) => db.tx((tx) => readEvents(tx, ticket, page)),
    why: (ticket) => db.tx((tx) => readWhy(tx, ticket)),
  }
}

interface Row {
  readonly fold: string
  readonly customer: string | null
  readonly level: string | null
  readonly owner_id: string | null
  readonly owner_key: string | null
  readonly owner: string | null
}

const selectOf = (tickets: RawBuilder<unknown>) => sql`
  select t.fold, cu.name as customer, cu.level, a.id as owner_id, a.key as owner_key, a.name as owner
  from (${tickets}) t join customer cu on cu.id = t.customer_id left join agent a on a.id = t.owner_id`

function rowOf(row: Row): TicketRow {
  const owner =
    row.owner_id && row.owner_key !== null && row.owner !== null ? { id: row.owner_id, key: row.owner_key, name: row.owner } : null
  return { ticket: JSON.parse(row.fold) as Ticket, customer: row.customer, level: row.level, owner }
}

/**
 * Costs the same among ten tickets and ten million. Without words each state's page is a piece of one index, and the
 * page of all is made of those; for words see `listFitting`.
 */
async function listTickets(tx: Tx, filter: TicketFilter, { limit, after }: PageOf): Promise<Page<TicketRow>> {
  const { states, team, owner, tag, q } = filter
  const parts = [
    ...(after === null ? [] : [sql`t.id < ${after}`]),
    ...(team ? [sql`t.team = ${team}`] : []),
    ...(owner ? [sql`t.owner_id = (select id from agent where key = ${owner} or id = ${owner} limit 1)`] : []),
  ]
  const named = states && states.length > 0 ? states : null
  const words = (q !== undefined && q.trim() !== '') || tag !== undefined
  if (tag !== undefined) parts.push(tagFits(tag))
  if (q !== undefined && q.trim() !== '') parts.push(wordsFit(q))
  if (words) parts.push(...(named ? [sql`t.state = any(${named}::text[])`] : []))
  const where = parts.length === 0 ? sql`true` : sql.join(parts, sql` and `)
  const most = limit + 1
  const ask = async (page: RawBuilder<unknown>) => (await sql<Row>`${selectOf(page)} order by t.id desc`.execute(tx)).rows
  if (words) return pageOf(await listFitting(ask, where, after, most), limit)
  const plain = named === null && !team && !owner
  const page = plain
    ? sql`select * from ticket t where ${where} order by t.id desc limit ${most}`
    : sql`select t.* from unnest(${named ?? TICKET_STATES}::text[]) as s(state)
        cross join lateral (select * from ticket t where t.state = s.state and ${where} order by t.id desc limit ${most}) t
        order by t.id desc limit ${most}`
  return pageOf(await ask(page), limit)
}

/** So many of the newest tickets are read one by one, as fast as the index of words tells that it knows none. */
const NEWEST = 1_000
/** So many more of them, where those few held enough to expect the page among them; read in some ten milliseconds. */
const MOST_NEWEST = 10_000
/** What is to be found among them by chance is mostly found among so many times as many. */
const SURELY = 1.5

/**
 * The index of words knows all tickets that fit, in no order: what many have would be read whole for the newest page of
 * it. Frequent words are found among the newest tickets; for rare ones the index is asked.
 */
async function listFitting(
  ask: (page: RawBuilder<unknown>) => Promise<readonly Row[]>,
  where: RawBuilder<unknown>,
  after: string | null,
  most: number,
): Promise<readonly Row[]> {
  const amongNewest = (n: number) =>
    ask(sql`
      select * from (select * from ticket where ${after === null ? sql`true` : sql`id < ${after}`} order by id desc limit ${n}) t
      where ${where} order by t.id desc limit ${most}`)
  const found = await amongNewest(NEWEST)
  if (found.length === most) return found
  const expected = Math.ceil(((NEWEST * most) / found.length) * SURELY)
  if (expected <= MOST_NEWEST) {
    const more = await amongNewest(expected)
    if (more.length === most) return more
  }
  return ask(sql`select * from ticket t where ${where} order by t.id desc limit ${most}`)
}

function pageOf(rows: readonly Row[], limit: number): Page<TicketRow> {
  return pageFrom(rows.map(rowOf), limit, (row) => row.ticket.id)
}

/** Tags stand in the same index as words. What is no key is on no ticket. */
function tagFits(tag: string) {
  return /^[a-z][a-z0-9-]{0,59}$/.test(tag) ? sql`t.search @@ ${`'${tagToken(tag)}'`}::tsquery` : sql`false`
}

/** All words must fit. One Chinese character fits any pair it begins, because pairs are what is indexed. */
function wordsFit(q: string) {
  const named = /^\s*#?(?:t-?)?\s*(\d{1,15})\s*$/.exec(fold(q))?.[1]
  const tokens = searchTokens(q).map((token) => (/^\p{Script=Han}$/u.test(token) ? `'${token}':*` : `'${token.replaceAll("'", "''")}'`))
  const found = tokens.length === 0 ? sql`false` : sql`t.search @@ to_tsquery('simple', ${tokens.join(' & ')})`
  return named === undefined ? found : sql`(t.number = ${Number(named)} or ${found})`
}
