import { expect, it } from 'vitest'
import { gateReason } from './gate-reason.ts'

const rule = { code: 'forbidden', facts: { rule: 'gains', 'rule:zh-CN': '保证收益' } } as const

it('the reason why a reply waits names the words that are meant, once', () => {
  expect(gateReason(rule, '保证收益', 'zh-CN')).toBe('不可作出的承诺：保证收益')
  expect(gateReason(rule, '稳赚', 'zh-CN')).toBe('不可作出的承诺：保证收益 · 稳赚')
  expect(gateReason(rule, null, 'en')).toBe('a promise nobody may make: gains')
})
