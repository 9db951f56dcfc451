import { describe, expect, it } from 'vitest'
import { about, changesOf, countingMint, type DeskParts, deskView, effectsOf, understood } from '../../testing/fakes/fixture-desk.ts'
import { asking, NOW, ticketOf, turnOf } from '../../testing/fakes/fixture-turn.ts'
import { decide } from '../desk.ts'
import type { Matter, Understanding } from '../domain/claim.ts'
import type { Turn } from '../domain/conversation.ts'

const read = (turn: Turn, understanding: Understanding | null, parts: DeskParts = {}) =>
  decide(deskView(parts), { is: 'turn', turn, understanding }, countingMint())
const said = (decision: ReturnType<typeof read>) => effectsOf(decision, 'say').map((say) => say.kind)
const openedBy = (decision: ReturnType<typeof read>) =>
  effectsOf(decision, 'change').flatMap(({ change }) => (change.type === 'opened' ? [change] : []))
const owned = ticketOf({ owner: 'a-lin' })
const speaking = { agent: 'a-lin' }

describe('a turn no model could read', () => {
  it('becomes a ticket to be sorted, in the customer’s words', () => {
    const decision = read(turnOf('my kettle leaks', 'order 123'), null)
    expect(openedBy(decision)).toMatchObject([
      { category: 'other/unsorted', title: { value: 'my kettle leaks order 123' }, mood: 'neutral' },
    ])
    expect(said(decision)).toEqual(['ack'])
    expect(effectsOf(decision, 'card')).toHaveLength(1)
  })

  it('is also one whose claims all rested on nothing', () => {
    expect(openedBy(read(turnOf('my kettle leaks'), { model: 'm', matters: [], dropped: 3 }))).toHaveLength(1)
  })

  it('is not one in which a model found nothing to settle', () => {
    const decision = read(turnOf('???'), { model: 'm', matters: [], dropped: 0 })
    expect([changesOf(decision), said(decision)]).toEqual([[], ['answer']])
  })

  it('goes with the ticket there is, and ends its waiting', () => {
    const waiting = ticketOf({ state: 'waiting', owner: 'a-lin', mood: 'angry' })
    const decision = read(turnOf('here is the photo'), null, { tickets: [waiting], speaker: speaking })
    expect(effectsOf(decision, 'change').map(({ change }) => change)).toEqual([{ type: 'customer-wrote', turn: 't1', mood: 'angry' }])
    expect(effectsOf(decision, 'thread').map((each) => each.text)).toEqual(['here is the photo'])
    expect(said(decision)).toEqual([])
  })

  it('takes the names of files for words where there are no others, and nothing for nothing', () => {
    const [message] = turnOf('').messages
    if (!message) throw new Error('no message')
    const file = { id: 'f', name: 'broken-kettle.jpg', mime: 'image/jpeg', size: 1, blob: 'b', state: 'stored' as const }
    expect(openedBy(read({ ...turnOf(''), messages: [{ ...message, attachments: [file] }] }, null))).toMatchObject([
      { title: { value: 'broken-kettle.jpg' } },
    ])
    expect(read(turnOf(''), null).effects).toEqual([])
  })
})

describe('what belongs to no matter', () => {
  it('reaches the agent who works, and ends the waiting for it', () => {
    const waiting = ticketOf({ state: 'waiting', owner: 'a-lin' })
    for (const intent of ['thanks', 'smalltalk'] as const) {
      const decision = read(turnOf('ok, fine'), understood({ intent }), { tickets: [waiting], speaker: speaking })
      expect(changesOf(decision)).toEqual(['customer-wrote'])
      expect(effectsOf(decision, 'thread')).toHaveLength(1)
    }
  })

  it('is not lost when it was read as an answer to nothing', () => {
    expect(openedBy(read(turnOf('it is the blue one'), understood({ intent: 'answer', category: about('returns/refund') })))).toHaveLength(
      1,
    )
    expect(said(read(turnOf('the blue one'), understood({ intent: 'correction' })))).toEqual(['answer'])
  })

  it('gets no answer when it was taken back before it was read', () => {
    expect(read(turnOf(''), { model: 'm', matters: [], dropped: 0 }).effects).toEqual([])
  })
})

describe('a mood', () => {
  it('is kept when the next message tells none, and replaced when it does', () => {
    const angry = ticketOf({ mood: 'angry' })
    const moodAfter = (mood: 'neutral' | 'happy') =>
      effectsOf(read(turnOf('and the lid'), understood({ ticket: 'k1', mood }), { tickets: [angry] }), 'change').map(({ change }) =>
        change.type === 'customer-wrote' ? change.mood : null,
      )
    expect([moodAfter('neutral'), moodAfter('happy')]).toEqual([['angry'], ['happy']])
  })
})

