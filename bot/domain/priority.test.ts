import { describe, expect, it } from 'vitest'
import type { CategoryDef } from './desk-config.ts'
import { decidePriority } from './priority.ts'
import { MOODS, PRIORITIES } from './ticket.ts'

const CATEGORIES: readonly CategoryDef[] = PRIORITIES.map((priority) => ({
  key: `usual/${priority}`,
  labels: { 'zh-CN': priority, 'zh-TW': priority, en: priority },
  required: [],
  optional: [],
  priority,
  complaint: false,
}))

describe('decidePriority', () => {
  it.each([
    // category, urgency, rule, mood → priority, why
    ['P3', null, null, 'neutral', 'P3', 'category'],
    ['P3', 'P2', null, 'neutral', 'P2', 'urgency'],
    ['P3', 'P4', null, 'neutral', 'P3', 'category'],
    ['P3', 'P3', 'P3', 'happy', 'P3', 'category'],
    ['P3', null, 'P1', 'neutral', 'P1', 'rule'],
    ['P3', 'P2', 'P1', 'neutral', 'P1', 'rule'],
    ['P3', 'P1', 'P1', 'neutral', 'P1', 'urgency'],
    ['P3', 'P2', 'P2', 'neutral', 'P2', 'urgency'],
    ['P1', 'P4', 'P4', 'neutral', 'P1', 'category'],
    ['P4', null, null, 'angry', 'P3', 'mood'],
    ['P3', null, null, 'angry', 'P2', 'mood'],
    ['P2', null, null, 'angry', 'P2', 'category'],
    ['P4', 'P2', null, 'angry', 'P2', 'urgency'],
    ['P4', null, 'P3', 'angry', 'P2', 'mood'],
    ['P1', null, null, 'angry', 'P1', 'category'],
    ['P4', null, null, 'unhappy', 'P4', 'category'],
  ] as const)('category %s, urgency %s, rule %s, %s gives %s by %s', (usual, urgency, rulePriority, mood, priority, code) => {
    const decided = decidePriority({ category: `usual/${usual}`, urgency, rulePriority, mood }, { categories: CATEGORIES })
    expect([decided.priority, decided.why.code]).toEqual([priority, code])
  })

  it('never lets anger alone reach P1, nor any mood lower a priority', () => {
    for (const usual of PRIORITIES) {
      for (const mood of MOODS) {
        const { priority } = decidePriority(
          { category: `usual/${usual}`, urgency: null, rulePriority: null, mood },
          { categories: CATEGORIES },
        )
        expect(priority <= usual).toBe(true)
        expect(priority === 'P1').toBe(usual === 'P1')
      }
    }
  })

  it('gives the reason with what it rests on', () => {
    const facts = { category: 'usual/P4', urgency: null, mood: 'angry', rulePriority: null } as const
    expect(decidePriority(facts, { categories: CATEGORIES }).why).toEqual({
      code: 'mood',
      facts: { mood: 'angry', from: 'P4', priority: 'P3' },
    })
    const ruled = { ...facts, mood: 'neutral', rulePriority: 'P1', rule: 'press' } as const
    expect(decidePriority(ruled, { categories: CATEGORIES }).why).toEqual({ code: 'rule', facts: { priority: 'P1', rule: 'press' } })
  })

  it('takes a category nobody configured as P3', () => {
    const facts = { category: 'no/such', urgency: null, mood: 'neutral', rulePriority: null } as const
    expect(decidePriority(facts, { categories: CATEGORIES }).priority).toBe('P3')
  })
})
