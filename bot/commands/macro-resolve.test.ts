/** A macro that answers and resolves, while the gate still holds its answer. */
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
import { decide } from '../desk.ts'
import type { DeskConfig } from '../domain/desk-config.ts'
import { foldTicket } from '../domain/fold-ticket.ts'
import type { Ticket } from '../domain/ticket.ts'
import type { DeskEvent } from '../domain/view.ts'

const labels = (text: string) => ({ en: text, 'zh-CN': text, 'zh-TW': text })
const config: DeskConfig = {
  ...deskConfig,
  gate: {
    amberSeconds: 8,
    forbidden: [{ name: 'gains', colour: 'red', words: ['保证收益'] }],
    internal: [{ name: 'jargon', colour: 'amber', words: ['escalation'] }],
    ours: [],
  },
  macros: [
    { key: 'plain', labels: labels('Plain'), reply: labels('All done'), resolve: true },
    { key: 'amber', labels: labels('Amber'), reply: labels('Our escalation is done'), resolve: true },
    { key: 'red', labels: labels('Red'), reply: labels('保证收益'), resolve: true },
    { key: 'silent', labels: labels('Silent'), resolve: true },
  ],
}
const owned = ticketOf({ owner: LIN.id })
const mint = countingMint()
const act = (event: DeskEvent, parts: DeskParts) => decide(deskView({ config, ...parts }), { is: 'event', event }, mint)
const timeOf = (ticket: Ticket, subject: string, now: number) =>
  decide({ ...deskView({ config, ticket }), now }, { is: 'timer', timer: { kind: 'reply', subject, ticket: 'k1', due: now } }, mint)
const ticketAfter = (decision: ReturnType<typeof act>, before: Ticket): Ticket => {
  const events = effectsOf(decision, 'change').map(({ by, change }, i) => ({
    ticket: 'k1',
    seq: before.seq + i + 1,
    at: NOW,
    by,
    config: 1,
    model: '',
    change,
  }))
  return foldTicket(before, events) ?? before
}
const run = (key: string, ticket = owned) => {
  const decision = act(acting(`macro:${key}`), { ticket })
  return { decision, ticket: ticketAfter(decision, ticket) }
}
const heldIn = (ticket: Ticket) => {
  const held = ticket.held?.at(-1)
  if (!held) throw new Error('nothing is held')
  return held
}

describe('what was done, said when a ticket is resolved', () => {
  it('goes out with the result where the gate lets it, else waits as a reply after which the ticket is resolved', () => {
    const told = act(acting('resolve', { note: 'All done' }), { ticket: owned })
    expect(effectsOf(told, 'say').map(({ kind, text }) => [kind, text])[0]).toEqual(['result', expect.stringContaining('All done')])
    for (const [note, colour] of [
      ['Our escalation is done', 'amber'],
      ['保证收益', 'red'],
    ] as const) {
      const stopped = act(acting('resolve', { note }), { ticket: owned })
      expect(effectsOf(stopped, 'say').map(({ kind, text }) => [kind, text])).toEqual([['reply', note]])
      expect(heldIn(ticketAfter(stopped, owned))).toMatchObject({ colour, resolves: true })
      expect(ticketAfter(stopped, owned).state).toBe('open')
    }
  })
})

describe('a macro that answers and resolves', () => {
  it('resolves at once where its answer goes at once', () => {
    expect(changesOf(run('plain').decision)).toEqual(['replied', 'resolved'])
  })

  it('resolves only when its answer has waited, after it', () => {
    const { decision, ticket } = run('amber')
    expect([decision.outcome.code, changesOf(decision), ticket.state]).toEqual(['done', ['reply-held'], 'open'])
    const held = heldIn(ticket)
    const later = timeOf(ticket, held.message, (held.until ?? 0) + 1)
    expect(changesOf(later)).toEqual(['reply-released', 'replied', 'resolved'])
    expect(later.effects.findIndex(({ do: what }) => what === 'release')).toBeLessThan(
      later.effects.findIndex((effect) => effect.do === 'say' && effect.kind === 'result'),
    )
    expect(effectsOf(later, 'change').at(-1)?.by).toEqual({ kind: 'agent', id: LIN.id })
  })

  it('resolves when a second person has approved its answer', () => {
    const { ticket } = run('red')
    const approved = act(acting('approve', {}, LEAD, { message: heldIn(ticket).message }), { ticket })
    expect(changesOf(approved)).toEqual(['reply-released', 'replied', 'resolved'])
  })

  it.each([
    ['undo', LIN],
    ['decline', LEAD],
  ] as const)('does not resolve when %s takes its answer away', (action, actor) => {
    const { ticket } = run('red')
    const gone = act(acting(action, {}, actor, { message: heldIn(ticket).message }), { ticket })
    expect([changesOf(gone), ticketAfter(gone, ticket).state]).toEqual([['reply-withdrawn'], 'open'])
  })

  it('resolves with the words its author puts in place of the held ones', () => {
    const { ticket } = run('amber')
    const rewritten = act(acting('edit', { text: 'It is done' }, LIN, { message: heldIn(ticket).message }), { ticket })
    expect(changesOf(rewritten)).toEqual(['reply-withdrawn', 'replied', 'resolved'])
    const worse = act(acting('edit', { text: '保证收益' }, LIN, { message: heldIn(ticket).message }), { ticket })
    expect([changesOf(worse), heldIn(ticketAfter(worse, ticket)).resolves]).toEqual([['reply-withdrawn', 'reply-held'], true])
  })

  it('is refused, all of it, while another reply waits', () => {
    const { ticket } = run('red')
    for (const key of ['plain', 'silent']) {
      const { decision } = run(key, ticket)
      expect([decision.outcome.code, changesOf(decision), effectsOf(decision, 'say')]).toEqual(['REPLY_STILL_WAITING', [], []])
    }
  })

  it('says so where the ticket has gone to somebody else meanwhile', () => {
    const { ticket } = run('amber')
    const held = heldIn(ticket)
    const later = timeOf({ ...ticket, owner: LEAD.id }, held.message, (held.until ?? 0) + 1)
    expect(changesOf(later)).toEqual(['reply-released', 'replied'])
    expect(effectsOf(later, 'thread').map(({ text }) => text)).toContainEqual(expect.stringMatching(/was not resolved/))
  })
})
