import { describe, expect, it } from 'vitest'
import { about, countingMint, deskView, effectsOf, understood } from '../../testing/fakes/fixture-desk.ts'
import { ticketOf, turnOf } from '../../testing/fakes/fixture-turn.ts'
import { decide } from '../desk.ts'
import { afterMood } from '../domain/priority.ts'
import { MOODS, type Mood, type Priority, type Ticket } from '../domain/ticket.ts'

const ticket = (mood: Mood, priority: Priority = 'P3', code = 'category'): Ticket => ticketOf({ mood, priority, priorityWhy: { code } })

describe('mood over messages', () => {
  it.each([
    ['neutral', 'angry', 'P3', 'category', 'P2'],
    ['unhappy', 'angry', 'P4', 'category', 'P3'],
    ['unhappy', 'unhappy', 'P3', 'category', 'P2'],
    ['neutral', 'unhappy', 'P3', 'category', null],
    ['happy', 'unhappy', 'P3', 'category', null],
    ['angry', 'angry', 'P3', 'category', null],
    ['angry', 'unhappy', 'P3', 'category', null],
    ['unhappy', 'neutral', 'P3', 'category', null],
    ['unhappy', 'happy', 'P3', 'category', null],
    ['neutral', 'angry', 'P2', 'category', 'P2'],
    ['neutral', 'angry', 'P1', 'urgency', 'P1'],
    ['unhappy', 'unhappy', 'P1', 'urgency', null],
    ['neutral', 'angry', 'P2', 'mood', null],
    ['unhappy', 'unhappy', 'P2', 'mood', null],
    ['neutral', 'angry', 'P4', 'agent', null],
  ] as const)('was %s, is %s, at %s by %s: then %s', (was, is, priority, code, then) => {
    expect(afterMood(ticket(was, priority, code), is)?.priority ?? null).toBe(then)
  })

  it('moves a ticket up once, however long the customer goes on', () => {
    let now = ticket('neutral')
    let raised = 0
    for (const mood of ['unhappy', 'unhappy', 'angry', 'unhappy', 'unhappy', 'happy', 'angry', ...MOODS] as const) {
      const decided = afterMood(now, mood)
      if (decided) {
        raised += 1
        now = { ...now, priority: decided.priority, priorityWhy: decided.why }
      }
      if (mood !== 'neutral') now = { ...now, mood }
    }
    expect([raised, now.priority]).toEqual([1, 'P2'])
  })

  it('tells the managers and the thread when it does, and nobody when it does not', () => {
    const config = { managerRooms: [{ channel: 'web', account: 'desk', room: 'managers' }] }
    const say = (mood: Mood, tickets: readonly Ticket[]) => {
      const view = deskView({ tickets })
      const managed = { ...view, config: { ...view.config, config: { ...view.config.config, ...config } } }
      const understanding = understood({ mood, ticket: tickets[0]?.id ?? null, category: about('after-sales/quality') })
      return decide(managed, { is: 'turn', turn: turnOf('still nothing!!'), understanding }, countingMint())
    }
    const upset = say('angry', [ticket('neutral')])
    expect(effectsOf(upset, 'change').map(({ change }) => change.type)).toContain('priority-set')
    expect(effectsOf(upset, 'post')).toMatchObject([{ ping: true, text: expect.stringContaining('T-1024') }])
    expect(effectsOf(say('angry', [ticket('angry')]), 'post')).toEqual([])
    expect(effectsOf(say('unhappy', [ticket('neutral')]), 'post')).toEqual([])
    // One that begins in anger is raised as it is opened.
    const opened = say('angry', [])
    expect(effectsOf(opened, 'change').map(({ change }) => change.type)).not.toContain('priority-set')
    expect(effectsOf(opened, 'post')).toHaveLength(1)
  })
})
