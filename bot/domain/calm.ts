/** Whom a machine should not put off with a form: a customer who is angry, or displeased a second time. Then the managers have been told, too. */
import type { DeskConfig } from './desk-config.ts'
import type { Ticket } from './ticket.ts'

/** Whether the customer of this ticket is told that we are sorry and that a person looks, and is asked one thing at most. */
export function isUpset({ mood, priorityWhy }: Pick<Ticket, 'mood' | 'priorityWhy'>, { calm = true }: Pick<DeskConfig, 'calm'>): boolean {
  return calm && (mood === 'angry' || (mood === 'unhappy' && priorityWhy.code === 'mood'))
}
