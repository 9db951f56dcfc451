/** The rules of the send gate: each must be able to find something, and none may take long over a reply. */
import { fold } from '../bot/domain/fold.ts'
import { type LooseMap, mapAt, mapsAt, type Placed, textAt, textsAt } from './loose.ts'
import type { Reporter } from './reporter.ts'

/** Ranges such as {0,10} in one pattern, and how far each may reach. */
const RANGES_MOST = 3
const RANGE_MOST = 20

export function checkGate(desk: LooseMap, reporter: Reporter): void {
  const gate = mapAt({ value: desk, path: [] }, 'gate')
  for (const list of ['forbidden', 'internal'])
    for (const rule of mapsAt(gate, list)) {
      if (textsAt(rule, 'words').length === 0 && textAt(rule, 'pattern').length === 0)
        reporter.report(rule.path, 'VALUE_MISSING', 'the rule has neither words nor a pattern', 'add “words: […]”')
      for (const { value, path } of textsAt(rule, 'words'))
        if (value.trim() !== '' && fold(value).trim() === '')
          reporter.report(path, 'TEXT_WRONG', 'this word has no character anybody can see', 'type the word anew')
      for (const pattern of textAt(rule, 'pattern')) checkPattern(pattern, reporter)
    }
}

function checkPattern({ value, path }: Placed<string>, reporter: Reporter): void {
  const why = whyNot(value)
  if (why) reporter.report(path, 'TEXT_WRONG', `the pattern cannot be used: ${why}`, 'write a simpler one, or list the words')
}

/** Null for a pattern whose time is linear in the text, however long that is and whatever it holds. */
function whyNot(pattern: string): string | null {
  const bare = pattern.replace(/\\[\s\S]/g, 'e').replace(/\[[^\]]*\]/g, 'c')
  if (/\\[1-9k]/.test(pattern)) return 'it refers back to a group'
  if (/[*+]|\{\d+,\}/.test(bare)) return 'it repeats without end (* or +); write {0,10} instead'
  const ranges = bare.match(/\{[\d,]+\}/g) ?? []
  if (ranges.length > RANGES_MOST || ranges.some((range) => Number(/(\d+)\}/.exec(range)?.[1]) > RANGE_MOST))
    return `it may have ${RANGES_MOST} ranges of at most ${RANGE_MOST} characters`
  if (/\)\{/.test(bare)) return 'it repeats a group'
  try {
    return new RegExp(pattern, 'giu').test('') ? 'it fits everything' : null
  } catch {
    return 'it is no regular expression'
  }
}
