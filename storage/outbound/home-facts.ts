/** What homes show, read afresh. Every list is a short piece of an index, however many tickets there are. */
import { sql } from 'kysely'
import { type DrawHome, HOME_COUNTED, HOME_ROWS, type Home, type HomeFacts, type HomeTicket } from '../../bot/cards/home.ts'
import type { Agent } from '../../bot/domain/conversation.ts'
import type { Lang } from '../../bot/domain/lang.ts'
import type { PromiseKind } from '../../bot/domain/promise.ts'
import type { Ticket } from '../../bot/domain/ticket.ts'
import type { Ids } from '../../bot/ports/ids.ts'
import type { CardFacts } from '../../bot/ports/stores.ts'
import type { Db, Tx } from '../database.ts'

export interface ClaimedHome {
  readonly channel: string
  readonly account: string
  readonly external: string
  readonly agent_id: string
  readonly shown: Buffer | null
}

export interface HomeOptions {
  readonly db: Db
  readonly ids: Ids
  readonly owner: string
  readonly draw: DrawHome
  readonly config: () => CardFacts['config']
  /** When today began. */
  readonly dayStart: () => Date
}

/** A promise that breaks within this time is at risk. */
const RISK_MINUTES = 30
const DAY_MS = 24 * 3600_000

export interface LoadedHome {
  readonly place: ClaimedHome
  readonly home: Home
  /** Milliseconds until a promise comes to be at risk; null: none does today. */
  readonly nextMs: number | null
}

export async function loadHomes(tx: Tx, options: HomeOptions, claimed: readonly ClaimedHome[]): Promise<readonly LoadedHome[]> {
  const loaded: LoadedHome[] = []
  for (const place of claimed) {
    const agent = await agentOf(tx, place.agent_id)
    if (!agent) continue
    const all = options.config().config.teams.map((team) => team.key)
    const teams = agent.teams.length > 0 ? agent.teams : agent.role === 'manager' || agent.role === 'admin' ? all : []
    const { risk, nextMs } = await riskOf(tx, place, agent, teams)
    const facts: HomeFacts = {
      agent,
      mine: await mineOf(tx, place, agent),
      queue: await queueOf(tx, place, teams),
      risk,
      figures: await figuresOf(tx, agent, teams, options.dayStart()),
    }
    loaded.push({ place, home: options.draw(facts), nextMs })
  }
  return loaded
}

async function agentOf(tx: Tx, id: string): Promise<Agent | null> {
  const row = await tx
    .selectFrom('agent')
    .select(['id', 'key', 'name', 'role', 'lang', 'teams'])
    .where('id', '=', id)
    .where('active', '=', true)
    .executeTakeFirst()
  return row ? { ...row, role: row.role as Agent['role'], lang: row.lang as Lang } : null
}

interface Row {
  readonly fold: string
  readonly owner: string | null
  readonly room: string | null
  readonly ref: string | null
}

const ticketOf = ({ fold, owner, room, ref }: Row): HomeTicket => ({
  ticket: JSON.parse(fold) as Ticket,
  owner,
  card: room === null || ref === null ? null : { room, ref },
})

/** The ticket's newest card in a room of the home's own platform. */
function withCard({ channel, account }: ClaimedHome) {
  return sql`
    left join agent o on o.id = t.owner_id
    left join lateral (
      select r.external as room, c.ref from card c join room r on r.id = c.room_id
      where c.ticket_id = t.id and c.message_id is null and c.ref is not null and r.channel = ${channel} and r.account = ${account}
      order by c.id desc limit 1
    ) p on true`
}

async function mineOf(tx: Tx, place: ClaimedHome, { id }: Agent): Promise<HomeFacts['mine']> {
  const mine = sql`owner_id = ${id} and state in ('open', 'waiting', 'snoozed')`
  const { rows } = await sql<Row>`
    select t.fold, o.name as owner, p.room, p.ref from (select * from ticket where ${mine} order by id desc limit ${HOME_ROWS}) t ${withCard(place)}
    order by t.id desc`.execute(tx)
  return { tickets: rows.map(ticketOf), total: await counted(tx, sql`select 1 from ticket where ${mine} limit ${HOME_COUNTED}`) }
}

