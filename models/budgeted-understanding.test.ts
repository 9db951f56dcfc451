import { describe, expect, it } from 'vitest'
import type { Understand } from '../bot/ports/understand.ts'
import { verifyClaims } from '../bot/understanding/verify-claims.ts'
import { understandContract } from '../testing/contracts/understand.contract.ts'
import { FakeUnderstand } from '../testing/fakes/fake-understand.ts'
import { fixtureConfig as config } from '../testing/fakes/fixture-config.ts'
import { NOW, turnOf, viewOf } from '../testing/fakes/fixture-turn.ts'
import { BudgetedUnderstanding } from './budgeted-understanding.ts'

/** A model that is paid a hundred tokens a turn. */
const paid: Understand = {
  version: () => 'paid',
  read: async (turn, view, desk, signal) => {
    const read = await new FakeUnderstand('paid').read(turn, view, desk, signal)
    return { ...read, cost: { tokensIn: 90, tokensOut: 10, calls: 1 } }
  },
}
const local = new FakeUnderstand('local-1')

understandContract('budgeted, with nothing left', async () => ({
  understand: new BudgetedUnderstanding(paid, local, { everybody: 0, customer: null }),
}))

describe('a budget', () => {
  const rig = (everybody: number | null, customer: number | null) => {
    const spent: string[] = []
    const understand = new BudgetedUnderstanding(paid, local, { everybody, customer, onSpent: (by) => spent.push(by) })
    const read = async (author = 'p1', now = NOW) => {
      const turn = { ...turnOf('口红断了'), author }
      const { claims, model } = await understand.read(turn, { ...viewOf(), now }, config, new AbortController().signal)
      return { model, marks: verifyClaims(turn, claims, config, viewOf()).marks }
    }
    return { read, spent }
  }

  it('of the day is for everybody, and a new day begins a new one', async () => {
    const { read, spent } = rig(200, null)
    expect([(await read('a')).model, (await read('b')).model]).toEqual(['paid', 'paid'])
    expect(await read('c')).toEqual({ model: 'local-1', marks: ['budget'] })
    expect(spent).toEqual(['everybody'])
    expect(await read('c', NOW + 24 * 60 * 60 * 1_000)).toEqual({ model: 'paid', marks: undefined })
  })

  it('of one customer holds nobody else up', async () => {
    const { read, spent } = rig(null, 100)
    expect([(await read('a')).model, (await read('a')).model, (await read('b')).model]).toEqual(['paid', 'local-1', 'paid'])
    expect(spent).toEqual(['customer'])
  })

  it('that is not set ends never', async () => {
    const { read } = rig(null, null)
    for (let i = 0; i < 50; i++) expect((await read()).model).toBe('paid')
  })
})