describe('a wish for a person', () => {
  it('told before the problem opens no ticket of its own, and silences the desk at once', () => {
    const decision = read(turnOf('a person please, it broke'), understood({ intent: 'human' }, { category: about('after-sales/quality') }))
    expect(openedBy(decision)).toMatchObject([{ category: 'after-sales/quality', opener: { n: 1 } }])
    expect(effectsOf(decision, 'speaker').map((each) => each.speaker)).toEqual(['nobody'])
    expect(effectsOf(decision, 'ask')).toEqual([])
  })

  it('keeps a summary that fits a card, however much was said', () => {
    const decision = read(turnOf('a person! '.repeat(5_000)), understood({ intent: 'human' }))
    expect(openedBy(decision)[0]?.summary.value?.length).toBeLessThanOrEqual(300)
  })
})

describe('a resolved matter', () => {
  const resolved = ticketOf({
    state: 'resolved',
    owner: 'a-lin',
    reopens: 1,
    openedAt: NOW - 3 * 24 * 3_600_000,
    promises: [{ kind: 'resolution', state: 'kept', due: NOW - 3_600_000, left: null }],
  })

  it('that is taken up again gets as long as a new one, however often', () => {
    const decision = read(turnOf('still broken'), understood({ intent: 'unsolved' }), { tickets: [resolved] })
    const change = effectsOf(decision, 'change')[0]?.change
    expect(change?.type === 'reopened' && change.promises).toEqual([
      { kind: 'resolution', state: 'running', due: NOW + 3_600_000, left: null },
    ])
  })

  it('keeps what is told with it, and is no longer rated', () => {
    const field = { name: 'order_no', value: '77', words: '77', evidence: { message: 'm1', start: 0, end: 2 } }
    const rating = { ...asking('rating-1', 'rating'), options: [{ key: '5', label: '5' }] }
    const decision = read(turnOf('77 is still broken!'), understood({ intent: 'unsolved', fields: [field], mood: 'angry' }), {
      tickets: [resolved],
      questions: [rating],
    })
    expect(changesOf(decision)).toEqual(['reopened', 'field-set', 'customer-wrote', 'priority-set'])
    expect(effectsOf(decision, 'settle')).toMatchObject([{ question: 'q1', state: 'ended' }])
  })

  it('that has closed meanwhile opens a ticket linked to it', () => {
    const closed = { ...resolved, state: 'closed' as const }
    expect(
      openedBy(read(turnOf('broken again'), understood({ category: about('after-sales/quality') }), { tickets: [closed] })),
    ).toMatchObject([{ linked: 'k1' }])
  })
})

describe('a number', () => {
  it('alone opens no ticket when nothing was asked, whatever a model makes of it, or when no model answers', () => {
    for (const understanding of [understood({ intent: 'problem' }), null, { model: 'm', matters: [], dropped: 2 }])
      expect([changesOf(read(turnOf('5'), understanding)), said(read(turnOf('5'), understanding))]).toEqual([[], ['answer']])
    expect(openedBy(read(turnOf('5', 'broken cups'), understood({})))).toHaveLength(1)
  })

  it('answers no question about another person’s ticket', () => {
    const rating = { ...asking('rating-0', 'rating'), ticket: 'of-another', options: [{ key: '1', label: '1' }] }
    const decision = read({ ...turnOf('1'), kind: 'choice' }, null, { tickets: [owned], questions: [rating] })
    expect([changesOf(decision), effectsOf(decision, 'settle')]).toEqual([[], []])
  })
})

describe('a summary', () => {
  const ticket = ticketOf()
  const summariesAfter = (matter: Partial<Matter>) =>
    effectsOf(read(turnOf('它又漏了'), understood({ intent: 'problem', ...matter }), { tickets: [ticket] }), 'change').flatMap(
      ({ change }) => (change.type === 'summary-set' ? [change.summary.value] : []),
    )

  it('goes along with the matter when a model tells all of it', () => {
    expect(summariesAfter({ ticket: 'k1', summary: '口红断了，又漏了', whole: true })).toEqual(['口红断了，又漏了'])
  })

  it('is not replaced by the words of one turn, nor by the same again', () => {
    expect(summariesAfter({ ticket: 'k1', summary: '它又漏了' })).toEqual([])
    expect(summariesAfter({ ticket: 'k1', summary: '口红断了', whole: true })).toEqual([])
    expect(summariesAfter({ summary: 'of no ticket', whole: true })).toEqual([])
  })
})
