/** Holds a file against the schema and words what does not fit for somebody who does not program. */
import type { z } from 'zod'
import type { DeskConfig } from '../bot/domain/desk-config.ts'
import { type Path, type Problem, quote } from './config-error.ts'
import { deskSchema, keysAt, type TextFault } from './desk-schema.ts'
import type { Reporter } from './reporter.ts'

type Issue = z.core.$ZodIssue
/** The problem, what is said of it, and the remedy. */
type Worded = readonly [Problem, string, string]

/** Null when something was reported. */
export function checkShape(value: unknown, reporter: Reporter): DeskConfig | null {
  const parsed = deskSchema.safeParse(value)
  if (parsed.success) return parsed.data
  for (const issue of parsed.error.issues) tell(issue, issue.path as Path, valueAt(value, issue.path as Path), reporter)
  return null
}

function tell(issue: Issue, path: Path, value: unknown, reporter: Reporter): void {
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) reporter.unknown([...path, key], 'KEY_UNKNOWN', 'key', key, keysAt(path), 'key')
  } else if (issue.code === 'invalid_value' && value !== undefined && value !== null) {
    reporter.unknown(path, 'VALUE_WRONG', nameOf(path), String(value), issue.values.map(String))
  } else reporter.report(path, ...wordingOf(issue, path, value))
}

function wordingOf(issue: Issue, path: Path, value: unknown): Worded {
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(issue.expected, path, value)
    case 'invalid_value':
      return missing(path, `one of ${issue.values.map(String).join(', ')}`, value)
    case 'invalid_format':
      return ['TEXT_WRONG', `${quote(value)} cannot be used as a ${nameOf(path)}`, `write ${issue.message}`]
    case 'too_small':
    case 'too_big':
      return wrongSize(issue, path, value)
    case 'custom': {
      const fault = (issue.params as { fault: TextFault } | undefined)?.fault
      if (fault === 'empty') return empty(path)
      return ['TEXT_WRONG', 'the text holds a character that cannot be shown', 'type the text anew, in one line']
    }
    default:
      return ['VALUE_WRONG', issue.message, 'compare with the shipped desk.yaml']
  }
}

const NEEDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list, such as [one, two]',
  object: 'keys and values',
}

function wrongType(expected: string, path: Path, value: unknown): Worded {
  const needs = NEEDS[expected] ?? expected
  if (value === null && expected === 'string') return empty(path)
  if (value === undefined || value === null) return missing(path, needs, value)
  if (typeof value === 'number' && (expected === 'int' || expected === 'number')) {
    return ['NUMBER_WRONG', `${value} is not ${needs}`, `write ${needs}`]
  }
  const plain = typeof value !== 'object'
  const says = `${plain ? quote(value) : Array.isArray(value) ? 'a list' : 'a map'} stands here, but it must be ${needs}`
  if (plain && expected === 'string') return ['VALUE_WRONG', says, `put it in quotes: "${String(value)}"`]
  if (plain && expected === 'array') return ['VALUE_WRONG', says, `put it in brackets: [${quote(value).slice(1, -1)}]`]
  return ['VALUE_WRONG', says, `write ${needs}`]
}

function missing(path: Path, needs: string, value: unknown): Worded {
  if (path.length === 0) return ['VALUE_MISSING', 'the file is empty', 'begin with a copy of the shipped desk.yaml']
  return ['VALUE_MISSING', `${nameOf(path)} is ${value === null ? 'empty' : 'missing'}`, `write “${nameOf(path)}: …” with ${needs}`]
}

function empty(path: Path): Worded {
  return ['TEXT_EMPTY', `the text of ${nameOf(path)} is empty`, 'write a text; every text people read exists in zh-CN, zh-TW and en']
}

function wrongSize(issue: Extract<Issue, { code: 'too_small' | 'too_big' }>, path: Path, value: unknown): Worded {
  const isSmall = issue.code === 'too_small'
  const limit = isSmall ? issue.minimum : issue.maximum
  if (issue.origin === 'string') return ['TEXT_WRONG', `the text is longer than ${limit} characters`, 'shorten it']
  if (issue.origin === 'array') {
    if (isSmall) return ['VALUE_MISSING', `the list ${nameOf(path)} is empty`, 'add an entry, or remove the line']
    return ['VALUE_WRONG', `the list ${nameOf(path)} has more than ${limit} entries`, 'shorten it']
  }
  const bound = isSmall ? (issue.inclusive ? 'of at least' : 'above') : 'of at most'
  return ['NUMBER_WRONG', `${String(value)} is out of range`, `write a number ${bound} ${limit}`]
}

/** The nearest key above: what a reader sees at the beginning of the line. */
function nameOf(path: Path): string {
  return String(path.findLast((step) => typeof step === 'string') ?? 'entry')
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, step) => {
    return typeof at === 'object' && at !== null && Object.hasOwn(at, step) ? (at as Record<string | number, unknown>)[step] : undefined
  }, value)
}
