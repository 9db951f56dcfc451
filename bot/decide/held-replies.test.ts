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
import { NOW, ticketOf } from '../../testing/fakes/fixture-turn.ts'
import { replyCard } from '../cards/reply-card.ts'
import { decide } from '../desk.ts'
import type { Agent } from '../domain/conversation.ts'
import type { DeskConfig } from '../domain/desk-config.ts'
import { foldTicket } from '../domain/fold-ticket.ts'
import { privateTokens } from '../domain/private-tokens.ts'
import type { HeldReply, Ticket } from '../domain/ticket.ts'
import { timersOf } from '../domain/timers.ts'
import type { DeskEvent, View } from '../domain/view.ts'

const config: DeskConfig = {
  ...deskConfig,
  gate: {
    amberSeconds: 8,
    forbidden: [{ name: 'gains', colour: 'red', words: ['保证收益'] }],
    internal: [{ name: 'jargon', colour: 'amber', words: ['escalation'] }],
    ours: [],
  },
}
const MEI: Agent = { id: 'a-mei', key: 'mei', name: 'Mei', role: 'agent', lang: 'en', teams: ['after-sales'] }
const FAR: Agent = { ...MEI, id: 'a-far', key: 'far', teams: ['elsewhere'] }
const owned = ticketOf({ owner: LIN.id })

const mint = countingMint()
const act = (event: DeskEvent, parts: DeskParts, more: Partial<View> = {}) =>
  decide({ ...deskView({ config, ...parts }), ...more }, { is: 'event', event }, mint)
const typed = (text: string, actor: Agent = LIN, value = {}): DeskEvent => ({ ...acting('x', {}, actor), what: 'message', text, value })
/** The ticket after a decision. */
const made = (decision: ReturnType<typeof act>, before: Ticket): Ticket => {
  const folded = foldTicket(
    before,
    effectsOf(decision, 'change').map(({ by, change }, i) => ({
      ticket: 'k1',
      seq: before.seq + i + 1,
      at: NOW,
      by,
      config: 1,
      model: '',
      change,
    })),
  )
  if (!folded) throw new Error('no ticket')
  return folded
}
const holding = (text: string, ticket = owned) => made(act(acting('reply', { text }), { ticket }), ticket)
const heldOf = (ticket: Ticket): HeldReply => {
  const [held] = ticket.held ?? []
  if (!held) throw new Error('nothing is held')
  return held
}

describe('a reply at the gate', () => {
  it('goes at once when it is green', () => {
    const decision = act(acting('reply', { text: '马上为您处理' }), { ticket: owned })
    expect(changesOf(decision)).toEqual(['replied'])
    expect(effectsOf(decision, 'say')[0]).not.toHaveProperty('hold')
  })

  it('waits eight seconds when it is amber, and has not replied until then', () => {
    const decision = act(acting('reply', { text: 'this needs escalation', wait: 'true' }), { ticket: owned })
    expect(changesOf(decision)).toEqual(['reply-held'])
    expect(effectsOf(decision, 'say')[0]?.hold).toBe('gate')
    const ticket = made(decision, owned)
    expect(heldOf(ticket)).toMatchObject({ colour: 'amber', author: LIN.id, until: NOW + 8_000, waiting: true })
    expect(timersOf(ticket, 7)).toEqual([{ kind: 'reply', subject: heldOf(ticket).message, due: NOW + 8_000 }])
  })

  it('has no time when it is red: only a person lets it go', () => {
    const ticket = holding('保证收益')
    expect(heldOf(ticket)).toMatchObject({ colour: 'red', until: null })
    expect(timersOf(ticket, 7)).toEqual([])
  })

  it('is read as it is meant for every way of sending: a button, typed words, direct talk, new words for an old reply', () => {
    const direct = { ...config, teams: config.teams.map((team) => ({ ...team, replies: 'direct' as const })) }
    for (const [event, used] of [
      [acting('reply', { text: '保证收益' }), config],
      [acting('reply-wait', { text: '保证收益' }), config],
      [typed('回复 保证收益'), config],
      [typed('保证收益', LIN, { reply: true }), config],
      [typed('保证收益'), direct],
    ] as const)
      expect(changesOf(act(event, { ticket: owned, config: used }))).toEqual(['reply-held'])
    const stuck = {
      message: { id: 'm9', conversation: 'c1', kind: 'reply' as const, author: LIN.id, text: 'x', choice: null, at: NOW, attachments: [] },
    }
    const edited = act(acting('edit', { text: '保证收益' }, LIN, { message: 'm9' }), {
      ticket: owned,
      reply: { ...stuck, state: 'failed', ticket: 'k1', deliveries: ['d1'] },
    })
    expect(changesOf(edited)).toEqual(['reply-held'])
  })

  it('holds what follows an amber reply behind it, so that the customer reads both in order', () => {
    const first = holding('this needs escalation')
    const second = made(act(acting('reply', { text: '马上为您处理' }), { ticket: first }), first)
    expect(second.held?.map(({ until, why }) => [until, why[0]?.code])).toEqual([
      [NOW + 8_000, 'internal'],
      [NOW + 8_001, 'order'],
    ])
  })

  it('names another customer’s word in part, and by its kind in the history', () => {
    const decision = act(
      acting('reply', { text: '您的电话 13800001111' }),
      { ticket: owned },
      { foreign: privateTokens('电话 13800001111') },
    )
    const [reason] = heldOf(made(decision, owned)).why
    expect(reason).toMatchObject({ code: 'other-customer', colour: 'red', facts: { kind: 'phone' }, said: { value: '138…11' } })
  })
})

