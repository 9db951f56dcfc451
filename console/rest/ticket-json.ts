/** A ticket as /v1 shows it. */
import type { z } from '@hono/zod-openapi'
import type { DeskConfig } from '../../bot/domain/desk-config.ts'
import type { Lang } from '../../bot/domain/lang.ts'
import { type Ticket, ticketNumber } from '../../bot/domain/ticket.ts'
import { DeskError } from '../../bot/errors.ts'
import type { TalkReader, TicketReader, TicketRow } from '../../bot/ports/reader.ts'
import { API_CUSTOMERS } from '../../bot/ports/say.ts'
import { missingFields } from '../../bot/understanding/missing-fields.ts'
import { reasonText } from '../../bot/word-event.ts'
import type { ticketDetail, ticket as ticketSchema } from './schemas.ts'

export const iso = (ms: number) => new Date(ms).toISOString()

export function ticketJson({ ticket, customer, level = null, owner }: TicketRow, config: DeskConfig): z.input<typeof ticketSchema> {
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
    customer: { id: ticket.customer, name: customer, level },
    fields: ticket.fields.map(({ name, value, words, evidence }) => ({
      name,
      value: value.value,
      evidence: evidence && { ...evidence, words: words?.value ?? null },
    })),
    missing: missingFields(ticket.category, ticket.fields, config).map((field) => field.key),
    promises: ticket.promises.map(({ kind, state, due }) => ({ kind, state, due: iso(due) })),
    tags: (ticket.tags ?? []).map((key) => ({ key, labels: { ...config.tags?.find((tag) => tag.key === key)?.labels } })),
    createdAt: iso(ticket.openedAt),
  }
}

export async function ticketDetailJson(
  row: TicketRow,
  talk: Pick<TalkReader, 'conversation'>,
  config: DeskConfig,
  lang: Lang,
): Promise<z.input<typeof ticketDetail>> {
  const { ticket } = row
  const place = await talk.conversation(ticket.conversation, API_CUSTOMERS)
  return {
    ...ticketJson(row, config),
    confidence: ticket.confidence,
    priorityWhy: { code: ticket.priorityWhy.code, text: reasonText(ticket.priorityWhy, lang) },
    labels: labelsOf(ticket, config),
    conversation: ticket.conversation,
    room: { channel: place?.channel ?? '', id: place?.room ?? '' },
  }
}

/** The keys of a ticket as people know them; a key the config no longer has is left out. */
function labelsOf({ category, fields }: Ticket, config: DeskConfig): z.input<typeof ticketDetail>['labels'] {
  const keys = [...fields.map(({ name }) => name), ...missingFields(category, fields, config).map(({ key }) => key)]
  const known = config.fields.filter(({ key }) => keys.includes(key))
  return {
    category: { ...config.categories.find((one) => one.key === category)?.labels },
    fields: Object.fromEntries(known.map(({ key, labels }) => [key, { ...labels }])),
    values: Object.fromEntries(
      fields.flatMap(({ name, value }) => {
        const choice = known.find(({ key }) => key === name)?.choices?.find(({ key }) => key === value.value)
        return choice ? [[name, { ...choice.labels }]] : []
      }),
    ),
  }
}

/** The ticket of a path (`T-1024` or `1024`); rejects with TICKET_NOT_FOUND. */
export async function ticketOf(tickets: Pick<TicketReader, 'byNumber'>, given: string): Promise<TicketRow> {
  const digits = /^(?:t-)?(\d{1,15})$/i.exec(given)?.[1]
  const found = digits === undefined ? null : await tickets.byNumber(Number(digits))
  if (!found) throw new DeskError('TICKET_NOT_FOUND', { number: digits === undefined ? given.slice(0, 20) : ticketNumber(Number(digits)) })
  return found
}
