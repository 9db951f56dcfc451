/**
 * The desk: (view, what happened) → decision. Pure and quick, the only orchestrator; whoever calls it has
 * read the view inside the transaction that will apply the decision.
 */

import { decideEvent } from './decide/decide-event.ts'
import { decideTimer } from './decide/decide-timer.ts'
import { decideTurn } from './decide/decide-turn.ts'
import type { Decision } from './domain/effect.ts'
import { answersLeft } from './domain/talk-limit.ts'
import type { Input, View } from './domain/view.ts'
import { Draft } from './draft.ts'
import type { Mint } from './ports/mint.ts'

export function decide(view: View, input: Input, mint: Mint): Decision {
  const draft = input.is === 'turn' ? new Draft(view, mint, answersLeft(view)) : new Draft(view, mint)
  switch (input.is) {
    case 'turn':
      return decideTurn(draft, input.turn, input.understanding)
    case 'event':
      return decideEvent(draft, input.event)
    case 'timer':
      return view.ticket ? decideTimer(draft, input.timer, view.ticket) : draft.decision('ticket is gone')
  }
}
