import { describe, expect, it } from 'vitest'
import {
  about,
  acting,
  countingMint,
  type DeskParts,
  deskConfig,
  deskView,
  effectsOf,
  LEAD,
  LIN,
  understood,
} from '../../testing/fakes/fixture-desk.ts'
import { NOW, ticketOf, turnOf } from '../../testing/fakes/fixture-turn.ts'
import { decide } from '../desk.ts'
import type { Agent } from '../domain/conversation.ts'
import { OFFLINE } from '../domain/conversation.ts'
import { ROLES } from '../domain/roles.ts'
import type { DeskEvent, Source, View } from '../domain/view.ts'

const nothing: Source = {
  key: null,
  message: null,
  said: null,
  tickets: [],
  customer: null,
  unknown: null,
  place: null,
  team: 'after-sales',
}
const MANAGER: Agent = { ...LIN, id: 'a-manager', role: 'manager' }
const [message] = turnOf('the lipstick broke\nI am angry').messages
if (!message) throw new Error('a message was expected')
const pressed: Source = { ...nothing, key: 'k', message, team: null }

const nowhere = (parts: DeskParts = {}): View => ({ ...deskView(parts), conversation: null, customer: null })
const make = (parts: DeskParts, event: DeskEvent = acting('create'), view = deskView) =>
  decide(view(parts), { is: 'event', event }, countingMint())
const opened = (decision: ReturnType<typeof make>) =>
  effectsOf(decision, 'change').flatMap(({ change, by }) => (change.type === 'opened' ? [{ ...change, by }] : []))
const told = (decision: ReturnType<typeof make>) => effectsOf(decision, 'whisper').map(({ text }) => text)

describe('a ticket made of a customer’s message', () => {
  it('is that customer’s, with the message, its card and its promises; the customer is told its number and staff, too', () => {
    const decision = make({ source: pressed })
    expect(opened(decision)).toMatchObject([
      { conversation: 'c1', customer: 'p1', title: { value: 'the lipstick broke' }, opener: null, by: { kind: 'agent', id: LIN.id } },
    ])
    expect(opened(decision)[0]?.promises.map((p) => p.kind)).toEqual(['first-response', 'resolution'])
    expect(effectsOf(decision, 'link')).toMatchObject([{ messages: ['m1'] }])
    expect(effectsOf(decision, 'made-of')).toMatchObject([{ key: 'k' }])
    expect(effectsOf(decision, 'card')).toHaveLength(1)
    expect(effectsOf(decision, 'say').map(({ kind, text }) => [kind, text.includes('T-2001')])).toEqual([['ack', true]])
    expect(told(decision)[0]).toContain('T-2001')
    expect(decision.outcome).toEqual({ code: 'done', facts: { number: 'T-2001', made: 1 } })
  })

  it('is made once: whoever presses later is told its number, and nothing else happens', () => {
    const decision = make({ source: { ...pressed, tickets: [ticketOf({ number: 1030 })] } }, acting('create', {}, LEAD))
    expect(decision.effects.map((effect) => effect.do)).toEqual(['whisper'])
    expect(told(decision)[0]).toContain('T-1030')
    expect(decision.outcome.facts).toEqual({ number: 'T-1030', made: 0 })
  })

  it('takes in what the desk then reads in the same words, instead of a second ticket', () => {
    const made = ticketOf({ id: 'k7', number: 1031, state: 'new', category: 'other', confidence: 0 })
    const view = deskView({ tickets: [made], made: 'k7' })
    const understanding = understood({ category: about('after-sales/quality'), fields: [] })
    const decision = decide(view, { is: 'turn', turn: turnOf('it broke'), understanding }, countingMint())
    expect(opened(decision)).toEqual([])
    expect(effectsOf(decision, 'change').map(({ ticket, change }) => [ticket, change.type])).toContainEqual(['k7', 'category-set'])
    expect(effectsOf(decision, 'link')).toContainEqual({ do: 'link', ticket: 'k7', messages: ['m1'] })
  })

  it('needs words: a message that was taken back makes none', () => {
    expect(make({ source: { ...pressed, message: { ...message, text: '' } } }).outcome.code).toBe('COMMAND_INCOMPLETE')
  })
})

