import { describe, expect, it } from 'vitest'
import { about, countingMint, type DeskParts, deskConfig, deskView, effectsOf, understood } from '../../testing/fakes/fixture-desk.ts'
import { asking, fieldOf, ticketOf, turnOf } from '../../testing/fakes/fixture-turn.ts'
import { decide } from '../desk.ts'
import type { Matter } from '../domain/claim.ts'
import { LANGS, type Lang } from '../domain/lang.ts'
import { texts } from '../texts/index.ts'

/** A broken thing without its order number, its name and what is wanted, all of which the desk asks for. */
const told = (matter: Partial<Matter>, parts: DeskParts = {}, lang: Lang = 'en') => {
  const view = deskView(parts)
  const inLang = { ...view, conversation: view.conversation && { ...view.conversation, lang } }
  const understanding = understood({ category: about('after-sales/quality'), ...matter })
  return decide(inLang, { is: 'turn', turn: turnOf('…'), understanding }, countingMint())
}
const saidBy = (decision: ReturnType<typeof told>) => effectsOf(decision, 'say').map(({ kind, text }) => [kind, text] as const)

describe('a customer who is upset', () => {
  it.each(LANGS)('is told that we are sorry, in plain words, and asked for one thing where others get the whole form (%s)', (lang) => {
    const [ack, question, ...more] = saidBy(told({ mood: 'angry' }, {}, lang))
    const label = { en: 'Quality', 'zh-CN': '质量问题', 'zh-TW': '品質問題' }[lang]
    expect(ack).toEqual(['ack', texts(lang).courtesy.calm.opened('T-2001', label)])
    expect(ack?.[1]).not.toMatch(/[?？!！]/)
    const order = { en: 'order number', 'zh-CN': '订单号', 'zh-TW': '訂單編號' }[lang]
    expect([question, more]).toEqual([['question', texts(lang).customer.askFields('T-2001', order)], []])
    expect(effectsOf(told({ mood: 'angry' }, {}, lang), 'ask').map(({ about }) => about)).toEqual(['order_no'])
    expect(effectsOf(told({}, {}, lang), 'ask').map(({ about }) => about)).toEqual(['order_no,product,wish'])
  })

  it('comes to a person sooner: the ticket moves up, is promised more, and the managers are called', () => {
    const config = {
      ...deskConfig,
      promises: [{ name: 'upset', mood: ['angry'] as const, minutes: { 'first-response': 5 } }, ...deskConfig.promises],
    }
    const opened = (mood: Matter['mood']) => {
      const [change] = effectsOf(told({ mood }, { config }), 'change').map((one) => one.change)
      if (change?.type !== 'opened') throw new Error('nothing was opened')
      const [first] = change.promises
      return [change.priority, (first?.due ?? 0) - deskView().now, effectsOf(told({ mood }, { config }), 'post').length]
    }
    expect(opened('neutral')).toEqual(['P3', 30 * 60_000, 0])
    expect(opened('angry')).toEqual(['P2', 5 * 60_000, 1])
  })

  it('who becomes so about a ticket that is there gets a calm answer, once, and no further question', () => {
    const ticket = ticketOf({ category: 'after-sales/quality' })
    const decision = told({ mood: 'angry', ticket: 'k1' }, { tickets: [ticket], questions: [asking('order_no,product,wish')] })
    expect(saidBy(decision)).toEqual([['ack', texts('en').courtesy.calm.added('T-1024')]])
    expect(effectsOf(decision, 'ask')).toEqual([])
    const again = told({ mood: 'angry', ticket: 'k1' }, { tickets: [{ ...ticket, mood: 'angry' }] })
    expect(saidBy(again)).toEqual([['ack', texts('en').customer.added('T-1024')]])
  })

  it('is somebody displeased for the second time, too; the first time changes nothing', () => {
    const was = (mood: 'neutral' | 'unhappy') => ({ tickets: [ticketOf({ mood })] })
    expect(saidBy(told({ mood: 'unhappy', ticket: 'k1' }, was('unhappy')))).toEqual([['ack', texts('en').courtesy.calm.added('T-1024')]])
    expect(saidBy(told({ mood: 'unhappy', ticket: 'k1' }, was('neutral')))).toEqual([['ack', texts('en').customer.added('T-1024')]])
  })

  it('is heard who answers in anger or asks us to hurry: the value is kept, the team is told, the words are calm', () => {
    const fields = [{ name: 'order_no', value: 'A1', words: 'A1', confidence: 1, evidence: { message: 'm1', start: 0, end: 2 } }]
    const tickets = [ticketOf({ category: 'returns/refund' })]
    const calm = [['ack', texts('en').courtesy.calm.added('T-1024')]]
    const answer = told({ intent: 'answer', mood: 'angry', ticket: 'k1', fields }, { tickets, questions: [asking('order_no')] })
    expect(effectsOf(answer, 'change').map(({ change }) => change.type)).toContain('field-set')
    expect(effectsOf(answer, 'settle')).toMatchObject([{ question: 'q1', state: 'answered' }])
    expect(saidBy(answer)).toEqual(calm)
    const chase = told({ intent: 'chase', mood: 'angry', ticket: 'k1' }, { tickets })
    expect([saidBy(chase), effectsOf(chase, 'thread').length]).toEqual([calm, 3])
  })

  it('is not asked which thing is meant', () => {
    const tickets = [ticketOf({ state: 'resolved', fields: [fieldOf('product', 'kettle')] })]
    const vague = (mood: Matter['mood']) => effectsOf(told({ mood, category: null }, { tickets }), 'ask').map(({ kind }) => kind)
    expect([vague('neutral'), vague('angry')]).toEqual([['choose'], []])
  })

  it('is a customer like any other where the desk is set so', () => {
    const decision = told({ mood: 'angry' }, { config: { ...deskConfig, calm: false } })
    expect(effectsOf(decision, 'ask').map(({ about }) => about)).toEqual(['order_no,product,wish'])
    expect(effectsOf(decision, 'post')).toHaveLength(1)
    expect(saidBy(decision)[0]?.[1]).toBe(texts('en').customer.opened('T-2001', 'Quality'))
  })
})
