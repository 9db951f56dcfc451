import { describe, expect, it } from 'vitest'
import {
  acting,
  changesOf,
  countingMint,
  type DeskParts,
  deskConfig,
  deskView,
  effectsOf,
  LEAD,
  LIN,
} from '../../testing/fakes/fixture-desk.ts'
import { fieldOf, NOW, ticketOf } from '../../testing/fakes/fixture-turn.ts'
import { decide } from '../desk.ts'
import type { DeskConfig } from '../domain/desk-config.ts'
import { foldTicket } from '../domain/fold-ticket.ts'
import type { Ticket } from '../domain/ticket.ts'
import type { DeskEvent, View } from '../domain/view.ts'

const labels = (text: string) => ({ en: text, 'zh-CN': text, 'zh-TW': text })
const config: DeskConfig = {
  ...deskConfig,
  timeZone: 'Asia/Shanghai',
  nudge: { afterHours: 24, closeAfterHours: 48 },
  tags: [
    { key: 'vip', labels: labels('VIP') },
    { key: 'refund', labels: labels('Refund') },
  ],
  macros: [
    {
      key: 'hello',
      labels: labels('Hello'),
      reply: labels('Hi {customer}, {number}: order {field.order_no}'),
      tags: ['vip'],
      priority: 'P2',
    },
    { key: 'done', labels: labels('Done'), tags: ['refund'], resolve: true },
    { key: 'away', labels: labels('Away'), transfer: 'nowhere', tags: ['vip'] },
  ],
}
const mine = (parts: Partial<Ticket> = {}) => ticketOf({ owner: LIN.id, ...parts })
const act = (event: DeskEvent, parts: DeskParts, more: Partial<View> = {}) =>
  decide({ ...deskView({ config, ...parts }), ...more }, { is: 'event', event }, countingMint())
const afterIt = (before: Ticket, decision: ReturnType<typeof act>): Ticket => {
  const mine = effectsOf(decision, 'change').filter((effect) => effect.ticket === before.id)
  const events = mine.map(({ by, change }, i) => ({
    ticket: before.id,
    seq: before.seq + i + 1,
    at: NOW,
    by,
    config: 1,
    model: '',
    change,
  }))
  return foldTicket(before, events) ?? before
}

describe('merging', () => {
  const target = mine({ id: 'k2', number: 1000 })
  const source = mine({
    fields: [fieldOf('order_no', '20260112345')],
    promises: [{ kind: 'resolution', state: 'running', due: NOW + 1, left: null }],
  })
  const merging = (from: Ticket, into: Ticket | null, number = 'T-1000', actor = LIN) =>
    act(acting('merge', { number }, actor), { ticket: from, tickets: [from, ...(into ? [into] : [])] }, { other: into })

  it('ends the one, and the other has its messages, fields and watchers', () => {
    const decision = merging({ ...source, watchers: ['a-9'] }, target)
    expect(decision.outcome.code).toBe('done')
    expect(afterIt(source, decision)).toMatchObject({ state: 'merged', linked: 'k2', promises: [] })
    expect(afterIt(target, decision)).toMatchObject({
      absorbed: ['k1'],
      watchers: ['a-9'],
      fields: [{ name: 'order_no', value: { value: '20260112345' } }],
    })
    expect(effectsOf(decision, 'relink')).toEqual([{ do: 'relink', from: 'k1', to: 'k2' }])
    expect(
      effectsOf(decision, 'say')
        .map((say) => say.text)
        .join(),
    ).toContain('T-1000')
  })

  it('takes nothing from what the other knows already', () => {
    const decision = merging(source, { ...target, fields: [fieldOf('order_no', '999')] })
    expect(changesOf(decision)).toEqual(['merged', 'absorbed'])
  })

  it('settles what was asked about the one that ends', () => {
    const question = {
      id: 'q1',
      conversation: 'c1',
      ticket: 'k1',
      kind: 'field' as const,
      about: 'size',
      options: [],
      state: 'open' as const,
      until: NOW + 1,
    }
    const decision = act(
      acting('merge', { number: '1000' }),
      { ticket: source, tickets: [source, target], questions: [question] },
      { other: target },
    )
    expect(effectsOf(decision, 'settle')).toEqual([expect.objectContaining({ question: 'q1', state: 'ended' })])
  })

  it('again into the same changes nothing; into another is too late', () => {
    const merged = mine({ state: 'merged', linked: 'k2' })
    expect([merging(merged, target).outcome.code, merging(merged, target).effects]).toEqual(['done', []])
    expect(merging(merged, { ...target, id: 'k3' }).outcome.code).toBe('TICKET_ENDED')
  })

  it.each([
    ['itself', 'TICKET_SAME', 'T-1024', target],
    ['no number', 'COMMAND_INCOMPLETE', ' ', target],
    ['what is no number', 'TICKET_NOT_FOUND', 'the other', target],
    ['a ticket there is not', 'TICKET_NOT_FOUND', 'T-7', null],
    ['a merged one', 'OTHER_TICKET_ENDED', 'T-1000', { ...target, state: 'merged' as const }],
    ['a closed one', 'OTHER_TICKET_ENDED', 'T-1000', { ...target, state: 'closed' as const }],
    ['a resolved one', 'OTHER_TICKET_ENDED', 'T-1000', { ...target, state: 'resolved' as const }],
    ['another customer’s', 'TICKET_OF_ANOTHER', 'T-1000', { ...target, customer: 'p2' }],
    ['another team’s', 'NOT_ALLOWED', 'T-1000', { ...target, team: 'logistics', owner: null }],
  ] as const)('into %s is refused: %s', (_, code, number, into) => {
    const decision = merging(source, into, number)
    expect([decision.outcome.code, changesOf(decision)]).toEqual([code, []])
  })

  it('leads a later word about the merged ticket to where it went', () => {
    const merged = mine({ state: 'merged', linked: 'k2', number: 1024 })
    const understanding = {
      model: 'm',
      dropped: 0,
      matters: [
        {
          intent: 'problem',
          confidence: 1,
          category: null,
          fields: [],
          mood: 'neutral',
          urgency: null,
          ticket: 'k1',
          title: 'x',
          summary: 'x',
        },
      ],
    } as const
    const turn = {
      id: 't1',
      conversation: 'c1',
      author: 'p1',
      kind: 'words',
      reads: 0,
      messages: [{ id: 'm1', conversation: 'c1', kind: 'customer', author: 'p1', text: 'and?', choice: null, at: NOW, attachments: [] }],
    } as const
    const decision = decide(
      deskView({ tickets: [merged, target], speaker: { agent: LIN.id } }),
      { is: 'turn', turn, understanding },
      countingMint(),
    )
    expect(effectsOf(decision, 'link')).toEqual([{ do: 'link', ticket: 'k2', messages: ['m1'] }])
  })
})