describe('a ticket of what the desk did not hear as a customer’s', () => {
  const unheard = { ...nothing, key: 'k' }
  it('needs its words, which an emoji does not bring along but a shortcut does', () => {
    expect(
      make({ source: unheard }, { ...acting('x'), what: 'reaction', value: { emoji: 'ticket', given: true, message: 'm' } }, nowhere)
        .outcome.code,
    ).toBe('MESSAGE_UNHEARD')
    const shortcut = {
      ...acting('create'),
      what: 'command' as const,
      text: 'boss says: call Ms Wu',
      value: { action: 'create', message: 'm' },
    }
    expect(opened(make({ source: unheard }, shortcut, nowhere))).toMatchObject([{ title: { value: 'boss says: call Ms Wu' } }])
  })

  it('is about what a colleague said in the team’s room', () => {
    expect(opened(make({ source: { ...unheard, said: 'the shelf fell' } }, acting('create'), nowhere))).toMatchObject([
      { title: { value: 'the shelf fell' } },
    ])
  })

  it('in the thread of a card belongs to its ticket already', () => {
    expect(make({ source: unheard, ticket: ticketOf() }).outcome.facts).toEqual({ number: 'T-1024', made: 0 })
  })
})

describe('a ticket somebody of the team types', () => {
  it('of an unknown customer has a conversation that is nowhere: nothing is said and no first response promised', () => {
    const decision = make({ source: nothing }, acting('create', { text: 'a walk-in lost a parcel' }), nowhere)
    const [meet] = effectsOf(decision, 'meet')
    expect(meet).toMatchObject({ fresh: true, name: null, place: { channel: OFFLINE } })
    expect(opened(decision)).toMatchObject([{ conversation: meet?.conversation, customer: meet?.customer }])
    expect(opened(decision)[0]?.promises.map((p) => p.kind)).toEqual(['resolution'])
    expect(effectsOf(decision, 'say')).toEqual([])
  })

  it('goes to the team in whose room it was typed, unless a rule or the writer knows better', () => {
    const [team] = deskConfig.teams
    const config = { ...deskConfig, teams: team ? [team, { ...team, key: 'logistics' }] : [] }
    const parts = { source: { ...nothing, team: 'logistics' }, config }
    const text = 'please look'
    const to = (input: Record<string, string>) =>
      opened(make(parts, acting('create', { text, ...input }, MANAGER), nowhere)).map((t) => t.team)
    expect([to({}), to({ team: 'after-sales' }), to({ category: 'after-sales/quality' })]).toEqual([
      ['logistics'],
      ['after-sales'],
      ['after-sales'],
    ])
  })

  it('is put where the named customer was last met, and says nothing there', () => {
    const customer = { customer: { id: 'p1', name: 'Ann' }, conversation: 'c1' }
    const decision = make({ source: { ...nothing, customer } }, acting('create', { text: 'Ann rang', customer: 'Ann' }))
    expect([effectsOf(decision, 'meet'), effectsOf(decision, 'say')]).toEqual([[], []])
    expect(opened(decision)).toMatchObject([{ conversation: 'c1', customer: 'p1' }])
  })

  it('in a thread is another matter of the same customer', () => {
    expect(opened(make({ source: nothing, ticket: ticketOf() }, acting('create', { text: 'and a refund' })))).toMatchObject([
      { conversation: 'c1', customer: 'p1', linked: 'k1' },
    ])
  })

  it('keeps the category, priority and fields that were chosen, and refuses what cannot be', () => {
    const input = { text: 'x', category: 'after-sales/quality', priority: 'p1', 'field.order_no': ' 20260112345 ' }
    const [made] = opened(make({ source: nothing }, acting('create', input), nowhere))
    expect(made).toMatchObject({ category: 'after-sales/quality', confidence: 1, priority: 'P1', priorityWhy: { code: 'agent' } })
    expect(made?.fields.map(({ name, value }) => [name, value.value])).toEqual([['order_no', '20260112345']])
    const code = (more: Record<string, string>) => make({ source: nothing }, acting('create', { text: 'x', ...more }), nowhere).outcome.code
    expect([
      code({ category: 'nope' }),
      code({ team: 'nope' }),
      code({ priority: 'P9' }),
      code({ 'field.order_no': 'no number' }),
      code({ 'field.nope': '1' }),
      code({ text: ' ' }),
      code({ text: 'x'.repeat(8_001) }),
    ]).toEqual([
      'CATEGORY_NOT_FOUND',
      'TEAM_NOT_FOUND',
      'COMMAND_INCOMPLETE',
      'FIELD_WRONG',
      'FIELD_NOT_FOUND',
      'COMMAND_INCOMPLETE',
      'INPUT_TOO_LARGE',
    ])
  })

  it('for a name that several have, or an id that nobody has, is not made', () => {
    const code = (source: Partial<Source>) =>
      make({ source: { ...nothing, ...source } }, acting('create', { text: 'x', customer: 'Ann' }), nowhere).outcome.code
    expect([code({ customer: 'several' }), code({ unknown: 'id' }), code({ unknown: 'name' })]).toEqual([
      'CUSTOMER_AMBIGUOUS',
      'CUSTOMER_NOT_FOUND',
      'done',
    ])
  })
})

