import { describe, expect, it } from 'vitest'
import type { RoutingRule } from './desk-config.ts'
import { categoryFits, holdsWord, type RoutingFacts, route } from './routing.ts'

const FACTS: RoutingFacts = {
  category: 'after-sales/quality',
  priority: 'P3',
  mood: 'neutral',
  lang: 'zh-CN',
  channel: 'web',
  text: '杯子漏水',
}

const RULES: readonly RoutingRule[] = [
  { name: 'press', when: { contains: ['曝光', 'lawyer'] }, team: 'general', priority: 'P1' },
  { name: 'english', when: { lang: ['en'], category: ['after-sales/*', 'returns/return'] }, team: 'english' },
  { name: 'angry', when: { mood: ['angry'], priority: ['P1', 'P2'] }, team: 'leads' },
  { name: 'slack', when: { channel: ['slack', 'dingtalk'] }, team: 'inside' },
  { name: 'broken', when: { category: ['after-sales/*'] }, team: 'after-sales' },
  { name: 'rest', when: {}, team: 'general' },
]

describe('route', () => {
  const cases: readonly (readonly [string, Partial<RoutingFacts>, string])[] = [
    ['a broken cup', {}, 'broken'],
    ['anything that fits nothing else', { category: 'consult/stock' }, 'rest'],
    ['a category the rules never heard of', { category: '' }, 'rest'],
    ['a threat, before all else', { text: '我要曝光你们', lang: 'en', channel: 'slack' }, 'press'],
    ['a threat in Traditional characters and full width', { text: '我找ＬＡＷＹＥＲ' }, 'press'],
    ['an English return', { lang: 'en', category: 'returns/return' }, 'english'],
    ['an English refund, for which one of two conditions fails', { lang: 'en', category: 'returns/refund' }, 'rest'],
    ['an angry customer with an urgent matter', { mood: 'angry', priority: 'P2' }, 'angry'],
    ['an angry customer with a small matter', { mood: 'angry', priority: 'P4' }, 'broken'],
    ['a colleague on DingTalk', { channel: 'dingtalk' }, 'slack'],
  ]
  it.each(cases)('sends %s by the first rule that fits', (_, facts, rule) => {
    expect(route({ ...FACTS, ...facts }, { routing: RULES, teams: [] }).rule).toBe(rule)
  })

  it('tells the priority only when the rule has one', () => {
    expect(route({ ...FACTS, text: 'my lawyer' }, { routing: RULES, teams: [] })).toEqual({
      team: 'general',
      rule: 'press',
      priority: 'P1',
    })
    expect(route(FACTS, { routing: RULES, teams: [] })).toEqual({ team: 'after-sales', rule: 'broken' })
  })

  it('never leaves a ticket without a team, even if the last rule has conditions', () => {
    expect(route({ ...FACTS, category: 'consult/stock' }, { routing: RULES.slice(0, 5), teams: [] })).toEqual({
      team: 'after-sales',
      rule: 'broken',
    })
    const team = { key: 'general', labels: { 'zh-CN': '综', 'zh-TW': '綜', en: 'G' }, lang: 'en', rooms: [] } as const
    expect(route(FACTS, { routing: [], teams: [team] })).toEqual({ team: 'general', rule: '' })
  })
})

describe('categoryFits', () => {
  it.each([
    ['after-sales/*', 'after-sales/quality', true],
    ['after-sales/quality', 'after-sales/quality', true],
    ['after-sales/quality', 'after-sales/repair', false],
    ['after/*', 'after-sales/quality', false],
    ['after-sales/*', 'after-sales', false],
    ['after-sales/q', 'after-sales/quality', false],
  ])('%s fits %s: %s', (pattern, category, fits) => {
    expect(categoryFits(pattern, category)).toBe(fits)
  })
})

describe('holdsWord', () => {
  it.each([
    ['我要找律师告你', '律师', true],
    ['打12315投诉', '12315', true],
    ['订单8812315900没到', '12315', false],
    ['88 12315', '12315', true],
    ['an issue with it', 'sue', false],
    ['i will sue', 'sue', true],
    ['issue: i sue', 'sue', true],
    ['two lawyers', 'lawyer', true],
    ['anything', '', false],
    ['', '律师', false],
  ])('“%s” holds “%s”: %s', (text, word, holds) => {
    expect(holdsWord(text, word)).toBe(holds)
  })
})
