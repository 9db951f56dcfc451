import { describe, expect, it } from 'vitest'
import { ERRORS } from '../../../bot/errors.ts'
import { ticketOf, whereWrong } from './filled.ts'

describe('a filled form of a new ticket', () => {
  it('sends what was filled in and leaves out what was not', () => {
    const filled = {
      text: 'It leaks',
      customer: 'Ann',
      category: 'a/b',
      team: '',
      priority: 'P2',
      'field.order_no': '1234',
      'field.product': '',
    }
    expect(ticketOf(filled)).toEqual({
      text: 'It leaks',
      customer: { name: 'Ann' },
      category: 'a/b',
      priority: 'P2',
      fields: { order_no: '1234' },
    })
    expect(ticketOf({ text: 'It leaks', customer: '', category: '' })).toEqual({ text: 'It leaks' })
  })

  it('shows a refusal at the field it is about, and only codes the desk has', () => {
    for (const code of ['CUSTOMER_AMBIGUOUS', 'CUSTOMER_NOT_FOUND']) expect([code in ERRORS, whereWrong(code)]).toEqual([true, 'customer'])
    for (const code of ['CATEGORY_NOT_FOUND', 'TEAM_NOT_FOUND', 'AGENT_NOT_FOUND', 'INPUT_TOO_LARGE']) expect(code in ERRORS).toBe(true)
    expect(whereWrong('NOT_ALLOWED')).toBeNull()
  })
})