describe('who may make one', () => {
  const words = (text: string): Partial<DeskEvent> => ({ what: 'message', text, value: {} })
  const ways: Readonly<Record<string, readonly [Partial<DeskEvent>, Source]>> = {
    button: [{ what: 'action', value: { action: 'create', input: { text: 'x' } } }, nothing],
    emoji: [
      { what: 'reaction', value: { emoji: 'ticket', given: true, message: 'm' } },
      { ...nothing, key: 'k', said: 'x' },
    ],
    shortcut: [
      { what: 'command', text: 'x', value: { action: 'create', message: 'm' } },
      { ...nothing, key: 'k' },
    ],
    slash: [{ what: 'command', text: 'x', value: { command: '/ticket' } }, nothing],
    'slash of the desk': [{ what: 'command', text: 'ticket x', value: { command: '/desk' } }, nothing],
    'words in English': [words('@bot ticket x'), nothing],
    'words in Chinese': [words('@bot 建单 x'), nothing],
    'words in traditional Chinese': [words('@機器人 建單 x'), nothing],
  }
  const person = (role: Agent['role'], teams: readonly string[]): Agent => ({ ...LIN, role, teams })
  const rooms: readonly (string | null)[] = ['after-sales', 'logistics', null]

  it('is the same by every way: role by role, in one’s own room, another’s, and none', () => {
    for (const [way, [event, source]] of Object.entries(ways))
      for (const team of rooms) {
        const outcome = (actor: Agent | null) =>
          make({ source: { ...source, team } }, { ...acting('x', {}, actor), ...event }, nowhere).outcome.code
        const own = ROLES.map((role) => outcome(person(role, ['after-sales'])))
        const far = team === 'logistics' ? 'NOT_ALLOWED' : 'done'
        expect([way, team, ...own]).toEqual([way, team, far, far, 'done', 'done'])
        // Of no team; then a customer and a stranger, who have no role here at all.
        expect([way, team, outcome(person('agent', [])), outcome(null)]).toEqual([way, team, 'NOT_ALLOWED', 'NOT_ALLOWED'])
      }
  })

  it('does not tell a stranger that there is a ticket', () => {
    const decision = make({ source: { ...pressed, tickets: [ticketOf()] } }, acting('create', {}, null))
    expect([decision.outcome.code, told(decision).join().includes('T-')]).toEqual(['NOT_ALLOWED', false])
  })
})

describe('talk that only looks like it', () => {
  it.each([
    'ticket T-1024 is nasty',
    '建单的流程是什么',
    '> @bot ticket x',
    '“@bot ticket x”',
    '```@bot ticket x```',
    '@bot `ticket x`',
    '@lin ticket x',
    'hey @bot ticket x',
    '@bot ticketing is hard',
  ])('“%s” makes none', (text) => {
    const decision = make({ source: nothing }, { ...acting('x'), what: 'message', text, value: {} }, nowhere)
    expect(opened(decision)).toEqual([])
  })

  it('an emoji that is taken back, or another, does nothing', () => {
    for (const value of [
      { emoji: 'ticket', given: false, message: 'm' },
      { emoji: 'eyes-of-a-crab', given: true, message: 'm' },
    ])
      expect(make({ source: pressed }, { ...acting('x'), what: 'reaction', value }).effects).toEqual([])
  })
})

it('a reply to a customer nobody can write to is refused, not pretended', () => {
  const view = deskView({ ticket: ticketOf({ owner: LIN.id }) })
  const conversation = view.conversation && { ...view.conversation, room: { ...view.conversation.room, channel: OFFLINE } }
  const event = { ...acting('reply', { text: 'hello' }), at: NOW }
  const decision = decide({ ...view, conversation }, { is: 'event', event }, countingMint())
  expect(decision.outcome.code).toBe('CUSTOMER_UNREACHABLE')
  const resolved = decide({ ...view, conversation }, { is: 'event', event: acting('resolve', { note: 'done' }) }, countingMint())
  expect([effectsOf(resolved, 'say'), effectsOf(resolved, 'ask')]).toEqual([[], []])
  expect(effectsOf(resolved, 'change').map(({ change }) => change.type)).toContain('resolved')
})