describe('linking', () => {
  const other = ticketOf({ id: 'k2', number: 7, customer: 'p2', team: 'logistics', state: 'closed' })
  const linking = (from: Ticket, to: Ticket) => act(acting('link', { number: '#7' }), { ticket: from }, { other: to })

  it('names each on the other’s card, whosever it is, and once is enough', () => {
    const decision = linking(mine(), other)
    expect([afterIt(mine(), decision).related, afterIt(other, decision).related]).toEqual([['k2'], ['k1']])
    expect(linking(mine({ related: ['k2'] }), { ...other, related: ['k1'] }).effects).toEqual([])
    expect(linking(mine(), mine()).outcome.code).toBe('TICKET_NOT_FOUND')
    expect(act(acting('link', { number: '1024' }), { ticket: mine() }).outcome.code).toBe('TICKET_SAME')
  })
})

describe('escalating', () => {
  it('raises by one, calls the managers with the reason, and keeps the reason as a fact', () => {
    const decision = act(acting('escalate', { reason: 'press is calling' }), { ticket: mine({ watchers: ['a-9'] }) })
    expect(effectsOf(decision, 'change')).toMatchObject([
      { change: { type: 'escalated', priority: 'P2', why: { value: 'press is calling' } } },
    ])
    expect(effectsOf(decision, 'post')).toMatchObject([{ ping: true, text: expect.stringContaining('press is calling') }])
    expect(effectsOf(decision, 'thread').map((each) => each.mention)).toEqual([undefined, ['a-9']])
    expect(afterIt(mine(), act(acting('escalate'), { ticket: mine({ priority: 'P1' }) })).priority).toBe('P1')
  })

  it('twice from one card raises once, and an ended ticket cannot be', () => {
    expect(act(acting('escalate', {}, LIN, { version: 1 }), { ticket: mine({ seq: 2 }) }).outcome.code).toBe('CARD_OUTDATED')
    expect(act(acting('escalate'), { ticket: mine({ state: 'closed' }) }).outcome.code).toBe('TICKET_ENDED')
  })
})

