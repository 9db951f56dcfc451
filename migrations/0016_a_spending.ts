import { type Kysely, sql } from 'kysely'

/**
 * What model endpoints cost: each reading's price in millionths of the currency (null: no price is set), and what each
 * customer cost in a day (UTC), against which the daily budgets are held. Safe online: creates, and adds a column that
 * may be null.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  `alter table reading add column cost_micros bigint`,
  `create table model_spend (
    day date not null,
    customer_id id not null,
    tokens bigint not null default 0,
    cost_micros bigint not null default 0,
    primary key (day, customer_id)
  )`,
] as const
