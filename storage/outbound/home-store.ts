/**
 * Homes: what agents see of the desk as a whole, kept for those who looked lately. A change of a ticket makes the homes
 * it concerns due; only what then looks different is drawn, the newest only, and never faster than all of them together may be.
 */
import { type Kysely, sql } from 'kysely'
import type { Home } from '../../bot/cards/home.ts'
import type { ChannelName, Outcome } from '../../bot/ports/channel.ts'
import type { HomeStore, HomeWork } from '../../bot/ports/stores.ts'
import type { Tx } from '../database.ts'
import { sha256 } from '../hash.ts'
import { LEASE_SECONDS } from '../lines.ts'
import type { Database } from '../schema.ts'
import { type ClaimedHome, type HomeOptions, loadHomes } from './home-facts.ts'

/** Who has not looked for so long sees it drawn anew when they look again. */
const LATELY = sql`interval '24 hours'`
/** Changes within this time are one drawing. */
const GATHER = sql`interval '500 milliseconds'`
/** Slack takes about 100 a minute of all homes together. */
const EACH_MS = 750
/** A commit that began before a drawing may end after it: what was drawn is looked at once more. */
const AGAIN_SECONDS = 3
const RETRY_SECONDS = [1, 5, 30, 120, 600]

/** Who is concerned by the changes of a transaction: before them and after. */
export interface Concerned {
  readonly teams: ReadonlySet<string>
  readonly agents: ReadonlySet<string>
}

/** What an agent does is soon on their own home; other homes of their teams wait for their turn. */
export async function makeHomesDue(tx: Tx, { teams, agents }: Concerned): Promise<void> {
  if (teams.size === 0) return
  await sql`
    with due as (
      select h.channel, h.account, h.external, case when h.agent_id = any(${[...agents]}::text[]) then now() + ${GATHER}
        else greatest(now() + ${GATHER}, h.drawn_at + make_interval(secs => ${EACH_MS} * (select count(*) from home l where l.opened_at > now() - ${LATELY}) / 1000.0)) end as at
      from home h join agent a on a.id = h.agent_id
      where h.opened_at > now() - ${LATELY}
        and (h.agent_id = any(${[...agents]}::text[]) or a.teams && ${[...teams]}::text[] or a.role in ('manager', 'admin'))
      for update of h skip locked
    )
    update home set due_at = due.at from due
    where home.channel = due.channel and home.account = due.account and home.external = due.external and (home.due_at is null or home.due_at > due.at)`.execute(
    tx,
  )
}

/** A person looked: it is drawn now, and kept for a while. Who is no agent has none. */
export async function openHomes(
  tx: Tx,
  people: readonly { readonly channel: string; readonly account: string; readonly external: string }[],
): Promise<void> {
  if (people.length === 0) return
  await sql`
    insert into home (channel, account, external, agent_id, due_at)
    select distinct i.channel, i.account, i.external, i.agent_id, now()
    from unnest(${people.map((p) => p.channel)}::text[], ${people.map((p) => p.account)}::text[], ${people.map((p) => p.external)}::text[]) as w(channel, account, external)
    join agent_identity i on i.channel = w.channel and i.account = w.account and i.external = w.external
    join agent a on a.id = i.agent_id and a.active
    order by 1, 2, 3
    on conflict (channel, account, external) do update set agent_id = excluded.agent_id, opened_at = now(), due_at = now(), shown = null`.execute(
    tx,
  )
}

export function createHomeStore(options: HomeOptions): HomeStore {
  const { db } = options
  return {
    claim: async (channels, most) => {
      const due = await claimDue(db.kysely, options.owner, channels, most)
      return due.length === 0 ? [] : db.tx((tx) => draw(tx, options, due))
    },
    settle: (results) => db.tx((tx) => settle(tx, options.owner, results)),
  }
}

/** While it is drawn it is due at the end of its lease: anything sooner is a change meanwhile. */
async function claimDue(db: Kysely<Database>, owner: string, channels: readonly string[], most: number): Promise<readonly ClaimedHome[]> {
  const { rows } = await sql<ClaimedHome>`
    with due as (
      select h.channel, h.account, h.external from home h
      where h.due_at <= now() and h.opened_at > now() - ${LATELY} and (h.until is null or h.until <= now()) and h.channel = any(${channels}::text[])
        and not exists (select 1 from pace p where p.key = h.channel || '/' || h.account || '//home' and p.next_send_at > now())
      order by h.due_at limit ${most} for update of h skip locked
    )
    update home set owner = ${owner}, until = now() + make_interval(secs => ${LEASE_SECONDS}), due_at = now() + make_interval(secs => ${LEASE_SECONDS}), tries = tries + 1
    from due where home.channel = due.channel and home.account = due.account and home.external = due.external
    returning home.channel, home.account, home.external, home.agent_id, home.shown`.execute(db)
  return rows
}

