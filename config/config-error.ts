/** What can be wrong with a configuration file, and how it is told on a terminal. */

/** Kinds of problem; people read `says` and `remedy`, programs and tests read these. */
export const PROBLEMS = [
  'TOO_LARGE',
  'UNREADABLE',
  'YAML_INVALID',
  'ALIAS_REFUSED',
  'KEY_TWICE',
  'KEY_UNKNOWN',
  'VALUE_MISSING',
  'VALUE_WRONG',
  'TEXT_EMPTY',
  'TEXT_WRONG',
  'NUMBER_WRONG',
  'NAME_TAKEN',
  'NAME_UNKNOWN',
  'CHOICES_MISSING',
  'CHOICES_UNEXPECTED',
  'ROOM_SHARED',
  'CATCH_ALL_MISSING',
  'RULE_NEVER_FITS',
  'PROMISE_MISSING',
] as const
export type Problem = (typeof PROBLEMS)[number]

/** Steps from the top of the file to a value: keys and list positions. */
export type Path = readonly (string | number)[]

export interface ConfigError {
  readonly file: string
  /** Both count from 1. */
  readonly line: number
  readonly column: number
  /** E.g. `categories[3].labels.en`; empty for the file as a whole. */
  readonly path: string
  readonly problem: Problem
  /** English: whoever reads it looks at the file in an editor, in any language. */
  readonly says: string
  readonly remedy: string
}

/** One line per error, in the form editors turn into links: `desk.yaml:12:5 path: …  → remedy`. */
export function describeErrors(errors: readonly ConfigError[]): string {
  return errors
    .map(({ file, line, column, path, says, remedy }) => `${file}:${line}:${column} ${path ? `${path}: ` : ''}${says}  → ${remedy}`)
    .join('\n')
}

export function pathText(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`
    return `${text}${text ? '.' : ''}${shown(step)}`
  }, '')
}

/** Words of the file inside a message: in quotes, short, and without anything a terminal would obey. */
export function quote(value: unknown): string {
  return `“${shown(String(value))}”`
}

function shown(text: string): string {
  const clean = text.slice(0, 200).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '�')
  return [...clean].length > 60 ? `${[...clean].slice(0, 60).join('')}…` : clean
}