describe('times an agent sets', () => {
  it('are said as people say them, on the desk’s clock', () => {
    const decision = act(acting('snooze', { when: '明天 9 点' }), { ticket: mine() })
    expect(afterIt(mine(), decision)).toMatchObject({ state: 'snoozed', snoozedUntil: NOW + 23 * 3_600_000 })
    expect(afterIt(mine(), act(acting('snooze', { minutes: '30' }), { ticket: mine() })).snoozedUntil).toBe(NOW + 30 * 60_000)
  })

  it('of no sense, or of a ticket nobody has, are refused', () => {
    for (const when of ['soon', '200 days', 'today 8am'])
      expect(act(acting('snooze', { when }), { ticket: mine() }).outcome.code).toBe('TIME_WRONG')
    expect(act(acting('snooze', {}), { ticket: mine() }).outcome.code).toBe('COMMAND_INCOMPLETE')
    expect(act(acting('snooze', { when: '2h' }, LEAD), { ticket: ticketOf({ state: 'new' }) }).outcome.code).toBe('TICKET_NOT_TAKEN')
  })

  it('may be a reminder, which calls who set it, once', () => {
    const before = mine()
    const ticket = afterIt(before, act(acting('follow-up', { when: '2h 打电话给快递' }), { ticket: before }))
    expect(ticket.followUp).toMatchObject({ at: NOW + 7_200_000, agent: LIN.id, note: { value: '打电话给快递' } })
    const timer = { kind: 'follow-up' as const, subject: '', ticket: 'k1', due: NOW + 7_200_000 }
    const late = { ...deskView({ config, ticket }), now: NOW + 7_200_000 }
    const reminded = decide(late, { is: 'timer', timer }, countingMint())
    expect(effectsOf(reminded, 'thread')).toMatchObject([{ mention: [LIN.id], text: expect.stringContaining('打电话给快递') }])
    expect(changesOf(decide({ ...late, ticket: afterIt(ticket, reminded) }, { is: 'timer', timer }, countingMint()))).toEqual([])
  })
})

describe('tags', () => {
  it('are those of the settings, by key or label; twice is once', () => {
    const decision = act(acting('tag', { tag: 'VIP' }), { ticket: mine() })
    const tagged = afterIt(mine(), decision)
    expect(tagged.tags).toEqual(['vip'])
    expect(act(acting('tag', { tag: 'vip' }), { ticket: tagged }).effects).toEqual([])
    expect(afterIt(tagged, act(acting('untag', { tag: 'vip' }), { ticket: tagged })).tags).toEqual([])
    expect(act(acting('tag', { tag: 'Mr Li' }), { ticket: mine() }).outcome.code).toBe('TAG_NOT_FOUND')
  })
})

describe('watching', () => {
  it('calls who watches when it is resolved or a promise breaks, and nobody after they have stopped', () => {
    const watched = afterIt(mine(), act(acting('watch', {}, LEAD), { ticket: mine() }))
    expect(watched.watchers).toEqual([LEAD.id])
    const called = (ticket: Ticket) => effectsOf(act(acting('resolve'), { ticket }), 'thread').flatMap((each) => each.mention ?? [])
    expect(called(watched)).toEqual([LEAD.id])
    const due = { ...watched, promises: [{ kind: 'resolution' as const, state: 'running' as const, due: NOW, left: null }] }
    const broken = decide(
      deskView({ config, ticket: due }),
      { is: 'timer', timer: { kind: 'promise', subject: 'resolution', ticket: 'k1', due: NOW } },
      countingMint(),
    )
    expect(effectsOf(broken, 'thread').flatMap((each) => each.mention ?? [])).toEqual([LEAD.id])
    // Each in their own language; who is not known here in the team's, which is English.
    const both = { ...watched, watchers: [LEAD.id, 'anna', 'far'] }
    const agents = [
      { ...LEAD, lang: 'zh-TW' as const },
      { ...LEAD, id: 'anna', lang: 'en' as const },
    ]
    const told = effectsOf(act(acting('resolve'), { ticket: both }, { agents }), 'thread').filter(({ mention }) => mention)
    expect(told.map(({ text, mention }) => [text.slice(0, 5), mention])).toEqual([
      ['追蹤的案件', [LEAD.id]],
      ['For t', ['anna', 'far']],
    ])
    expect(changesOf(act(acting('watch', {}, LEAD), { ticket: watched }))).toEqual([])
    expect(called(afterIt(watched, act(acting('unwatch', {}, LEAD), { ticket: watched })))).toEqual([])
  })
})

