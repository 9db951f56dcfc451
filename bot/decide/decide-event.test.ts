import { describe, expect, it } from 'vitest'
import { acting, changesOf, countingMint, type DeskParts, deskView, effectsOf, LEAD, LIN } from '../../testing/fakes/fixture-desk.ts'
import { NOW, ticketOf } from '../../testing/fakes/fixture-turn.ts'
import { decide } from '../desk.ts'
import { foldTicket } from '../domain/fold-ticket.ts'
import type { DeskEvent } from '../domain/view.ts'

const act = (event: DeskEvent, parts: DeskParts) => decide(deskView(parts), { is: 'event', event }, countingMint())
const speakers = (decision: ReturnType<typeof act>) => effectsOf(decision, 'speaker').map((each) => each.speaker)
const fresh = ticketOf({ state: 'new', owner: null })
const owned = ticketOf({ owner: LIN.id })
const speaking = { agent: LIN.id }

describe('taking', () => {
  it('an own ticket twice changes nothing, but an ended one cannot be taken even by who had it', () => {
    expect(act(acting('take'), { ticket: owned }).outcome.code).toBe('done')
    for (const state of ['resolved', 'closed', 'rejected', 'merged'] as const)
      expect(act(acting('take'), { ticket: ticketOf({ state, owner: LIN.id }) }).outcome.code).toBe('TICKET_ENDED')
  })

  it('asks nothing more of the customer, not even about another ticket', () => {
    const question = { id: 'q', conversation: 'c1', kind: 'field' as const, options: [], until: NOW + 1 }
    const questions = [
      { ...question, id: 'q1', ticket: 'k1', about: 'order_no', state: 'open' as const },
      { ...question, id: 'q2', ticket: 'k2', about: 'order_no', state: 'queued' as const },
    ]
    const decision = act(acting('take'), { ticket: fresh, tickets: [fresh, ticketOf({ id: 'k2', state: 'new' })], questions })
    expect(effectsOf(decision, 'say').map((say) => say.kind)).toEqual(['notice'])
  })
})

describe('resolving', () => {
  it('asks for the rating at once, though a field of another ticket was never told', () => {
    const untold = { id: 'q2', conversation: 'c1', ticket: 'k2', kind: 'field' as const, about: 'order_no', options: [], until: NOW + 1 }
    const tickets = [owned, ticketOf({ id: 'k2', state: 'new', owner: null })]
    const decision = act(acting('resolve', { note: '好了' }), { ticket: owned, tickets, questions: [{ ...untold, state: 'open' }] })
    expect(effectsOf(decision, 'say').map((say) => say.kind)).toContain('rating')
    expect(effectsOf(decision, 'settle')).toEqual([expect.objectContaining({ question: 'q2', state: 'ended' })])
  })
})

describe('giving the conversation back to the desk', () => {
  const other = ticketOf({ id: 'k2', owner: LIN.id })

  it('happens when the last owned ticket ends, whichever way', () => {
    for (const action of ['resolve', 'close', 'reject', 'release', 'transfer'])
      expect([
        action,
        speakers(act(acting(action, { team: 'other' }, LEAD), { ticket: owned, speaker: speaking, config: twoTeams })),
      ]).toEqual([action, ['desk']])
  })

  it('waits while an agent works on another matter of the conversation', () => {
    for (const action of ['resolve', 'close', 'reject', 'transfer'])
      expect([
        action,
        speakers(
          act(acting(action, { team: 'other' }, LEAD), { ticket: owned, tickets: [owned, other], speaker: speaking, config: twoTeams }),
        ),
      ]).toEqual([action, []])
    expect(
      speakers(act(acting('resolve', {}, LEAD), { ticket: owned, tickets: [owned, { ...other, conversation: 'c2' }], speaker: speaking })),
    ).toEqual(['desk'])
  })

  it('happens when the ticket of a wish for a person ends without an owner', () => {
    expect(speakers(act(acting('reject'), { ticket: fresh, speaker: 'nobody' }))).toEqual(['desk'])
    expect(
      speakers(act(acting('reject'), { ticket: fresh, tickets: [fresh, ticketOf({ id: 'k2', state: 'new' })], speaker: 'nobody' })),
    ).toEqual([])
    expect(speakers(act(acting('reject'), { ticket: fresh, tickets: [fresh, other], speaker: speaking }))).toEqual([])
  })

  it('is undone when the owner’s ticket is reopened', () => {
    expect(speakers(act(acting('reopen'), { ticket: ticketOf({ state: 'resolved', owner: LIN.id }) }))).toEqual([speaking])
  })
})