describe('an amber reply', () => {
  const ticket = holding('this needs escalation', ticketOf({ owner: LIN.id }))
  const held = heldOf(ticket)
  const timer = { kind: 'reply' as const, subject: held.message, ticket: 'k1', due: NOW + 8_000 }
  const ring = (now: Ticket) => decide(deskView({ ticket: now, config }), { is: 'timer', timer }, mint)

  it('is sent when its time has come, as its author’s, and once', () => {
    const decision = ring(ticket)
    expect(effectsOf(decision, 'change').map(({ by, change }) => [change.type, by])).toEqual([
      ['reply-released', { kind: 'desk' }],
      ['replied', { kind: 'agent', id: LIN.id }],
    ])
    expect(effectsOf(decision, 'release')).toMatchObject([{ message: held.message, as: expect.any(String) }])
    const sent = made(decision, ticket)
    expect(sent.held).toBeUndefined()
    expect(ring(sent).effects).toEqual([])
  })

  it('is sent although its author has handed the ticket back meanwhile', () => {
    const back = { ...ticket, state: 'new' as const, owner: null }
    expect(changesOf(ring(back))).toEqual(['reply-released'])
    expect(effectsOf(ring(back), 'release')).toHaveLength(1)
  })

  it('is undone by a button, by typing, by a colleague; then its time comes to nothing', () => {
    for (const event of [
      acting('undo', {}, LIN, { message: held.message }),
      typed('undo'),
      typed('撤回'),
      acting('undo', {}, MEI, { message: held.message }),
    ]) {
      const decision = act(event, { ticket })
      expect(effectsOf(decision, 'release')).toMatchObject([{ message: held.message, as: null }])
      const undone = made(decision, ticket)
      expect(undone.held).toBeUndefined()
      expect(ring(undone).effects).toEqual([])
      expect(act(acting('undo', {}, LIN, { message: held.message }), { ticket: undone }).outcome.code).toBe('REPLY_NOT_WAITING')
    }
  })

  it('is not undone by who is of another team, nor approved by anybody', () => {
    expect(act(acting('undo', {}, FAR, { message: held.message }), { ticket }).outcome.code).toBe('NOT_ALLOWED')
    expect(act(acting('approve', {}, MEI, { message: held.message }), { ticket }).outcome.code).toBe('REPLY_NOT_WAITING')
    expect(act(acting('retry', {}, LIN, { message: held.message }), { ticket }).outcome.code).toBe('REPLY_NOT_WAITING')
  })

  it('is rewritten by its author even when somebody else owns the ticket by now; the new words pass the gate anew', () => {
    const others = { ...ticket, owner: MEI.id }
    const better = act(acting('edit', { text: '马上为您处理' }, LIN, { message: held.message }), { ticket: others })
    expect(changesOf(better)).toEqual(['reply-withdrawn', 'replied'])
    const worse = act(typed('改写：保证收益'), { ticket: others })
    expect(changesOf(worse)).toEqual(['reply-withdrawn', 'reply-held'])
    expect(act(acting('edit', { text: ' ' }, LIN, { message: held.message }), { ticket }).outcome.code).toBe('COMMAND_INCOMPLETE')
  })

  it('goes before the result when the ticket is resolved in the meantime', () => {
    const decision = act(acting('resolve', { note: '好了' }), { ticket })
    expect(changesOf(decision)).toEqual(['reply-released', 'replied', 'resolved'])
    const order = decision.effects.flatMap((effect) => (effect.do === 'release' || effect.do === 'say' ? [effect.do] : []))
    expect(order[0]).toBe('release')
  })

  it('shows its time and Undo and Rewrite on its card', () => {
    const card = cardOf(ticket, held)
    expect(card.actions.map(({ action }) => action)).toEqual(['undo', 'edit'])
    expect(card.lines.map(({ label, due }) => [label, due ?? null])).toEqual([
      ['Why', null],
      ['Sent at', NOW + 8_000],
    ])
  })
})

