import { describe, expect, it } from 'vitest'
import { countingMint, type DeskParts, deskConfig, deskView, effectsOf, LEAD, LIN } from '../../testing/fakes/fixture-desk.ts'
import { NOW, ticketOf } from '../../testing/fakes/fixture-turn.ts'
import { decide } from '../desk.ts'
import type { Agent } from '../domain/conversation.ts'
import { DELIVERY_STATES, type DeliveryState, type DeskEvent, type ReplyView } from '../domain/view.ts'

const ticket = ticketOf({ owner: LIN.id })
const act = (event: DeskEvent, parts: DeskParts = {}) => decide(deskView({ ticket, ...parts }), { is: 'event', event }, countingMint())

const heard = (what: DeskEvent['what'], text: string, value: DeskEvent['value'], actor: Agent | null = LIN): DeskEvent => ({
  id: 'e9',
  what,
  room: 'r-team',
  actor,
  from: actor?.key ?? 'stranger',
  text,
  value,
  at: NOW,
})
const changed = (text: string, was: string, actor: Agent | null = LIN) => heard('edit', text, { of: 'e1', was }, actor)
const takenBack = (was: string) => heard('recall', '', { of: 'e1', was })
const reply = (state: DeliveryState, text = 'old', author = LIN.id): ReplyView => ({
  message: { id: 'm1', conversation: 'c1', kind: 'reply', author, text, choice: null, at: NOW, attachments: [] },
  state,
  ticket: ticket.id,
  deliveries: ['d1'],
})
const says = (decision: ReturnType<typeof act>) => effectsOf(decision, 'say').map(({ text }) => text)

