import type { Claim } from '../bot/domain/claim.ts'
import type { Turn } from '../bot/domain/conversation.ts'
import type { Understand } from '../bot/ports/understand.ts'
import { findInjection } from './local-injection.ts'

/** Matters count from zero; what is marked belongs to the turn. */
const WHOLE_TURN = 0
/** A hostile customer writes as much as fits. */
const MOST_MARKED = 3

/** What speaks to the machine in a turn, as claims like any other: with the words it rests on. */
export function cautionsOf(turn: Turn): readonly Claim[] {
  const found: Claim[] = []
  for (const { id, text } of turn.messages) {
    const sign = findInjection(text)
    if (!sign || sign.end <= sign.start) continue
    const words = { message: id, start: sign.start, end: sign.end }
    found.push({ about: 'mark', matter: WHOLE_TURN, mark: 'injection', sign: sign.kind, confidence: sign.confidence, words })
    if (found.length === MOST_MARKED) break
  }
  return found
}

/** Whichever model reads, its reading carries the cautions; the model's own opinion of itself is not asked. */
export function cautious(understand: Understand): Understand {
  return {
    version: () => understand.version(),
    read: async (turn, ...rest) => {
      const read = await understand.read(turn, ...rest)
      const cautions = cautionsOf(turn)
      return cautions.length === 0 ? read : { ...read, claims: [...read.claims, ...cautions] }
    },
  }
}