describe('a red reply', () => {
  const ticket = holding('我们保证收益')
  const held = heldOf(ticket)
  const press = (action: string, actor: Agent, input = {}, now = ticket) =>
    act(acting(action, input, actor, { message: held.message }), { ticket: now })

  it('is approved by a second person, agent or lead, and never by its author, however the author tries', () => {
    for (const second of [MEI, LEAD]) {
      const decision = press('approve', second)
      expect(effectsOf(decision, 'change').map(({ by, change }) => [change.type, by])).toEqual([
        ['reply-released', { kind: 'agent', id: second.id }],
        ['replied', { kind: 'agent', id: LIN.id }],
      ])
      expect(press('approve', second, {}, made(decision, ticket)).outcome.code).toBe('REPLY_NOT_WAITING')
    }
    const lead: Agent = { ...LIN, role: 'admin' }
    for (const event of [
      acting('approve', {}, LIN, { message: held.message }),
      typed('approve'),
      typed('批准'),
      acting('approve', {}, lead, { message: held.message }),
    ]) {
      const decision = act(event, { ticket })
      expect(decision.outcome.code).toBe('REPLY_NEEDS_ANOTHER')
      expect(effectsOf(decision, 'release')).toEqual([])
    }
    expect(press('approve', FAR).outcome.code).toBe('NOT_ALLOWED')
  })

  it('is approved as it stands: rewritten words are another reply and need their own approval', () => {
    const again = made(press('edit', LIN, { text: '真的保证收益' }), ticket)
    expect(press('approve', MEI, {}, again).outcome.code).toBe('REPLY_NOT_WAITING')
    expect(again.held).toHaveLength(1)
  })

  it('is its own author’s again when a colleague rewrites it: then the colleague needs a second person', () => {
    const again = made(act(acting('edit', { text: '真的保证收益' }, LEAD, { message: held.message }), { ticket }), ticket)
    const fresh = heldOf(again)
    expect(fresh.author).toBe(LEAD.id)
    expect(act(acting('approve', {}, LEAD, { message: fresh.message }), { ticket: again }).outcome.code).toBe('REPLY_NEEDS_ANOTHER')
  })

  it('is declined with a reason that the team reads', () => {
    const decision = press('decline', MEI, { why: 'too much' })
    expect(changesOf(decision)).toEqual(['reply-withdrawn'])
    expect(effectsOf(decision, 'thread')[0]?.text).toContain('too much')
    expect(effectsOf(decision, 'release')).toMatchObject([{ as: null }])
  })

  it('must be named when several wait', () => {
    const two = made(act(acting('reply', { text: '也保证收益' }), { ticket }), ticket)
    expect(act(typed('approve', MEI), { ticket: two }).outcome.code).toBe('COMMAND_INCOMPLETE')
    expect(changesOf(act(typed('approve', MEI), { ticket }))).toContain('reply-released')
  })

  it('is not dropped into sending by the buttons of a failed one', () => {
    for (const action of ['retry', 'drop']) {
      const reply = {
        message: {
          id: held.message,
          conversation: 'c1',
          kind: 'reply' as const,
          author: LIN.id,
          text: 'x',
          choice: null,
          at: NOW,
          attachments: [],
        },
        state: 'held' as const,
        ticket: 'k1',
        deliveries: ['d1'],
      }
      const decision = act(acting(action, {}, LIN, { message: held.message }), { ticket, reply })
      expect(effectsOf(decision, 'deliveries')).toEqual([])
      expect(effectsOf(decision, 'release').map(({ as }) => as)).toEqual(action === 'drop' ? [null] : [])
    }
  })

  it('goes never when the ticket ends first, and the team is told', () => {
    for (const action of ['resolve', 'close', 'reject']) {
      const decision = act(acting(action, {}, LEAD), { ticket })
      expect(effectsOf(decision, 'release')).toMatchObject([{ as: null }])
      expect(effectsOf(decision, 'thread').some(({ text }) => text.includes('taken away'))).toBe(true)
    }
  })

  it('shows Approve and Decline on its card, and why, in the agents’ language', () => {
    expect(cardOf(ticket, held).actions.map(({ action }) => action)).toEqual(['approve', 'decline', 'edit', 'undo'])
    expect(cardOf(ticket, held).lines[0]?.value).toBe('a promise nobody may make: gains · 保证收益')
    expect(cardOf(ticket, held, 'zh-TW').lines[0]?.value).toBe('不得作出的承諾：gains · 保证收益')
  })
})