describe('what an agent said in a thread', () => {
  it('is changed as a note, or taken away, and never becomes a command by being changed', () => {
    for (const text of ['look first', 'reply send this', 'resolve', '回复 您好'])
      expect(act(changed(text, 'lok first')).effects).toEqual([{ do: 'rewrite-note', event: 'e1', text, at: NOW }])
    expect(act(takenBack('look first')).effects).toEqual([{ do: 'rewrite-note', event: 'e1', text: null, at: NOW }])
  })

  it('stays as it was for whoever has no right there', () => {
    expect(act(changed('new', 'old', null)).effects).toEqual([])
    expect(act(changed('new', 'old', { ...LIN, teams: ['other'] }), { ticket: ticketOf({ owner: LEAD.id }) }).effects).toEqual([])
  })

  it('as a reply that still waits is rewritten, or dropped', () => {
    for (const state of ['held', 'queued'] as const) {
      const rewritten = act(changed('reply new', 'reply old'), { reply: reply(state) })
      expect(effectsOf(rewritten, 'deliveries')).toEqual([{ do: 'deliveries', message: 'm1', ids: ['d1'], to: 'cancelled' }])
      expect(says(rewritten)).toEqual(['new'])
    }
    for (const event of [takenBack('reply old'), changed('old, but only for us', 'reply old')]) {
      const dropped = act(event, { reply: reply('held') })
      expect(effectsOf(dropped, 'deliveries')).toEqual([{ do: 'deliveries', message: 'm1', ids: ['d1'], to: 'cancelled' }])
      expect(says(dropped)).toEqual([])
    }
  })

  it('as a reply the customer may have is corrected by another one; deleted it stays, and its author and the team are told', () => {
    for (const state of DELIVERY_STATES.filter((each) => !['held', 'queued', 'failed', 'in_doubt', 'cancelled'].includes(each))) {
      const corrected = act(changed('reply new', 'reply old'), { reply: reply(state) })
      expect(says(corrected)).toEqual(['Correction: new'])
      expect(effectsOf(corrected, 'change').map(({ change }) => change.type)).toEqual(['replied'])
      expect(effectsOf(corrected, 'thread').map(({ text }) => text)).toEqual([expect.stringContaining('as a correction')])
      const deleted = act(takenBack('reply old'), { reply: reply(state) })
      expect(says(deleted)).toEqual([])
      expect(effectsOf(deleted, 'whisper')).toEqual([expect.objectContaining({ to: 'lin', text: expect.stringContaining('already has') })])
      expect(effectsOf(deleted, 'thread').map(({ text }) => text)).toEqual([expect.stringContaining('still sees it')])
    }
  })

  it('as a reply that stands where it can be changed is changed there, if the gate lets the new words go at once', () => {
    const gate = { amberSeconds: 8, forbidden: [{ name: 'gains', colour: 'red' as const, words: ['保证收益'] }], internal: [], ours: [] }
    const standing = { ...reply('sent'), standing: ['d1'] }
    const amended = act(changed('reply new', 'reply old'), { reply: standing })
    expect(effectsOf(amended, 'amend')).toEqual([
      { do: 'amend', message: 'm1', text: 'new', parts: [{ delivery: 'd1', text: 'new' }], speaker: LIN.name, ticket: ticket.id },
    ])
    expect([says(amended), effectsOf(amended, 'change')]).toEqual([[], []])
    expect(effectsOf(amended, 'thread').map(({ text }) => text)).toEqual([expect.stringContaining('in its place')])
    const long = act(changed(`reply ${'x'.repeat(4_000)}`, 'reply old'), { reply: standing })
    const stopped = act(changed('reply 保证收益', 'reply old'), { reply: standing, config: { ...deskConfig, gate } })
    const over = act(changed('reply new', 'reply old'), { reply: standing, ticket: ticketOf({ owner: LIN.id, state: 'closed' }) })
    expect([long, stopped, over].flatMap((each) => effectsOf(each, 'amend'))).toEqual([])
    expect([says(long).length, says(stopped).length, says(over).length]).toEqual([1, 1, 0])
  })

  it('as a reply that stands where it can be taken back is taken back there, words and files; once', () => {
    const there = { ...reply('sent'), standing: ['d1'], removable: ['d1', 'd2'] }
    for (const event of [takenBack('reply old'), changed('old, but only for us', 'reply old')]) {
      const gone = act(event, { reply: there })
      const parts = ['d1', 'd2'].map((delivery) => ({ delivery, text: null }))
      expect(effectsOf(gone, 'amend')).toEqual([{ do: 'amend', message: 'm1', text: null, parts, speaker: LIN.name, ticket: ticket.id }])
      expect([says(gone), effectsOf(gone, 'whisper')]).toEqual([[], []])
      expect(effectsOf(gone, 'thread').map(({ text }) => text)).toEqual([expect.stringContaining('taken away')])
    }
    expect(act(takenBack('reply old'), { reply: { ...there, state: 'cancelled' } }).effects).toEqual([])
  })

  it('is said as a correction where the channel would not change it, and stays where it would not take it back', () => {
    const refused = (change: string, text: string) => ({
      ...heard('send-failed', text, { message: 'm1', change, of: 'e1' }, null),
      room: null,
    })
    const corrected = act(refused('edit', 'new'), { reply: reply('sent') })
    expect(says(corrected)).toEqual(['Correction: new'])
    expect(effectsOf(corrected, 'thread').map(({ text }) => text)).toEqual([expect.stringContaining('could no longer be changed')])
    const stays = [
      act(refused('recall', 'old'), { reply: reply('sent') }),
      act(refused('edit', 'new'), { reply: reply('sent'), ticket: ticketOf({ owner: LIN.id, state: 'closed' }) }),
      act(refused('edit', 'new'), { reply: reply('sent', 'old', 'nobody-any-more') }),
    ]
    for (const each of stays) {
      expect(says(each)).toEqual([])
      expect(effectsOf(each, 'thread').map(({ text }) => text)).toEqual([expect.stringContaining('still sees it')])
    }
  })

  it('says again neither what the customer has nor what it was corrected to, and the old words once more after a correction', () => {
    expect(act(changed('reply  old', 'reply old'), { reply: reply('sent') }).effects).toEqual([])
    expect(act(changed('reply new', 'reply old'), { reply: reply('sent', 'Correction: new') }).effects).toEqual([])
    expect(says(act(changed('reply old', 'reply old'), { reply: reply('sent', 'Correction: new') }))).toEqual(['Correction: old'])
    expect(act(takenBack('reply old'), { reply: reply('cancelled') }).effects).toEqual([])
  })

  it('passes the gate anew as a correction, and is none where the ticket has ended', () => {
    const gate = { amberSeconds: 8, forbidden: [{ name: 'gains', colour: 'red' as const, words: ['保证收益'] }], internal: [], ours: [] }
    const stopped = act(changed('reply 保证收益', 'reply old'), { reply: reply('sent'), config: { ...deskConfig, gate } })
    expect(effectsOf(stopped, 'change').map(({ change }) => change.type)).toEqual(['reply-held'])
    const over = act(changed('reply new', 'reply old'), { reply: reply('sent'), ticket: ticketOf({ owner: LIN.id, state: 'closed' }) })
    expect([says(over), effectsOf(over, 'whisper').length]).toEqual([[], 1])
  })
})

