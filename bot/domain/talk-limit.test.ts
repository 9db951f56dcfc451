import { describe, expect, it } from 'vitest'
import {
  about,
  acting,
  changesOf,
  countingMint,
  type DeskParts,
  deskConfig,
  deskView,
  effectsOf,
  LIN,
  understood,
} from '../../testing/fakes/fixture-desk.ts'
import { asking, fieldOf, ticketOf, turnOf } from '../../testing/fakes/fixture-turn.ts'
import { decide } from '../desk.ts'
import type { Matter } from './claim.ts'
import type { Turn } from './conversation.ts'
import type { Decision } from './effect.ts'

const QUALITY = { category: about('after-sales/quality') }
const hear = (matter: Partial<Matter>, parts: DeskParts, turn: Turn = turnOf('it broke')) =>
  decide(deskView(parts), { is: 'turn', turn, understanding: understood(matter) }, countingMint())
const command = (text: string, parts: DeskParts) => hear({}, parts, { ...turnOf(text), kind: 'command' })
const said = (decision: Decision) => effectsOf(decision, 'say').map(({ kind }) => kind)
const open = ticketOf()

describe('a desk that has said enough within a minute', () => {
  it('answers nothing, and does everything else', () => {
    const [usual, silent] = [hear(QUALITY, {}), hear(QUALITY, { said: 5 })]
    const besides = (decision: Decision) => [...new Set(decision.effects.map((effect) => effect.do))].filter((what) => what !== 'say')
    expect(said(usual)).toEqual(['ack', 'question'])
    expect(said(silent)).toEqual([])
    expect(besides(silent)).toEqual(besides(usual))
    expect(changesOf(silent)).toEqual([...changesOf(usual), 'marked'])
    expect([usual.unsaid, silent.unsaid]).toEqual([0, 2])
    expect(silent.why).toBe('opened 0; kept silent (2): said enough within a minute')
  })

  it('says what is left of it, in the order it would have said all', () => {
    expect(said(hear(QUALITY, { said: 4 }))).toEqual(['ack'])
    expect(said(hear(QUALITY, { said: 3 }))).toEqual(['ack', 'question'])
  })

  it('may say more or less by its configuration', () => {
    const config = { ...deskConfig, turn: { ...deskConfig.turn, answersPerMinute: 6 } }
    expect(said(hear(QUALITY, { said: 5, config }))).toEqual(['ack'])
  })

  it('marks the ticket once', () => {
    const marked = ticketOf({ marks: ['silent'] })
    const more = { intent: 'problem', ticket: 'k1' } as const
    expect(effectsOf(hear(more, { tickets: [open], said: 5 }), 'change').at(-1)?.change).toMatchObject({
      type: 'marked',
      marks: ['silent'],
    })
    expect(changesOf(hear(more, { tickets: [marked], said: 5 }))).not.toContain('marked')
  })

  it('puts through to people who asks for them and tells them so; who asks again is told as often as anything', () => {
    const first = command('转人工', { tickets: [open], said: 5 })
    expect([said(first), effectsOf(first, 'speaker')]).toEqual([['notice'], [{ do: 'speaker', conversation: 'c1', speaker: 'nobody' }]])
    expect(said(command('转人工', { said: 5 }))).toEqual(['ack'])
    const again = command('转人工', { tickets: [open], said: 5, speaker: 'nobody' })
    expect(said(again)).toEqual([])
    expect(effectsOf(again, 'post').filter(({ ping }) => ping)).toHaveLength(1)
  })

  it('tells what people do all the same', () => {
    const mine = ticketOf({ owner: LIN.id })
    const resolved = decide(
      deskView({ ticket: mine, said: 5 }),
      { is: 'event', event: acting('resolve', { note: 'sent a new one' }) },
      countingMint(),
    )
    expect(said(resolved)).toEqual(['result', 'rating'])
    const reply = decide(
      deskView({ ticket: mine, said: 5 }),
      { is: 'event', event: acting('reply', { text: 'on its way' }) },
      countingMint(),
    )
    expect(said(reply)).toEqual(['reply'])
  })
})

describe('a question that a silent desk had to ask', () => {
  const queued = { ...asking('order_no'), state: 'queued' as const }

  it('waits, and is not open unseen', () => {
    for (const before of [4, 5]) expect(effectsOf(hear(QUALITY, { said: before }), 'ask')).toMatchObject([{ kind: 'field', open: false }])
  })

  it('goes on waiting while the desk is silent, and is asked at the customer’s next words', () => {
    const parts = { tickets: [open], questions: [queued] }
    const silent = hear({ intent: 'thanks' }, { ...parts, said: 5 })
    expect([said(silent), effectsOf(silent, 'settle')]).toEqual([[], []])
    const later = hear({ intent: 'thanks' }, parts)
    expect([said(later), effectsOf(later, 'settle')]).toMatchObject([['answer', 'question'], [{ question: 'q1', state: 'open' }]])
  })

  it('is not asked when it was answered meanwhile', () => {
    const told = ticketOf({ category: 'returns/refund', fields: [fieldOf('order_no', '8812315900')] })
    const decision = hear({ intent: 'thanks' }, { tickets: [told], questions: [queued] })
    expect([said(decision), effectsOf(decision, 'settle')]).toMatchObject([['answer'], [{ question: 'q1', state: 'ended' }]])
  })

  it('which one is meant is asked later, too, with the same answers to choose from', () => {
    const had = ticketOf({ id: 'k9', state: 'resolved', fields: [fieldOf('product', '咖啡机')] })
    const [ask] = effectsOf(hear({ intent: 'problem' }, { tickets: [had], said: 5 }, turnOf('这东西用不了')), 'ask')
    expect(ask).toMatchObject({ kind: 'choose', open: false })
    const vague = ticketOf({ category: 'other/unsorted' })
    const which = { ...asking('product', 'choose'), options: ask?.options ?? [], state: 'queued' as const }
    const later = hear({ intent: 'thanks' }, { tickets: [vague, had], questions: [which] })
    expect(effectsOf(later, 'say').at(-1)).toMatchObject({ kind: 'question', options: ask?.options })
  })

  it('does not stay open when it was answered: the thanks are kept back, the answer is not', () => {
    const answered = hear(
      {
        intent: 'answer',
        fields: [{ name: 'order_no', value: '8812315900', words: '8812315900', evidence: { message: 'm1', start: 0, end: 10 } }],
      },
      { tickets: [open], questions: [asking('order_no')], said: 5 },
      turnOf('8812315900'),
    )
    expect([said(answered), effectsOf(answered, 'settle')]).toMatchObject([[], [{ question: 'q1', state: 'answered' }]])
    expect(changesOf(answered)).toContain('field-set')
  })
})
