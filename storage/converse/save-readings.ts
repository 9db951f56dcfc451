/** What a model read, kept by turn, last message and version: after a crash nothing that was paid for is asked again. */
import { sql } from 'kysely'
import type { StoredReading } from '../../bot/ports/stores.ts'
import type { Tx } from '../database.ts'
import { type Insert, insertRows } from '../insert-rows.ts'

const READINGS: Insert<'reading'> = {
  into: 'reading',
  columns: {
    turn_id: 'text',
    last_message_id: 'text',
    version: 'text',
    model: 'text',
    claims: 'text',
    understanding: 'text',
    tokens_in: 'int4',
    tokens_out: 'int4',
    calls: 'int4',
    cost_micros: 'int8',
  },
  tail: 'on conflict do nothing returning turn_id, tokens_in + tokens_out as tokens, coalesce(cost_micros, 0) as micros',
}

/** Keeps readings that were paid for, and adds them to what their customers cost today; one kept before is not added again. */
export async function savePaidReadings(tx: Tx, readings: readonly StoredReading[]): Promise<void> {
  const { rows } = await saveReadings(tx, readings)
  if (rows.length === 0) return
  // In the order of customers, so that two workers never wait for each other.
  await sql`
    insert into model_spend as s (day, customer_id, tokens, cost_micros)
    select (now() at time zone 'utc')::date, t.author_id, sum(p.tokens), sum(p.micros)
    from unnest(${rows.map((row) => row.turn_id)}::text[], ${rows.map((row) => row.tokens)}::int8[], ${rows.map((row) => row.micros)}::int8[]) as p(turn_id, tokens, micros)
    join turn t on t.id = p.turn_id
    group by t.author_id order by t.author_id
    on conflict (day, customer_id) do update set tokens = s.tokens + excluded.tokens, cost_micros = s.cost_micros + excluded.cost_micros`.execute(
    tx,
  )
}

interface Kept {
  readonly turn_id: string
  readonly tokens: number
  readonly micros: number
}

export function saveReadings(tx: Tx, readings: readonly StoredReading[]): Promise<{ readonly rows: readonly Kept[] }> {
  return insertRows<'reading', Kept>(
    tx,
    READINGS,
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
      cost_micros: r.cost.micros ?? null,
    })),
  )
}
