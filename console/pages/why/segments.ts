/** Cuts a message at the edges of its claims, so that each piece can be marked with the claims resting on it. */
import type { WhyClaim } from '../api-types.ts'

export interface Segment {
  readonly text: string
  readonly start: number
  /** Positions in the list of claims given. */
  readonly claims: readonly number[]
}

/** Offsets are UTF-16, as strings are here. Claims outside the text are left out rather than guessed at. */
export function segmentsOf(text: string, claims: readonly Pick<WhyClaim, 'start' | 'end'>[]): readonly Segment[] {
  const fitting = claims.flatMap(({ start, end }, index) =>
    start >= 0 && end <= text.length && start < end ? [{ start, end, index }] : [],
  )
  const edges = [...new Set([0, text.length, ...fitting.flatMap(({ start, end }) => [start, end])])].sort((a, b) => a - b)
  return edges.slice(0, -1).map((start, at) => {
    const end = edges[at + 1] ?? text.length
    return {
      text: text.slice(start, end),
      start,
      claims: fitting.filter((claim) => claim.start <= start && claim.end >= end).map(({ index }) => index),
    }
  })
}
