/** Lookups as rows: asked by the transaction that sets a field, claimed when due, answered outside any transaction. */
import { sql } from 'kysely'
import type { ConfigVersion } from '../bot/domain/desk-config.ts'
import type { LookedUp, LookupFailure, LookupState } from '../bot/domain/lookup.ts'
import { fieldValue } from '../bot/domain/lookup.ts'
import type { Ticket } from '../bot/domain/ticket.ts'
import { type LookupStore, stateOf } from '../bot/ports/lookup.ts'
import type { Db, Tx } from './database.ts'
import { claimedOf, MOST_SPENT, oldestOf, pauseOf, spentOf } from './in-hand.ts'
import { LEASE_SECONDS } from './lines.ts'

/** What failed is tried again after these many seconds, then only when somebody asks. */
const RETRY_SECONDS = [30, 300]

export interface LookupStoreOptions {
  readonly db: Db
  readonly owner: string
  readonly config: () => ConfigVersion
}

/** Asks anew: whatever was under way is thrown away when it comes. */
export async function askLookups(tx: Tx, asks: readonly { readonly ticket: string; readonly key: string }[]): Promise<void> {
  if (asks.length === 0) return
  const rows = [...new Map(asks.map((ask) => [`${ask.ticket}/${ask.key}`, ask])).entries()].sort(([a], [b]) => (a < b ? -1 : 1))
  await sql`
    insert into lookup (ticket_id, key, due_at)
    select w.ticket, w.key, now() from unnest(${rows.map(([, r]) => r.ticket)}::text[], ${rows.map(([, r]) => r.key)}::text[]) as w(ticket, key)
    on conflict (ticket_id, key) do update
      set state = 'waiting', gen = lookup.gen + 1, asked_at = now(), due_at = now(), owner = null, until = null, tries = 0, died = 0`.execute(
    tx,
  )
}

export function createLookupStore({ db, owner, config }: LookupStoreOptions): LookupStore {
  return {
    claim: async (most) => {
      const { rows } = await sql<{ ticket_id: string; key: string; gen: number; tries: number; died: number; fold: string }>`
        with due as (
          select ticket_id, key, ${spentOf('died')} as spent, due_at from lookup
          where due_at <= now() and key not like '@%' and (until is null or until + ${pauseOf('died')} < now())
          order by due_at limit ${most} for update skip locked
        ), ${oldestOf('ticket_id', 'key')}
        update lookup set owner = ${owner}, until = now() + make_interval(secs => ${LEASE_SECONDS}), died = due.spent
        from due cross join oldest join ticket t on t.id = due.ticket_id
        where lookup.ticket_id = due.ticket_id and lookup.key = due.key and ${claimedOf('ticket_id', 'key')}
        returning lookup.ticket_id, lookup.key, lookup.gen, lookup.tries + 1 as tries, lookup.died, t.fold`.execute(db.kysely)
      return rows.map((row) => {
        const field = config().config.lookups?.find((one) => one.key === row.key)?.field
        const { fields } = JSON.parse(row.fold) as Ticket
        const value = field ? fieldValue(fields, field) : null
        return { ticket: row.ticket_id, key: row.key, gen: row.gen, tries: row.tries, worn: row.died >= MOST_SPENT, value }
      })
    },
    settle: (results) =>
      db.tx(async (tx) => {
        if (results.length === 0) return { drawn: false }
        const rows = results.map(({ work, answer }) => ({
          ...work,
          state: stateOf(answer),
          answer: 'found' in answer ? JSON.stringify(answer.found) : null,
          why: 'failed' in answer ? answer.failed : null,
          again: 'failed' in answer && work.value !== null && !work.worn ? (RETRY_SECONDS[work.tries - 1] ?? null) : null,
        }))
        const { rows: kept } = await sql<{ ticket_id: string }>`
          update lookup set state = w.state, asked = w.value, answer = w.answer, why = w.why, answered_at = now(), owner = null, until = null, tries = w.tries,
            due_at = now() + make_interval(secs => w.again)
          from unnest(${rows.map((r) => r.ticket)}::text[], ${rows.map((r) => r.key)}::text[], ${rows.map((r) => r.gen)}::int[], ${rows.map((r) => r.state)}::text[],
            ${rows.map((r) => r.value)}::text[], ${rows.map((r) => r.answer)}::text[], ${rows.map((r) => r.why)}::text[], ${rows.map((r) => r.again)}::int[],
            ${rows.map((r) => r.tries)}::int[]) as w(ticket, key, gen, state, value, answer, why, again, tries)
          where lookup.ticket_id = w.ticket and lookup.key = w.key and lookup.gen = w.gen and lookup.owner = ${owner}
          returning lookup.ticket_id`.execute(tx)
        const tickets = [...new Set(kept.map((row) => row.ticket_id))].sort()
        if (tickets.length > 0)
          await sql`update card set wanted = wanted + 1, due_at = now() where ticket_id = any(${tickets}::text[]) and message_id is null`.execute(
            tx,
          )
        return { drawn: tickets.length > 0 }
      }),
    of: async (ticket) => (await lookedUp(db.kysely, [ticket])).get(ticket) ?? [],
  }
}

/** What is known of the lookups of some tickets, by ticket. */
export async function lookedUp(tx: Pick<Tx, 'selectFrom'>, tickets: readonly string[]): Promise<ReadonlyMap<string, readonly LookedUp[]>> {
  const found = new Map<string, LookedUp[]>()
  if (tickets.length === 0) return found
  const rows = await tx
    .selectFrom('lookup')
    .select(['ticket_id', 'key', 'state', 'asked', 'answer', 'why', 'answered_at'])
    .where('ticket_id', 'in', tickets)
    .where('key', 'not like', '@%')
    .orderBy('key')
    .execute()
  for (const row of rows) {
    const one: LookedUp = {
      origin: 'lookup',
      key: row.key,
      state: row.state as LookupState,
      asked: row.asked,
      values: row.answer ? (JSON.parse(row.answer) as Record<string, string>) : {},
      why: row.why as LookupFailure | null,
      at: row.answered_at,
    }
    found.set(row.ticket_id, [...(found.get(row.ticket_id) ?? []), one])
  }
  return found
}