describe('a card', () => {
  it('that shows an older ticket still rejects nothing, and a reply’s card still drops its reply', () => {
    const ticket = ticketOf({ owner: LIN.id, seq: 7 })
    expect(act(acting('reject', {}, LIN, { version: 6 }), { ticket }).outcome.code).toBe('CARD_OUTDATED')
    const message = {
      id: 'm9',
      conversation: 'c1',
      kind: 'reply' as const,
      author: LIN.id,
      text: 'x',
      choice: null,
      at: NOW,
      attachments: [],
    }
    const decision = act(acting('drop', {}, LIN, { version: 6, message: 'm9' }), {
      ticket,
      reply: { message, state: 'failed', ticket: 'k1', deliveries: ['d1'] },
    })
    expect(effectsOf(decision, 'deliveries')).toMatchObject([{ message: 'm9', to: 'cancelled' }])
  })
})

describe('who is refused', () => {
  const ticket = ticketOf({ owner: LEAD.id })
  const whispers = (value: Readonly<Record<string, unknown>>, at = NOW) =>
    effectsOf(act({ ...acting('take', {}, LIN, value), at }, { ticket }), 'whisper').length

  it('is told why, alone', () => {
    expect([whispers({}), whispers({ told: 'TICKET_ENDED' })]).toEqual([1, 1])
  })

  it('is not told again what was said where the button was pressed', () => {
    expect(whispers({ told: 'TICKET_ALREADY_TAKEN' })).toBe(0)
  })

  it('is told by the form that waits for it, or in the room should it not wait so long', () => {
    expect([whispers({ waits: true }), whispers({ waits: true }, NOW - 3_000)]).toEqual([0, 1])
  })
})

describe('help', () => {
  it('is answered anywhere, to the asker alone; a stranger gets none', () => {
    const asked = { ...acting('help'), what: 'message' as const, text: 'help', value: {} }
    expect(effectsOf(act(asked, {}), 'whisper')).toMatchObject([{ to: 'lin', text: expect.stringContaining('take') }])
    expect(act({ ...asked, actor: null }, {}).outcome.code).toBe('TICKET_NOT_FOUND')
  })
})

describe('promises', () => {
  const promises = [
    { kind: 'first-response' as const, state: 'paused' as const, due: NOW, left: 60_000 },
    { kind: 'resolution' as const, state: 'paused' as const, due: NOW, left: 60_000 },
  ]
  const folded = (decision: ReturnType<typeof act>, before: ReturnType<typeof ticketOf>) =>
    foldTicket(
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

  it('stay paused when an agent says more while the ticket waits for the customer', () => {
    const waiting = ticketOf({ state: 'waiting', owner: LIN.id, promises })
    const ticket = folded(act(acting('reply', { text: 'one more thing' }), { ticket: waiting }), waiting)
    expect([ticket?.state, ticket?.promises.map((p) => p.state)]).toEqual(['waiting', ['paused', 'paused']])
  })

  it('are all kept by resolving, so that none breaks when the ticket is reopened later', () => {
    const running = ticketOf({ owner: LIN.id, promises: promises.map((p) => ({ ...p, state: 'running' as const, left: null })) })
    const decision = act(acting('resolve'), { ticket: running })
    expect(changesOf(decision)).toEqual(['resolved'])
    expect(folded(decision, running)?.promises.map((p) => p.state)).toEqual(['kept', 'kept'])
  })
})

const [team] = deskView().config.config.teams
const twoTeams = { ...deskView().config.config, teams: team ? [team, { ...team, key: 'other' }] : [] }
