import type { Id } from '../domain/ticket.ts'

/** What readings by a paid endpoint have cost, by all processes together. */
export interface Spending {
  /** Tokens, asked and answered, since the day (UTC) of the database began: of everybody, and of the customer. */
  today(customer: Id): Promise<{ readonly everybody: number; readonly customer: number }>
}
