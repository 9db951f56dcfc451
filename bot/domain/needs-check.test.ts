import { describe, expect, it } from 'vitest'
import { fixtureConfig } from '../../testing/fakes/fixture-config.ts'
import { needsCheck } from './needs-check.ts'

describe('a ticket’s category', () => {
  it.each([
    ['returns/refund', 0.59, true],
    ['returns/refund', 0.6, false],
    ['complaint/service', 0.7, true],
    ['complaint/service', 0.75, false],
    ['complaint/service', 1, false],
    ['no/such', 0.59, true],
  ])('%s, %s sure: to be checked is %s', (category, confidence, checked) => {
    expect(needsCheck({ category, confidence, rule: 'no such' }, fixtureConfig)).toBe(checked)
  })

  it('is checked by a person where a rule says there is much at risk, however sure the desk is', () => {
    const routing = fixtureConfig.routing.map((rule, i) => (i === 0 ? { ...rule, risk: 'high' as const } : rule))
    const [risky, other] = routing
    const checked = (confidence: number, rule = '') =>
      needsCheck({ category: 'returns/refund', confidence, rule }, { ...fixtureConfig, routing })
    expect([checked(0.99, risky?.name), checked(1, risky?.name), checked(0.99, other?.name)]).toEqual([true, false, false])
  })
})