/** What looks as it did is done with at once. */
async function draw(tx: Tx, options: HomeOptions, claimed: readonly ClaimedHome[]): Promise<readonly HomeWork[]> {
  const homes = await loadHomes(tx, options, claimed)
  const works: HomeWork[] = []
  const same: Finished[] = []
  for (const { place, home, nextMs } of homes) {
    const hash = sha256(JSON.stringify(home satisfies Home))
    if (place.shown?.equals(hash)) same.push({ ...place, hash, waitMs: nextMs, drawn: false })
    else {
      const { channel, account, external } = place
      works.push({ channel, account, external, hash: hash.toString('hex'), nextMs, outgoing: outgoingOf(options, place, home) })
    }
  }
  // Whose agent is gone has no home.
  const gone = claimed.filter((each) => !homes.some(({ place }) => place === each))
  await finish(tx, options.owner, [...same, ...gone.map((place) => ({ ...place, hash: null, waitMs: null, drawn: false }))])
  return works
}

function outgoingOf(options: HomeOptions, { channel, account, external }: ClaimedHome, home: Home): HomeWork['outgoing'] {
  return { id: options.ids.next(), kind: 'home', home, room: { id: '', channel, account, external, thread: null } }
}

async function settle(tx: Tx, owner: string, results: readonly { readonly work: HomeWork; readonly outcome: Outcome }[]): Promise<void> {
  await finish(
    tx,
    owner,
    results.map(({ work: { channel, account, external, hash, nextMs }, outcome }): Finished => {
      const place = { channel, account, external }
      if ('sent' in outcome) {
        const again = AGAIN_SECONDS * 1000
        return { ...place, hash: Buffer.from(hash, 'hex'), waitMs: nextMs === null ? again : Math.min(nextMs, again), drawn: true }
      }
      // Refused: until they look again.
      return { ...place, hash: null, waitMs: 'refused' in outcome ? null : 'later' in outcome ? outcome.later : -1, drawn: false }
    }),
  )
  // What the platform puts off for one it puts off for all.
  for (const { work, outcome } of results)
    if ('later' in outcome)
      await sql`
        insert into pace (key, next_send_at) values (${`${work.channel}/${work.account}//home`}, now() + make_interval(secs => ${outcome.later / 1000}))
        on conflict (key) do update set next_send_at = greatest(excluded.next_send_at, pace.next_send_at)`.execute(tx)
}

interface Finished {
  readonly channel: ChannelName
  readonly account: string
  readonly external: string
  /** Of what it shows now; null: unchanged. */
  readonly hash: Buffer | null
  /** Milliseconds until it is looked at again; null: when something changes; -1: it failed, ever more seldom. */
  readonly waitMs: number | null
  readonly drawn: boolean
}

async function finish(tx: Tx, owner: string, rows: readonly Finished[]): Promise<void> {
  if (rows.length === 0) return
  await sql`
    update home set owner = null, until = null, shown = coalesce(decode(w.hash, 'hex'), home.shown), tries = case when w.wait = -1 then home.tries else 0 end,
      drawn_at = case when w.drawn then now() else home.drawn_at end,
      due_at = least(case when home.due_at < home.until then home.due_at end,
        case when w.wait = -1 then now() + make_interval(secs => (${RETRY_SECONDS}::int[])[least(home.tries, 5)])
             when w.wait >= 0 then now() + make_interval(secs => w.wait / 1000.0) end)
    from unnest(${rows.map((r) => r.channel)}::text[], ${rows.map((r) => r.account)}::text[], ${rows.map((r) => r.external)}::text[],
      ${rows.map((r) => r.hash?.toString('hex') ?? null)}::text[], ${rows.map((r) => (r.waitMs === null ? null : Math.ceil(r.waitMs)))}::bigint[], ${rows.map((r) => r.drawn)}::bool[]) as w(channel, account, external, hash, wait, drawn)
    where home.channel = w.channel and home.account = w.account and home.external = w.external and home.owner = ${owner}`.execute(tx)
}