describe('talk in a thread', () => {
  it('is a note in direct mode when it quotes, and its writer is told so', () => {
    const direct = { ...config, teams: config.teams.map((team) => ({ ...team, replies: 'direct' as const })) }
    const decision = act(typed('> 客户说的\n好的'), { ticket: owned, config: direct })
    expect(effectsOf(decision, 'say')).toEqual([])
    expect(effectsOf(decision, 'note')).toHaveLength(1)
    expect(effectsOf(decision, 'whisper')[0]?.text).toContain('quotes')
  })

  it('is a reply in direct mode only of the owner, and only while the ticket is open', () => {
    const direct = { ...config, teams: config.teams.map((team) => ({ ...team, replies: 'direct' as const })) }
    const says = (actor: Agent, ticket: Ticket) =>
      effectsOf(act(typed('您好', actor), { ticket, config: direct }), 'say').map(({ kind }) => kind)
    expect(says(LIN, owned)).toEqual(['reply'])
    expect(says(MEI, owned)).toEqual([])
    expect(says(LIN, ticketOf({ state: 'resolved', owner: LIN.id }))).toEqual([])
    expect(says(LIN, ticketOf({ state: 'new', owner: null }))).toEqual([])
    expect(effectsOf(act(typed('您好'), { ticket: owned }), 'say')).toEqual([])
  })

  it('about editing or declining something is a note while no reply waits', () => {
    for (const text of ['edit photos tomorrow', 'decline politely', '改写 文案'])
      expect(effectsOf(act(typed(text), { ticket: owned }), 'note').map((note) => note.text)).toEqual([text])
  })
})

function cardOf(ticket: Ticket, held: HeldReply, lang: 'en' | 'zh-TW' = 'en') {
  const message = {
    id: held.message,
    conversation: 'c1',
    kind: 'reply' as const,
    author: held.author,
    text: 'x',
    choice: null,
    at: NOW,
    attachments: [],
  }
  const reply = { message, state: 'held' as const, ticket: 'k1', deliveries: ['d1'] }
  return replyCard({ ticket, now: NOW, customer: 'Ann', owner: 'Lin', config: { version: 1, config }, reply, files: [] }, reply, lang)
}
