import { describe, expect, it } from 'vitest'
import { changesOf, countingMint, type DeskParts, deskView, effectsOf, understood } from '../../testing/fakes/fixture-desk.ts'
import { fieldOf, ticketOf, turnOf } from '../../testing/fakes/fixture-turn.ts'
import { decide } from '../desk.ts'
import type { Question } from '../domain/conversation.ts'
import { NONE_OF_THEM } from './ask-which.ts'

const had = (id: string, product: string) => ticketOf({ id, state: 'resolved', fields: [fieldOf('product', product)] })
const vague = (parts: DeskParts) =>
  decide(deskView(parts), { is: 'turn', turn: turnOf('这东西用不了'), understanding: understood({ intent: 'problem' }) }, countingMint())

describe('“this thing does not work”', () => {
  it('is asked about once, with what the customer was here about before to choose from', () => {
    const decision = vague({ tickets: [had('a', '咖啡机'), had('b', '咖啡机'), had('c', '净水器'), had('d', '台灯'), had('e', '水壶')] })
    const [ask] = effectsOf(decision, 'ask')
    expect(ask).toMatchObject({ kind: 'choose', about: 'product', open: true })
    expect(ask?.options.map((one) => one.label)).toEqual(['咖啡机', '净水器', '台灯', '都不是'])
    expect(effectsOf(decision, 'say').map((say) => say.kind)).toEqual(['ack', 'question'])
  })

  it('is not asked about where there is nothing to guess from', () => {
    expect(effectsOf(vague({}), 'ask').filter((one) => one.kind === 'choose')).toEqual([])
  })

  it('takes the choice for the product, and “neither” for a reason to ask in words', () => {
    const ticket = ticketOf({ id: 'k1', category: 'other/unsorted' })
    const question: Question = {
      id: 'q1',
      conversation: 'c1',
      ticket: 'k1',
      kind: 'choose',
      about: 'product',
      options: [
        { key: '咖啡机', label: '咖啡机' },
        { key: NONE_OF_THEM, label: '都不是' },
      ],
      state: 'open',
      until: 0,
    }
    const press = (number: string) =>
      decide(
        deskView({ tickets: [ticket], questions: [question] }),
        { is: 'turn', turn: { ...turnOf(number), kind: 'choice' }, understanding: null },
        countingMint(),
      )
    const chosen = effectsOf(press('1'), 'change').map(({ change }) => change)
    expect(chosen).toMatchObject([{ type: 'field-set', fields: [{ name: 'product', value: { value: '咖啡机' } }] }])
    expect(changesOf(press('2'))).toEqual([])
    expect(effectsOf(press('2'), 'say')).toHaveLength(1)
    for (const number of ['1', '2']) expect(effectsOf(press(number), 'settle')).toMatchObject([{ question: 'q1', state: 'answered' }])
  })
})
