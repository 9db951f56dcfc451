import { describe, expect, it } from 'vitest'
import { acting, countingMint, deskView, effectsOf } from '../../testing/fakes/fixture-desk.ts'
import { ticketOf } from '../../testing/fakes/fixture-turn.ts'
import { decide } from '../desk.ts'
import { ticketActions } from './ticket-actions.ts'

const view = (confidence: number, category = 'returns/refund') => {
  const ticket = ticketOf({ category, confidence })
  return { ticket, parts: deskView({ ticket }) }
}
const offered = (confidence: number, category?: string): boolean => {
  const { ticket, parts } = view(confidence, category)
  return ticketActions(ticket, parts.config.config, 'en').some((one) => one.action === 'category-right')
}

describe('“category is right”', () => {
  it('is offered where the desk is not sure, and never for what it could not sort', () => {
    expect([offered(0.2), offered(0.99), offered(0.2, 'other/unsorted')]).toEqual([true, false, false])
  })

  it('makes the category a person’s choice, and an example to learn from', () => {
    const decision = decide(view(0.2).parts, { is: 'event', event: acting('category-right') }, countingMint())
    expect(decision.outcome.code).toBe('done')
    expect(effectsOf(decision, 'change').map(({ change }) => change)).toMatchObject([
      { type: 'category-set', category: 'returns/refund', confidence: 1 },
    ])
    expect(effectsOf(decision, 'example')).toMatchObject([{ category: 'returns/refund' }])
  })
})
