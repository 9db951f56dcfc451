/** The keep-time loop's store: claims times that have come and commits what the desk decides about them. */
import { sql } from 'kysely'
import type { Decision } from '../../bot/domain/effect.ts'
import type { Timer, TimerKind, View } from '../../bot/domain/view.ts'
import type { TimeStore } from '../../bot/ports/stores.ts'
import type { Tx } from '../database.ts'
import { claimedOf, oldestOf, pauseOf, spentOf } from '../in-hand.ts'
import { LEASE_SECONDS } from '../lines.ts'
import { unawaited } from '../session.ts'
import { Rows } from './apply-effects.ts'
import { callAgents } from './call-agents.ts'
import type { ConverseOptions } from './converse-store.ts'
import { cardsOf } from './load-cards.ts'
import { loadViews } from './load-views.ts'
import { writeRows } from './write-rows.ts'

/**
 * A timer that fails is tried again ever more seldom, at most so many leases apart (an hour), and never given up: it may
 * be a promise. That a process died with it in hand is no failure of it, however often (`in-hand.ts`).
 */
const LONGEST_PAUSE = 240

export function createTimeStore(options: ConverseOptions): TimeStore {
  const { db, owner } = options
  return {
    claim: async (most) => {
      const { rows } = await sql<{ kind: string; subject: string; ticket_id: string; due_at: number }>`
        with due as (
          select ticket_id, kind, subject, ${spentOf('died')} as spent, due_at from timer
          where due_at <= now() and (until is null or until + ${pauseOf('died')} < now())
          order by due_at limit ${most} for update skip locked
        ), ${oldestOf('ticket_id', 'kind', 'subject')}
        update timer set owner = ${owner}, until = now() + make_interval(secs => ${LEASE_SECONDS}), died = due.spent
        from due, oldest
        where timer.ticket_id = due.ticket_id and timer.kind = due.kind and timer.subject = due.subject and ${claimedOf('ticket_id', 'kind', 'subject')}
        returning timer.kind, timer.subject, timer.ticket_id, timer.due_at`.execute(db.kysely)
      return rows.map((row) => ({ timer: { kind: row.kind as TimerKind, subject: row.subject, ticket: row.ticket_id, due: row.due_at } }))
    },
    putOff: async ({ ticket, kind, subject }, blame) => {
      const failed = blame === 'item' ? 1 : 0
      await sql`
        update timer set owner = null, until = now() + make_interval(secs => ${LEASE_SECONDS} * least(power(2, tries * ${failed}), ${LONGEST_PAUSE})), tries = tries + ${failed}
        where ticket_id = ${ticket} and kind = ${kind} and subject = ${subject} and owner = ${owner}`.execute(db.kysely)
    },
    commit: (timers, decide) => db.tx((tx) => commit(tx, options, timers, decide)),
  }
}

async function commit(tx: Tx, options: ConverseOptions, timers: readonly Timer[], decide: (timer: Timer, view: View) => Decision) {
  unawaited(
    sql`
    select c.id from conversation c where c.id in (select conversation_id from ticket where id = any(${timers.map((t) => t.ticket)}::text[]))
    order by c.id for update`.execute(tx),
  )
  // Moved or taken away since it was claimed, or not yet due by a clock that was set back meanwhile: then there is nothing to do.
  const { rows: fired } = await sql<{ n: number; restored: boolean }>`
    update timer set due_at = null, owner = null, until = null, tries = 0, died = 0
    from unnest(${timers.map((t) => t.ticket)}::text[], ${timers.map((t) => t.kind)}::text[], ${timers.map((t) => t.subject)}::text[], ${timers.map((t) => new Date(t.due))}::timestamptz[]) with ordinality as w(ticket, kind, subject, due, n)
    where timer.ticket_id = w.ticket and timer.kind = w.kind and timer.subject = w.subject and timer.owner = ${options.owner} and date_trunc('milliseconds', timer.due_at) = w.due and timer.due_at <= clock_timestamp()
    returning w.n, timer.restored`.execute(tx)
  const due = timers.filter((_, i) => fired.some((row) => row.n === i + 1))
  const restored = new Set(timers.filter((_, i) => fired.some((row) => row.n === i + 1 && row.restored)))
  if (due.length === 0) return { rings: new Set<never>() }
  const { views, heads } = await loadViews(
    tx,
    due.map((t) => ({ ticket: t.ticket })),
    options.view(),
  )
  const known = await cardsOf(
    tx,
    due.map((t) => t.ticket),
  )
  const rows = new Rows({ ids: options.ids, roomOf: options.roomOf, can: options.view().can, known })
  const held: string[] = []
  due.forEach((timer, i) => {
    const view = views[i]
    if (!view?.ticket) return
    const head = heads.get(view.ticket.id)
    if (head) rows.histories.know(view.ticket, head)
    const ticket = rows.histories.get(view.ticket.id) ?? view.ticket
    const before = rows.out.deliveries.length
    rows.add(decide(timer, { ...view, ticket }), view)
    if (restored.has(timer)) held.push(...rows.out.deliveries.slice(before).map(({ id }) => id))
  })
  await callAgents(tx, rows.out.deliveries)
  const rings = await writeRows(tx, rows, options.ids, options.view().config.config.reopenDays)
  // The desk that was backed up may have said it: that needs a human yes.
  if (held.length > 0)
    await sql`update delivery set state = 'held', reason = 'restore' where id = any(${held}::text[]) and state in ('queued', 'held')`.execute(
      tx,
    )
  return { rings }
}
