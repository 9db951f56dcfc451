import { describe, expect, it } from 'vitest'
import { check, type LookedUp } from './lookup.ts'

const looked = (values: Record<string, string>): LookedUp => ({
  origin: 'lookup',
  key: 'order',
  state: 'found',
  asked: '1',
  values,
  why: null,
  at: 0,
})
const ticket = (values: Record<string, string>) => ({
  fields: Object.entries(values).map(([name, value]) => ({ name, value: { fact: name, value }, words: null, evidence: null })),
})

describe('what another system says, held against what the customer said', () => {
  it.each([
    ['13800138000', '13800138000', true],
    ['13800138000', '+8613800138000', true],
    ['138-0013-8000', '13800138000', true],
    ['13800138000', '13900139000', false],
    ['6688', '20260112346688', true],
    ['88', '20260112346688', false],
    ['299', '299.00', true],
    ['1,299', '1299', true],
    ['299', '1299', false],
    ['净水器', '好物净水器 Pro 3', true],
    ['淨水器', '净水器', true],
    ['口红', '净水器', false],
    ['Kettle', 'Steel KETTLE 1.7 l', true],
  ])('%s and %s: agree is %s', (said, found, agrees) => {
    expect(check(ticket({ x: said }), looked({ x: found }))).toEqual([{ field: 'x', found, said, agrees }])
  })

  it('adds what the customer did not say', () => {
    expect(check(ticket({}), looked({ phone: '1' }))).toEqual([{ field: 'phone', found: '1', said: null, agrees: true }])
  })
})
