/** Gathers what is wrong with one file; every check reports here, so that all errors are told at once. */
import { type ConfigError, type Path, type Problem, pathText, quote } from './config-error.ts'
import { didYouMean } from './did-you-mean.ts'

/** Nobody reads further, and a hostile file must not keep us counting. */
const MOST = 1000

/** Both count from 1. */
export interface Spot {
  readonly line: number
  readonly column: number
}

export interface Reporter {
  report(path: Path, problem: Problem, says: string, remedy: string, on?: 'key' | 'value'): void
  reportAt(at: Spot, path: Path, problem: Problem, says: string, remedy: string): void
  /** A word that must be one of `known` and is not; `what` is what it names, such as “team”. */
  unknown(path: Path, problem: Problem, what: string, word: string, known: readonly string[], on?: 'key' | 'value'): void
  lineOf(path: Path): number
  /** In the order of the file. */
  errors(): readonly ConfigError[]
}

export function createReporter(file: string, place: (path: Path, on: 'key' | 'value') => Spot): Reporter {
  const errors: ConfigError[] = []

  function reportAt({ line, column }: Spot, path: Path, problem: Problem, says: string, remedy: string): void {
    if (errors.length < MOST) errors.push({ file, line, column, path: pathText(path), problem, says, remedy })
  }

  function report(path: Path, problem: Problem, says: string, remedy: string, on: 'key' | 'value' = 'value'): void {
    if (errors.length < MOST) reportAt(place(path, on), path, problem, says, remedy)
  }

  return {
    report,
    reportAt,
    unknown(path, problem, what, word, known, on = 'value') {
      if (errors.length >= MOST) return
      const near = didYouMean(word, known)
      const remedy = near ? `did you mean ${quote(near)}?` : `use one of: ${someOf(known)}`
      report(path, problem, `there is no ${what} ${quote(word)}${what === 'key' ? ' here' : ''}`, remedy, on)
    },
    lineOf: (path) => place(path, 'value').line,
    errors: () => errors.toSorted((a, b) => a.line - b.line || a.column - b.column),
  }
}

function someOf(known: readonly string[]): string {
  if (known.length === 0) return '(none is defined yet)'
  return known.slice(0, 20).map(quote).join(', ') + (known.length > 20 ? ', …' : '')
}