describe('what a customer changes', () => {
  it('is told to the team, in its words', () => {
    const edited = act(heard('edit', 'two of them', { customer: true, was: 'one of them' }, null))
    expect(effectsOf(edited, 'thread').map(({ text }) => text)).toEqual(['✏️ Ann changed a message. It now says:\ntwo of them'])
    const recalled = act(heard('recall', '', { customer: true, was: 'one of them' }, null))
    expect(effectsOf(recalled, 'thread').map(({ text }) => text)).toEqual(['↩️ Ann took back a message: “one of them”'])
  })
})

describe('reactions', () => {
  const reacted = (emoji: string, given = true, actor: Agent | null = LIN) => heard('reaction', '', { emoji, given }, actor)
  const fresh = ticketOf({ state: 'new', owner: null })

  it('are commands by the role table: 👀 takes, ✅ resolves', () => {
    expect(act(reacted('eyes'), { ticket: fresh }).why).toBe('take')
    expect(act(reacted('white_check_mark')).why).toBe('resolve')
    expect(act(reacted('white_check_mark'), { ticket: fresh }).outcome.code).toBe('NOT_ALLOWED')
    expect(act(reacted('eyes', true, null), { ticket: fresh }).outcome.code).toBe('NOT_ALLOWED')
    expect(act(reacted('eyes', true, LEAD)).outcome).toMatchObject({ code: 'TICKET_ALREADY_TAKEN', facts: { agent: 'Lin' } })
  })

  it('do nothing when taken back, when they are others, and when given to something else', () => {
    for (const event of [reacted('eyes', false), reacted('white_check_mark', false), reacted('tada'), reacted('__proto__')])
      expect(act(event, { ticket: fresh }).effects).toEqual([])
    const elsewhere = decide(deskView(), { is: 'event', event: reacted('eyes') }, countingMint())
    expect(elsewhere.effects).toEqual([])
  })
})

describe('the first reply to a ticket nobody has', () => {
  const fresh = ticketOf({ state: 'new', owner: null })
  const replying = heard('message', 'reply hello', {})
  const teams = (firstResponderOwns: boolean) => ({
    ...deskConfig,
    teams: deskConfig.teams.map((team) => ({ ...team, firstResponderOwns })),
  })

  it('takes it, as long as its team wants that', () => {
    for (const config of [deskConfig, teams(true)]) {
      const decision = act(replying, { ticket: fresh, config })
      expect(effectsOf(decision, 'change').map(({ change }) => change.type)).toEqual(['taken', 'replied'])
    }
  })

  it('is refused where the team wants it taken first', () => {
    const decision = act(replying, { ticket: fresh, config: teams(false) })
    expect(decision.outcome.code).toBe('TICKET_NOT_TAKEN')
    expect(effectsOf(decision, 'say')).toEqual([])
  })

  it('steals nothing: a ticket that is taken keeps its owner', () => {
    const decision = act(heard('message', 'reply hello', {}, LEAD))
    expect(effectsOf(decision, 'change').map(({ change }) => change.type)).toEqual(['replied'])
  })
})
