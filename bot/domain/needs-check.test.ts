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
    expect(needsCheck({ category, confidence }, fixtureConfig)).toBe(checked)
  })
})