/** Who has waited longest comes first. */
async function queueOf(tx: Tx, place: ClaimedHome, teams: readonly string[]): Promise<HomeFacts['queue']> {
  if (teams.length === 0) return { tickets: [], total: 0 }
  const { rows } = await sql<Row>`
    select t.fold, o.name as owner, p.room, p.ref from (
      select t.* from unnest(${teams}::text[]) as w(team)
      cross join lateral (select * from ticket where team = w.team and state = 'new' order by id limit ${HOME_ROWS}) t
      order by t.id limit ${HOME_ROWS}
    ) t ${withCard(place)} order by t.id`.execute(tx)
  const total = await counted(tx, sql`select 1 from ticket where team = any(${teams}::text[]) and state = 'new' limit ${HOME_COUNTED}`)
  return { tickets: rows.map(ticketOf), total }
}

async function counted(tx: Tx, some: ReturnType<typeof sql>): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from (${some}) s`.execute(tx)
  return Number(rows[0]?.n ?? 0)
}

async function riskOf(
  tx: Tx,
  place: ClaimedHome,
  { id }: Agent,
  teams: readonly string[],
): Promise<{ readonly risk: HomeFacts['risk']; readonly nextMs: number | null }> {
  const theirs = sql`tm.kind = 'promise' and (t.team = any(${teams}::text[]) or t.owner_id = ${id})`
  const soon = sql`now() + make_interval(mins => ${RISK_MINUTES})`
  // A ticket may have several promises: the soonest of each tells.
  const { rows } = await sql<Row & { readonly id: string; readonly subject: string; readonly due: number }>`
    select t.id, t.fold, o.name as owner, p.room, p.ref, tm.subject, tm.due_at as due
    from timer tm join ticket t on t.id = tm.ticket_id ${withCard(place)}
    where tm.due_at <= ${soon} and ${theirs}
    order by tm.due_at, t.id limit ${HOME_ROWS * 3}`.execute(tx)
  const first = [...new Map([...rows].reverse().map((row) => [row.id, row])).values()].sort((a, b) => a.due - b.due)
  const { rows: later } = await sql<{ ms: number | null }>`
    select extract(epoch from tm.due_at - ${soon}) * 1000 as ms from timer tm join ticket t on t.id = tm.ticket_id
    where tm.due_at > ${soon} and tm.due_at < now() + interval '24 hours' and ${theirs} order by tm.due_at limit 1`.execute(tx)
  const ms = later[0]?.ms
  return {
    risk: first.slice(0, HOME_ROWS).map((row) => ({ ...ticketOf(row), promise: row.subject as PromiseKind, due: row.due })),
    nextMs: ms === null || ms === undefined ? null : Math.min(DAY_MS, Math.ceil(Number(ms))),
  }
}

/** Ids of tickets begin with the moment they were made. */
async function figuresOf(tx: Tx, { id }: Agent, teams: readonly string[], day: Date): Promise<HomeFacts['figures']> {
  const since = day.getTime().toString(16).padStart(12, '0').padEnd(32, '0')
  const { rows } = await sql<{ opened: number; resolved: number; mine: number }>`
    select
      (select count(*) from unnest(${teams}::text[]) as w(team)
        cross join unnest(array['new', 'open', 'waiting', 'snoozed', 'resolved', 'closed', 'merged', 'rejected']) as s(state)
        cross join lateral (select id from ticket where team = w.team and state = s.state and id >= ${since}) t) as opened,
      count(*) filter (where team = any(${teams}::text[])) as resolved, count(*) filter (where owner_id = ${id}) as mine
    from ticket where changed_at >= ${day} and ended_at >= ${day} and state in ('resolved', 'closed')`.execute(tx)
  const [row] = rows
  return { opened: Number(row?.opened ?? 0), resolved: Number(row?.resolved ?? 0), resolvedByMe: Number(row?.mine ?? 0) }
}
