/** A line that is ours for a while. */
import { sql } from 'kysely'
import type { Blame } from '../../bot/ports/stores.ts'
import type { Tx } from '../database.ts'

export interface Claimed {
  readonly key: string
  readonly fence: number
  /** What it has spent of its tries before this one (claim-lines.ts). */
  readonly spent: number
}

/**
 * What a failure costs an item (`line.tries` keeps it) before it goes to “Needs a person” and its line goes on. One of
 * its own costs two: it has five. What stopped it without being its fault costs one: a lost lock, a database that was
 * away, a process that died with it in hand (`in-hand.ts`).
 */
const COST = { item: 2, desk: 1, nobody: 0 } as const satisfies Record<Blame, number>

/** Ends the lease of a line whose item came to no end; due again in `ms`. */
export async function giveBack(
  tx: Tx,
  owner: string,
  { key, fence }: Pick<Claimed, 'key' | 'fence'>,
  ms: number,
  blame: Blame,
): Promise<void> {
  await sql`
    update line set owner = null, until = null, due_at = now() + make_interval(secs => ${ms / 1000}), tries = tries + ${COST[blame]}
    where key = ${key} and fence = ${fence} and owner = ${owner}`.execute(tx)
}
