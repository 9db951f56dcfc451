/** Reads the day's sums that are written with each paid reading (save-readings.ts). */
import { sql } from 'kysely'
import type { Spending } from '../bot/ports/spending.ts'
import type { Db } from './database.ts'

export function createSpending(db: Db): Spending {
  return {
    today: async (customer) => {
      const { rows } = await sql<{ everybody: number; customer: number }>`
        select coalesce(sum(tokens), 0)::float8 as everybody, coalesce(sum(tokens) filter (where customer_id = ${customer}), 0)::float8 as customer
        from model_spend where day = (now() at time zone 'utc')::date`.execute(db.kysely)
      return { everybody: rows[0]?.everybody ?? 0, customer: rows[0]?.customer ?? 0 }
    },
  }
}