describe('a macro', () => {
  const known = mine({ fields: [fieldOf('order_no', '20260112345')] })

  it('does all it says, with what is known put into its words', () => {
    const decision = act(acting('macro:hello'), { ticket: known })
    expect(effectsOf(decision, 'say').map((say) => say.text)).toEqual(['Hi Ann, T-1024: order 20260112345'])
    expect(changesOf(decision)).toEqual(['replied', 'tagged', 'priority-set'])
  })

  it('sends the words as the agent left them', () => {
    const decision = act(acting('macro', { key: 'hello', text: 'Hello again' }), { ticket: mine() })
    expect(effectsOf(decision, 'say').map((say) => say.text)).toEqual(['Hello again'])
  })

  it.each([
    ['a place is open', 'MACRO_INCOMPLETE', 'hello', mine(), LIN],
    ['a step fails', 'TEAM_NOT_FOUND', 'away', known, LIN],
    ['a step is not allowed', 'NOT_ALLOWED', 'done', mine({ owner: LEAD.id }), LIN],
    ['the ticket has ended', 'TICKET_ENDED', 'done', mine({ state: 'closed' }), LEAD],
    ['there is none', 'MACRO_NOT_FOUND', 'nothing', known, LIN],
  ] as const)('does nothing at all where %s', (_, code, key, ticket, actor) => {
    const decision = act(acting('macro', { key }, actor), { ticket })
    expect([decision.outcome.code, changesOf(decision), effectsOf(decision, 'say')]).toEqual([code, [], []])
  })

  it('pressed twice on one card runs once', () => {
    expect(act(acting('macro:done', {}, LIN, { version: 1 }), { ticket: { ...known, seq: 4 } }).outcome.code).toBe('CARD_OUTDATED')
  })
})

describe('a customer who is waited for', () => {
  const waiting = () => afterIt(mine(), act(acting('reply-wait', { text: 'Which size?' }), { ticket: mine() }))
  const HOUR = 3_600_000
  const fire = (ticket: Ticket, now: number) =>
    decide(
      { ...deskView({ config, ticket, speaker: { agent: LIN.id } }), now },
      { is: 'timer', timer: { kind: 'nudge', subject: '', ticket: 'k1', due: now } },
      countingMint(),
    )

  it('is reminded once, then the ticket resolves itself with the reason', () => {
    const before = waiting()
    expect(before.nudge).toEqual({ at: NOW + 24 * HOUR, closeAfter: 48 * HOUR, sent: false })
    expect(changesOf(fire(before, NOW + HOUR))).toEqual([])
    const reminded = fire(before, NOW + 24 * HOUR)
    expect(effectsOf(reminded, 'say')).toMatchObject([{ guarded: true, text: expect.stringContaining('T-1024') }])
    const later = afterIt(before, reminded)
    expect([later.state, later.nudge?.sent]).toEqual(['waiting', true])
    expect(changesOf(fire(later, later.nudge?.at ?? 0))).toEqual(['resolved'])
    const resolved = afterIt(later, fire(later, later.nudge?.at ?? 0))
    expect([resolved.state, resolved.nudge]).toEqual(['resolved', undefined])
  })

  it('and answers is not reminded, before or after', () => {
    const answered = foldTicket(waiting(), [
      {
        ticket: 'k1',
        seq: 9,
        at: NOW,
        by: { kind: 'customer', id: 'p1' },
        config: 1,
        model: '',
        change: { type: 'customer-wrote', turn: 't1', mood: 'neutral' },
      },
    ]) as Ticket
    expect(answered.nudge).toBeUndefined()
    expect(changesOf(fire(answered, NOW + 24 * HOUR))).toEqual([])
  })

  it('is never reminded where desk.yaml says nothing of it', () => {
    const { nudge: _, ...without } = config
    expect(changesOf(act(acting('reply-wait', { text: 'Which size?' }), { ticket: mine(), config: without }))).toEqual(['replied'])
  })
})

describe('what an agent asks', () => {
  const dossier = {
    events: [],
    agents: new Map(),
    numbers: new Map(),
    why: {
      turns: [
        {
          id: 't1',
          at: NOW,
          reading: null,
          spent: { tokensIn: 0, tokensOut: 0, calls: 0, micros: 0 },
          messages: [
            { id: 'm1', text: 'the lipstick broke', at: NOW },
            { id: 'm2', text: 'and the box too', at: NOW },
          ],
        },
      ],
      rule: null,
      config: 1,
      model: 'm',
    },
    past: [ticketOf({ id: 'k9', number: 900, state: 'closed', rating: 2 })],
  }
  const asking = (what: string, ticket = mine()) => act(acting(what), { ticket }, { dossier })

  it('is answered to them alone and changes nothing', () => {
    for (const what of ['why', 'timeline', 'history']) {
      const decision = asking(what)
      expect([what, decision.effects.map((effect) => effect.do)]).toEqual([what, ['whisper']])
    }
    expect(effectsOf(asking('history'), 'whisper')[0]?.text).toContain('T-900')
    expect(effectsOf(asking('history'), 'whisper')[0]?.text).toContain('★★☆☆☆')
  })

  it('the summary is brought up to what was said, and the second time stands as it is', () => {
    const first = asking('summary')
    expect(effectsOf(first, 'change')).toMatchObject([
      { change: { type: 'summary-set', summary: { value: 'the lipstick broke; and the box too' } } },
    ])
    expect(changesOf(asking('summary', afterIt(mine(), first)))).toEqual([])
  })
})
