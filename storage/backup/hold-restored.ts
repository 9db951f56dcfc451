/**
 * What was on its way when a backup was made may have gone out since, from the desk that was backed up. So after a
 * restore nothing of it goes by itself: it waits under “Needs a person”, where it is released or dropped. Likewise
 * what follows from times that came meanwhile: the ticket changes, the words wait.
 */
import type { Ask } from './fingerprint.ts'

export interface Held {
  /** Deliveries not sent, now `held(restore)`; replies that wait for a second person wait for that still. */
  readonly deliveries: number
  /** Words and actions taken in but not worked off: what they cause may have been caused already. */
  readonly turns: number
  readonly events: number
}

/** Times that came between the backup and now: the desk that was backed up may have kept them. */
export const MARK_TIMES = 'update timer set restored = true where due_at <= now()'

/** All in one transaction; safe to repeat. */
export async function holdRestored(ask: Ask): Promise<Held> {
  await ask('begin')
  try {
    const deliveries = await count(
      ask,
      `update delivery set state = 'held', reason = 'restore' where state in ('queued', 'sending', 'in_doubt') or (state = 'held' and coalesce(reason, '') not in ('restore', 'approval'))`,
    )
    await ask(`update lane set due_at = null, owner = null, until = null where due_at is not null or until is not null`)
    await ask(`
      update card set wanted = wanted + 1, due_at = case when ref is not null then now() end
      where message_id in (select message_id from delivery where state = 'held' and reason = 'restore')`)
    const turns = await count(
      ask,
      `update turn set state = 'quarantined', why = 'restore', done_at = now() where state in ('waiting', 'reading')`,
    )
    const events = await count(
      ask,
      `update event set state = 'quarantined', done_at = now(), outcome = '{"code":"restore","facts":{}}' where state = 'waiting'`,
    )
    await ask(`update line set due_at = null, owner = null, until = null, tries = 0 where due_at is not null or until is not null`)
    await ask(MARK_TIMES)
    await ask('commit')
    return { deliveries, turns, events }
  } catch (error) {
    await ask('rollback')
    throw error
  }
}

async function count(ask: Ask, statement: string): Promise<number> {
  const [row] = await ask<{ n: string }>(`with changed as (${statement} returning 1) select count(*)::text as n from changed`)
  return Number(row?.n ?? 0)
}
