/** What a model read, kept by turn, last message and version: after a crash nothing that was paid for is asked again. */
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
  },
  tail: 'on conflict do nothing',
}

export function saveReadings(tx: Tx, readings: readonly StoredReading[]): Promise<unknown> {
  return insertRows(
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
    })),
  )
}
