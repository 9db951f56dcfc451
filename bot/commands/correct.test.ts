import { describe, expect, it } from 'vitest'
import { acting, countingMint, deskView, effectsOf, LEAD, LIN } from '../../testing/fakes/fixture-desk.ts'
import { fieldOf, ticketOf } from '../../testing/fakes/fixture-turn.ts'
import { decide } from '../desk.ts'

const act = (input: Readonly<Record<string, string>>, parts: Parameters<typeof ticketOf>[0] = {}, actor = LIN) =>
  decide(
    deskView({ ticket: ticketOf({ owner: LIN.id, fields: [fieldOf('order_no', '20260112345')], ...parts }) }),
    { is: 'event', event: acting('fields', input, actor) },
    countingMint(),
  )

describe('editing the fields', () => {
  it('sets all that changed in one change, whose source is the agent', () => {
    const decision = act({ order_no: '20260112345', phone: '138 0013 8000', email: '' })
    expect(effectsOf(decision, 'change')).toMatchObject([
      {
        by: { kind: 'agent', id: LIN.id },
        change: { type: 'field-set', fields: [{ name: 'phone', value: { value: '13800138000' }, words: null, evidence: null }] },
      },
    ])
  })

  it('with one value of the wrong kind changes nothing and names it', () => {
    const decision = act({ order_no: '20260112399', phone: 'none' })
    expect(decision.outcome).toMatchObject({ code: 'FIELD_WRONG', facts: { value: 'none' } })
    expect(effectsOf(decision, 'change')).toEqual([])
  })

  it('twice with the same values changes nothing the second time', () => {
    expect(act({ order_no: '20260112345' }).outcome.code).toBe('TICKET_UNCHANGED')
    expect(act({}).outcome.code).toBe('COMMAND_INCOMPLETE')
  })

  it('is refused for a field there is not, for an ended ticket, and for another team’s agent', () => {
    expect(act({ nothing: 'x' }).outcome.code).toBe('FIELD_NOT_FOUND')
    expect(act({ phone: '13800138000' }, { state: 'closed' }).outcome.code).toBe('TICKET_ENDED')
    expect(act({ phone: '13800138000' }, { team: 'logistics', owner: LEAD.id }).outcome.code).toBe('NOT_ALLOWED')
  })
})
