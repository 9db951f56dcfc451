/** What may come in which state of a ticket, and where it leads: also what comes late (row 11 of the fault catalogue). */
import { describe, expect, it } from 'vitest'
import { TICKET_STATES, type TicketState } from './ticket.ts'
import { type TicketMove, TRANSITIONS, transition } from './transitions.ts'

/** Every cell of the table, written out again by hand: a state is where it leads, `-` a refusal. */
const CELLS: Readonly<Record<TicketMove, string>> = {
  //                new       open      waiting   snoozed   resolved  closed  merged  rejected
  taken: 'open      -         -         -         -         -       -       -',
  released: '-         new       new       new       -         -       -       -',
  transferred: 'new       new       new       new       -         -       -       -',
  replied: '-         open      waiting   open      -         -       -       -',
  'field-set': 'new       open      waiting   snoozed   resolved  -       -       -',
  'category-set': 'new       open      waiting   snoozed   resolved  closed  -       -',
  'priority-set': 'new       open      waiting   snoozed   -         -       -       -',
  resolved: '-         resolved  resolved  resolved  -         -       -       -',
  reopened: '-         -         -         -         open      -       -       new',
  closed: 'closed    closed    closed    closed    closed    -       -       -',
  rejected: 'rejected  rejected  rejected  rejected  -         -       -       -',
  merged: 'merged    merged    merged    merged    -         -       -       -',
  snoozed: '-         snoozed   snoozed   snoozed   -         -       -       -',
  absorbed: 'new       open      waiting   snoozed   -         -       -       -',
  escalated: 'new       open      waiting   snoozed   -         -       -       -',
  'follow-up-set': 'new       open      waiting   snoozed   -         -       -       -',
  'nudge-set': '-         -         waiting   -         -         -       -       -',
  nudged: '-         -         waiting   -         -         -       -       -',
  woken: '-         -         -         open      -         -       -       -',
}

describe('the ticket table', () => {
  const moves = Object.keys(TRANSITIONS) as TicketMove[]

  it('has a row of expectations for every move', () => {
    expect(Object.keys(CELLS).sort()).toEqual([...moves].sort())
  })

  for (const move of moves) {
    const cells = CELLS[move].trim().split(/\s+/)
    it.each(TICKET_STATES.map((state, i): [TicketState, string] => [state, cells[i] ?? '']))(
      `${move} from %s leads to %s`,
      (state, wanted) => {
        const step = transition(state, move)
        if (wanted === '-') expect(step).toHaveProperty('refused')
        else expect(step).toEqual({ to: wanted })
      },
    )
  }
})
