/** Turns, views and tickets for tests, with only what a test cares about. */
import type { Message, Question, Turn } from '../../bot/domain/conversation.ts'
import type { Lang } from '../../bot/domain/lang.ts'
import type { Ticket, TicketField } from '../../bot/domain/ticket.ts'
import type { TurnView } from '../../bot/ports/understand.ts'

/** Monday, 12 January 2026, 10:00 in China. */
export const NOW = Date.UTC(2026, 0, 12, 2)

export function turnOf(...texts: readonly string[]): Turn {
  const messages = texts.map(
    (text, i): Message => ({
      id: `m${i + 1}`,
      conversation: 'c1',
      kind: 'customer',
      author: 'p1',
      text,
      choice: null,
      at: NOW + i * 1_000,
      attachments: [],
    }),
  )
  return { id: 't1', conversation: 'c1', author: 'p1', kind: 'words', messages, reads: 0 }
}

export interface ViewParts {
  readonly lang?: Lang
  readonly tickets?: readonly Ticket[]
  readonly question?: Question | null
}

export function viewOf({ lang = 'zh-CN', tickets = [], question = null }: ViewParts = {}): TurnView {
  return {
    conversation: {
      id: 'c1',
      room: { id: 'r1', channel: 'web', account: 'a', external: 'x', thread: null },
      speaker: 'desk',
      epoch: 1,
      lang,
    },
    customer: { id: 'p1', name: null },
    tickets,
    question,
    now: NOW,
  }
}

export function asking(about: string, kind: Question['kind'] = 'field', ticket = 'k1'): Question {
  return { id: 'q1', conversation: 'c1', ticket, kind, about, options: [], state: 'open', until: NOW + 3_600_000 }
}

export function fieldOf(name: string, value: string): TicketField {
  return { name, value: { fact: `f-${name}`, value }, words: null, evidence: null }
}

export function ticketOf(parts: Partial<Ticket> = {}): Ticket {
  return {
    id: 'k1',
    number: 1024,
    seq: 1,
    conversation: 'c1',
    customer: 'p1',
    lang: 'zh-CN',
    state: 'open',
    owner: null,
    team: 'after-sales',
    title: { fact: 'f1', value: '口红断了' },
    summary: { fact: 'f2', value: '口红断了' },
    category: 'after-sales/quality',
    confidence: 0.9,
    priority: 'P3',
    priorityWhy: { code: 'category' },
    mood: 'neutral',
    fields: [],
    promises: [],
    opener: null,
    rule: 'all',
    configVersion: 1,
    modelVersion: 'local-1',
    openedAt: NOW - 3_600_000,
    resolvedAt: parts.state === 'resolved' ? NOW - 60_000 : null,
    closedAt: null,
    snoozedUntil: null,
    rating: null,
    reopens: 0,
    transfers: 0,
    linked: null,
    ...parts,
  }
}
