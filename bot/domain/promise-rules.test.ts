import { describe, expect, it } from 'vitest'
import type { PromiseRule } from './desk-config.ts'
import { promisesFor } from './promise-rules.ts'

const NOW = 1_700_000_000_000
const RULES: readonly PromiseRule[] = [
  { name: 'complaints', category: ['complaint/*'], priority: ['P1', 'P2'], minutes: { 'first-response': 10, resolution: 120 } },
  { name: 'ideas', category: ['suggestion/*'], minutes: {} },
  { name: 'p1', priority: ['P1'], minutes: { resolution: 240, 'first-response': 0.5, 'next-response': 20 } },
]

describe('promisesFor', () => {
  it.each([
    ['a complaint', 'complaint/service', 'P2', ['first-response 10', 'resolution 120']],
    ['a complaint that no longer presses', 'complaint/service', 'P3', []],
    ['an idea, however urgent', 'suggestion/app', 'P1', []],
    ['an urgent matter, in fractions of a minute', 'payment/failed', 'P1', ['first-response 0.5', 'resolution 240']],
    ['a matter no rule fits', 'payment/failed', 'P4', []],
  ] as const)('promises %s what the first rule that fits says', (_, category, priority, expected) => {
    const promises = promisesFor({ category, priority }, NOW, { promises: RULES })
    expect(promises.map(({ kind, due }) => `${kind} ${(due - NOW) / 60_000}`)).toEqual(expected)
  })

  it('starts the clocks running, on whole milliseconds', () => {
    const promises = promisesFor({ category: 'x/y', priority: 'P1' }, NOW, { promises: [{ name: 'odd', minutes: { resolution: 1 / 7 } }] })
    expect(promises).toEqual([{ kind: 'resolution', state: 'running', due: NOW + 8571, left: null }])
  })

  it('starts the clock of the next response only when asked for it', () => {
    const promises = promisesFor({ category: 'payment/failed', priority: 'P1' }, NOW, { promises: RULES }, ['next-response'])
    expect(promises).toEqual([{ kind: 'next-response', state: 'running', due: NOW + 20 * 60_000, left: null }])
  })
})
