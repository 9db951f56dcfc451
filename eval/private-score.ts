/** Counts how well private words are found: exact spans, per kind. */
import { findPrivate, type PrivateKind } from '../bot/domain/private-words.ts'
import type { PrivateCase } from './private-corpus.ts'

export interface PrivateScore {
  readonly recall: number
  readonly precision: number
  readonly wanted: number
}

export interface PrivateReport {
  readonly kinds: Readonly<Partial<Record<PrivateKind, PrivateScore>>>
  /** Some sentences that went wrong, for reading. */
  readonly wrong: readonly { readonly text: string; readonly missed: readonly string[]; readonly false: readonly string[] }[]
}

export function scorePrivate(corpus: readonly PrivateCase[]): PrivateReport {
  const counts = new Map<PrivateKind, { hit: number; wanted: number; found: number }>()
  const of = (kind: PrivateKind) => {
    const known = counts.get(kind) ?? { hit: 0, wanted: 0, found: 0 }
    counts.set(kind, known)
    return known
  }
  const wrong: { text: string; missed: string[]; false: string[] }[] = []
  for (const { text, secrets } of corpus) {
    const found = findPrivate(text)
    const same = (a: { kind: string; start: number; end: number }, b: typeof a) =>
      a.kind === b.kind && a.start === b.start && a.end === b.end
    const missed = secrets.filter((one) => !found.some((other) => same(one, other)))
    const extra = found.filter((one) => !secrets.some((other) => same(one, other)))
    for (const one of secrets) of(one.kind).wanted += 1
    for (const one of found) of(one.kind).found += 1
    for (const one of secrets) if (!missed.includes(one)) of(one.kind).hit += 1
    if (missed.length + extra.length > 0 && wrong.length < 40) {
      const words = (one: { kind: string; start: number; end: number }) => `${one.kind} ${text.slice(one.start, one.end)}`
      wrong.push({ text, missed: missed.map(words), false: extra.map(words) })
    }
  }
  const kinds = Object.fromEntries(
    [...counts].map(([kind, { hit, wanted, found }]) => [
      kind,
      { recall: wanted ? hit / wanted : 1, precision: found ? hit / found : 1, wanted },
    ]),
  )
  return { kinds, wrong }
}
