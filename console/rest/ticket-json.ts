/** A ticket as /v1 shows it. */
import type { z } from '@hono/zod-openapi'
import type { DeskConfig } from '../../bot/domain/desk-config.ts'
import type { Lang } from '../../bot/domain/lang.ts'
import { type Reason, ticketNumber } from '../../bot/domain/ticket.ts'
import { DeskError } from '../../bot/errors.ts'
import type { TicketReader, TicketRow } from '../../bot/ports/reader.ts'
import { texts } from '../../bot/texts/index.ts'
import { missingFields } from '../../bot/understanding/missing-fields.ts'
import type { ticket as ticketSchema, ticketDetail } from './schemas.ts'

export const iso = (ms: number) => new Date(ms).toISOString()

export function ticketJson({ ticket, customer, owner }: TicketRow, config: DeskConfig): z.input<typeof ticketSchema> {
  return {
    number: ticketNumber(ticket.number),
    state: ticket.state,
    title: ticket.title.value,
    summary: ticket.summary.value,
    category: ticket.category,
    priority: ticket.priority,
    mood: ticket.mood,
    team: ticket.team,
    owner: owner && { ...owner },
    customer: { id: ticket.customer, name: customer },
    fields: ticket.fields.map(({ name, value, words, evidence }) => ({
      name,
      value: value.value,
      evidence: evidence && { ...evidence, words: words?.value ?? null },
    })),
    missing: missingFields(ticket.category, ticket.fields, config).map((field) => field.key),
    promises: ticket.promises.map(({ kind, state, due }) => ({ kind, state, due: iso(due) })),
    createdAt: iso(ticket.openedAt),
  }
}

export function ticketDetailJson(row: TicketRow, config: DeskConfig, lang: Lang): z.input<typeof ticketDetail> {
  const { ticket } = row
  return {
    ...ticketJson(row, config),
    confidence: ticket.confidence,
    priorityWhy: { code: ticket.priorityWhy.code, text: reasonText(ticket.priorityWhy, lang) },
    labels: { category: { ...config.categories.find((one) => one.key === ticket.category)?.labels } },
    conversation: ticket.conversation,
  }
}

/** A reason in words; empty for a code this version does not know. */
export function reasonText({ code, facts = {} }: Reason, lang: Lang): string {
  const { reasons } = texts(lang)
  return Object.hasOwn(reasons, code) ? reasons[code as keyof typeof reasons](facts) : ''
}

/** The ticket of a path (`T-1024` or `1024`); rejects with TICKET_NOT_FOUND. */
export async function ticketOf(tickets: Pick<TicketReader, 'byNumber'>, given: string): Promise<TicketRow> {
  const digits = /^(?:t-)?(\d{1,15})$/i.exec(given)?.[1]
  const found = digits === undefined ? null : await tickets.byNumber(Number(digits))
  if (!found) throw new DeskError('TICKET_NOT_FOUND', { number: digits === undefined ? given.slice(0, 20) : ticketNumber(Number(digits)) })
  return found
}
