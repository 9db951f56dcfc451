import { describe, expect, it } from 'vitest'
import { foldTicket } from './fold-ticket.ts'
import type { TicketChange, TicketEvent } from './ticket.ts'
import { timersOf } from './timers.ts'

const MINUTE = 60_000
const personal = (value: string) => ({ fact: `fact-${value}`, value })
const opened: TicketChange = {
  type: 'opened',
  number: 1024,
  conversation: 'c',
  customer: 'x',
  lang: 'zh-CN',
  team: 'after-sales',
  rule: 'all',
  title: personal('口红断了'),
  summary: personal('口红断了'),
  category: 'after-sales/quality',
  confidence: 0.9,
  priority: 'P3',
  priorityWhy: { code: 'category' },
  mood: 'angry',
  fields: [{ name: 'order_no', value: personal('1'), words: null, evidence: null }],
  promises: [
    { kind: 'first-response', state: 'running', due: 30 * MINUTE, left: null },
    { kind: 'resolution', state: 'running', due: 100 * MINUTE, left: null },
  ],
  opener: { turn: 't', n: 0 },
  linked: null,
}

function story(...changes: readonly (readonly [number, TicketChange])[]) {
  const events = ([[0, opened], ...changes] as const).map(
    ([minutes, change], i): TicketEvent => ({
      ticket: 'id',
      seq: i + 1,
      at: minutes * MINUTE,
      by: { kind: 'desk' },
      config: 1,
      model: 'm',
      change,
    }),
  )
  const ticket = foldTicket(null, events)
  if (!ticket) throw new Error('no ticket')
  return ticket
}

describe('the fold of a ticket', () => {
  it('waits for the customer with its clocks stopped and goes on when the customer writes', () => {
    const waiting = story([10, { type: 'taken', owner: 'a' }], [20, { type: 'replied', message: 'm', waiting: true }])
    expect(waiting.state).toBe('waiting')
    expect(timersOf(waiting, 7)).toEqual([])
    const again = story(
      [10, { type: 'taken', owner: 'a' }],
      [20, { type: 'replied', message: 'm', waiting: true }],
      [50, { type: 'customer-wrote', turn: 't2', mood: 'neutral' }],
    )
    expect(again.state).toBe('open')
    expect(again.promises.find((p) => p.kind === 'resolution')).toMatchObject({ state: 'running', due: 130 * MINUTE })
  })

  it('keeps the promise to resolve when it is resolved, and closes seven days later', () => {
    const resolved = story([10, { type: 'taken', owner: 'a' }], [20, { type: 'resolved', note: null }])
    expect(resolved.promises.find((p) => p.kind === 'resolution')?.state).toBe('kept')
    expect(timersOf(resolved, 7)).toContainEqual({ kind: 'close', subject: '', due: 20 * MINUTE + 7 * 24 * 60 * MINUTE })
  })

  it('keeps a broken promise broken', () => {
    const ticket = story([40, { type: 'promise-broken', kind: 'first-response' }], [50, { type: 'promise-kept', kind: 'first-response' }])
    expect(ticket.promises[0]?.state).toBe('broken')
  })

  it('goes back to its owner when it is reopened', () => {
    const ticket = story(
      [1, { type: 'taken', owner: 'a' }],
      [2, { type: 'resolved', note: null }],
      [3, { type: 'reopened', turn: 't2', why: { code: 'unsolved' }, promises: [] }],
    )
    expect(ticket).toMatchObject({ state: 'open', owner: 'a', reopens: 1, rating: null, resolvedAt: null })
  })

  it('replaces a field that is said again and keeps the others', () => {
    const ticket = story([
      1,
      {
        type: 'field-set',
        fields: [
          { name: 'order_no', value: personal('2'), words: null, evidence: null },
          { name: 'size', value: personal('M'), words: null, evidence: null },
        ],
      },
    ])
    expect(ticket.fields.map((f) => [f.name, f.value.value])).toEqual([
      ['order_no', '2'],
      ['size', 'M'],
    ])
  })

  it('shows nothing of an erased fact', () => {
    const ticket = story([1, { type: 'erased', facts: ['fact-口红断了', 'fact-1'] }])
    expect([ticket.title.value, ticket.summary.value, ticket.fields[0]?.value.value]).toEqual([null, null, null])
  })

  it('refuses a history that takes a taken ticket', () => {
    expect(() => story([1, { type: 'taken', owner: 'a' }], [2, { type: 'taken', owner: 'b' }])).toThrow('TICKET_ALREADY_TAKEN')
  })
})
