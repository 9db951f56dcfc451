/** Row 77 of the fault catalogue: priority that is talked up. */
import { describe, expect, it } from 'vitest'
import { countingMint, deskView, effectsOf, understood } from '../../testing/fakes/fixture-desk.ts'
import { NOW, ticketOf, turnOf } from '../../testing/fakes/fixture-turn.ts'
import { decide } from '../desk.ts'
import type { Ticket } from '../domain/ticket.ts'

const HOUR = 60 * 60 * 1_000
const shouting = { intent: 'problem', urgency: 'P1', title: '起火了', summary: '起火了' } as const
const urgent: Partial<Ticket> = { state: 'resolved', priority: 'P1', priorityWhy: { code: 'urgency' }, openedAt: NOW - HOUR }

const openedOf = (tickets: readonly Ticket[], matters = 1) => {
  const understanding = understood(...Array.from({ length: matters }, () => shouting))
  const decision = decide(deskView({ tickets }), { is: 'turn', turn: turnOf('起火了'), understanding }, countingMint())
  return effectsOf(decision, 'change').flatMap(({ change }) => (change.type === 'opened' ? [change] : []))
}
const priorities = (tickets: readonly Ticket[], matters = 1) => openedOf(tickets, matters).map(({ priority }) => priority)

describe('what words alone can buy', () => {
  it('is P1 three times a day, however many matters one breath names', () => {
    expect(priorities([], 8)).toEqual(['P1', 'P1', 'P1', 'P2', 'P2', 'P2', 'P2', 'P2'])
  })

  it('is three of a hundred claims of one day, and the card says why the others are not', () => {
    const tickets: Ticket[] = []
    for (let n = 0; n < 100; n++) {
      const [opened] = openedOf(tickets.slice(-20))
      if (!opened) throw new Error('no ticket')
      const { priority, priorityWhy } = opened
      tickets.push(ticketOf({ ...urgent, id: `k${n}`, priority, priorityWhy }))
    }
    expect(tickets.filter(({ priority }) => priority === 'P1')).toHaveLength(3)
    expect(tickets.at(-1)?.priorityWhy).toEqual({ code: 'capped', facts: { priority: 'P2', from: 'P1', most: 3, by: 'urgency' } })
  })

  it('begins anew after a day', () => {
    const old = [1, 2, 3, 4].map((n) => ticketOf({ ...urgent, id: `k${n}`, openedAt: NOW - 25 * HOUR }))
    expect(priorities(old)).toEqual(['P1'])
  })

  it('is not lessened by what a person set, nor by what others wrote', () => {
    const set = [1, 2, 3].map((n) => ticketOf({ ...urgent, id: `k${n}`, priorityWhy: { code: 'agent' } }))
    const others = [4, 5, 6].map((n) => ticketOf({ ...urgent, id: `k${n}`, customer: 'p2' }))
    expect(priorities([...set, ...others])).toEqual(['P1'])
  })
})
