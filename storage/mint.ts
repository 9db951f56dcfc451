/** New ids and ticket numbers for decisions. Numbers come from a sequence in small blocks: a crash leaves gaps, never twins. */
import { sql } from 'kysely'
import type { Ids } from '../bot/ports/ids.ts'
import type { Mint } from '../bot/ports/mint.ts'
import type { Db } from './database.ts'

const BLOCK = 64
/** A turn names at most so many matters, each a ticket. */
const MOST_PER_DECISION = 8

export function createMint(db: Db, ids: Ids): Mint {
  const numbers: number[] = []
  return {
    id: () => ids.next(),
    number: () => {
      const next = numbers.shift()
      if (next === undefined) throw new Error('no ticket number is ready')
      return next
    },
    ready: async (n) => {
      const wanted = n * MOST_PER_DECISION
      if (numbers.length >= wanted) return
      const { rows } = await sql<{
        n: number
      }>`select nextval('ticket_number') as n from generate_series(1, ${Math.max(BLOCK, wanted)})`.execute(db.kysely)
      numbers.push(...rows.map((row) => row.n))
    },
  }
}
