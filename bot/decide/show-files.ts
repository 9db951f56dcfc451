import { customerName } from '../customer-name.ts'
import type { Turn } from '../domain/conversation.ts'
import type { Ticket } from '../domain/ticket.ts'
import type { Draft } from '../draft.ts'

/** A new card names the files; they themselves stand in its thread where a card cannot show them. */
export function showFiles(draft: Draft, turn: Turn, opened: readonly Ticket[]): void {
  const files = turn.messages.flatMap((m) => m.attachments)
  if (files.length === 0) return
  for (const ticket of opened) draft.thread(ticket.id, '', { speaker: customerName(draft, ticket), files, onCard: true })
}
