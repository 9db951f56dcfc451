import { describe, expect, it } from 'vitest'
import type { Spending } from '../bot/ports/spending.ts'
import type { ReadingCost, Understand } from '../bot/ports/understand.ts'
import { verifyClaims } from '../bot/understanding/verify-claims.ts'
import { understandContract } from '../testing/contracts/understand.contract.ts'
import { FakeUnderstand } from '../testing/fakes/fake-understand.ts'
import { fixtureConfig as config } from '../testing/fakes/fixture-config.ts'
import { turnOf, viewOf } from '../testing/fakes/fixture-turn.ts'
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

/** What the database knows: all that was saved by any process since the day began. */
class Books implements Spending {
  #by = new Map<string, number>()

  save(customer: string, { tokensIn, tokensOut }: ReadingCost): void {
    this.#by.set(customer, (this.#by.get(customer) ?? 0) + tokensIn + tokensOut)
  }

  nextDay(): void {
    this.#by = new Map()
  }

  async today(customer: string) {
    return { everybody: [...this.#by.values()].reduce((sum, one) => sum + one, 0), customer: this.#by.get(customer) ?? 0 }
  }
}

understandContract('budgeted, with nothing left', async () => ({
  understand: new BudgetedUnderstanding(paid, local, new Books(), { everybody: 0, customer: null }),
}))

describe('a budget', () => {
  const rig = (everybody: number | null, customer: number | null) => {
    const spent: string[] = []
    const books = new Books()
    const start = () => new BudgetedUnderstanding(paid, local, books, { everybody, customer, onSpent: (by) => spent.push(by) })
    let understand = start()
    const restart = () => {
      understand = start()
    }
    const read = async (author = 'p1') => {
      const turn = { ...turnOf('口红断了'), author }
      const { claims, model, cost } = await understand.read(turn, viewOf(), config, new AbortController().signal)
      books.save(author, cost)
      return { model, marks: verifyClaims(turn, claims, config, viewOf()).marks }
    }
    return { read, spent, books, restart }
  }

  it('of the day is for everybody, and a new day begins a new one', async () => {
    const { read, spent, books } = rig(200, null)
    expect([(await read('a')).model, (await read('b')).model]).toEqual(['paid', 'paid'])
    expect(await read('c')).toEqual({ model: 'local-1', marks: ['budget'] })
    expect(spent).toEqual(['everybody'])
    books.nextDay()
    expect(await read('c')).toEqual({ model: 'paid', marks: undefined })
  })

  it('of one customer holds nobody else up', async () => {
    const { read, spent } = rig(null, 100)
    expect([(await read('a')).model, (await read('a')).model, (await read('b')).model]).toEqual(['paid', 'local-1', 'paid'])
    expect(spent).toEqual(['customer'])
  })

  it('is not begun anew by another process', async () => {
    const { read, restart } = rig(null, 200)
    expect([(await read()).model, (await read()).model]).toEqual(['paid', 'paid'])
    restart()
    expect((await read()).model).toBe('local-1')
  })

  it('is not overdrawn by many turns that begin at once', async () => {
    const { read } = rig(3_000, null)
    const models = await Promise.all(Array.from({ length: 20 }, async (_, i) => (await read(`c${i}`)).model))
    expect(models.filter((model) => model === 'paid')).toHaveLength(2)
  })

  it('that is not set ends never', async () => {
    const { read } = rig(null, null)
    for (let i = 0; i < 50; i++) expect((await read()).model).toBe('paid')
  })
})
