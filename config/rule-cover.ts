/** Do the rules above leave anything for this one? */

export interface Candidate {
  readonly name: string
  readonly line: number
  /** One entry per thing rules look at, the same for all candidates: what the rule lets through, and a test for any value. */
  readonly parts: readonly { readonly values: readonly string[]; readonly takes: (value: string) => boolean }[]
}

/** Beyond this the answer is “it may fit”: nobody writes such rules by hand. */
const MOST_STEPS = 2_000_000

/**
 * The earlier rules that together take everything `candidate` would; empty when something is left for it.
 *
 * Each value of a part is worth only the set of earlier rules that take it, and many values share a set. A
 * combination is left over exactly when the sets of its values have no rule in common.
 */
export function whoTakesAll(candidate: Candidate, earlier: readonly Candidate[]): readonly Candidate[] {
  let sets: ReadonlySet<bigint> = new Set([(1n << BigInt(earlier.length)) - 1n])
  let steps = 0
  for (const [i, part] of candidate.parts.entries()) {
    steps += part.values.length * earlier.reduce((sum, other) => sum + (other.parts[i]?.values.length ?? 0), 0)
    if (steps > MOST_STEPS) return []
    const takers = new Set(part.values.map((value) => takersOf(value, i, earlier)))
    steps += sets.size * takers.size
    if (steps > MOST_STEPS) return []
    const met = new Set<bigint>()
    for (const set of sets) for (const taker of takers) met.add(set & taker)
    if (met.has(0n)) return []
    sets = met
  }
  const blamed = new Set([...sets].map(lowest))
  return earlier.filter((_, i) => blamed.has(i))
}

function takersOf(value: string, part: number, earlier: readonly Candidate[]): bigint {
  return earlier.reduce((set, other, i) => (other.parts[part]?.takes(value) ? set | (1n << BigInt(i)) : set), 0n)
}

/** The first of the rules in a set: it is the one that wins. */
function lowest(set: bigint): number {
  let at = 0
  while (((set >> BigInt(at)) & 1n) === 0n) at++
  return at
}
