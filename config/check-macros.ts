/** What tags, macros and the time zone say about the rest of the desk. */

import { LANGS } from '../bot/domain/lang.ts'
import { unknownPlaces } from '../bot/domain/macro-text.ts'
import { parseWhen } from '../bot/domain/when.ts'
import { quote } from './config-error.ts'
import { type LooseMap, mapAt, mapsAt, type Placed, textAt, textsAt } from './loose.ts'
import type { Reporter } from './reporter.ts'

const ENDS = ['snooze', 'transfer', 'resolve']

export function checkMacros(top: Placed<LooseMap>, reporter: Reporter): void {
  const keys = (list: string) => mapsAt(top, list).flatMap((item) => textAt(item, 'key').map(({ value }) => value))
  const known = { tags: keys('tags'), transfer: keys('teams'), category: keys('categories') }
  const what = { tags: 'tag', transfer: 'team', category: 'category' } as const
  const fields = keys('fields')
  for (const macro of mapsAt(top, 'macros')) {
    for (const name of ['tags', 'transfer', 'category'] as const)
      for (const { value, path } of [...textsAt(macro, name), ...textAt(macro, name)])
        if (!known[name].includes(value)) reporter.unknown(path, 'NAME_UNKNOWN', what[name], value, known[name])
    for (const { value, path } of LANGS.flatMap((lang) => textAt(mapAt(macro, 'reply'), lang)))
      for (const place of unknownPlaces(value, fields))
        reporter.report(
          path,
          'NAME_UNKNOWN',
          `nothing is known as ${quote(place)}`,
          'write {number}, {customer} or {field.<key>} with the key of a field',
        )
    const ends = ENDS.filter((name) => macro.value[name] !== undefined && macro.value[name] !== false)
    const [, second] = ends
    if (second !== undefined)
      reporter.report([...macro.path, second], 'VALUE_WRONG', `a macro cannot ${ends.join(' and ')} at once`, 'keep one of them', 'key')
    for (const { value, path } of textAt(macro, 'snooze'))
      if (parseWhen(value, 0, 'UTC') === null)
        reporter.report(path, 'VALUE_WRONG', `${quote(value)} is no time`, 'write for example 2h or 3 days')
  }
  for (const { value, path } of textAt(top, 'timeZone'))
    if (!isZone(value)) reporter.report(path, 'VALUE_WRONG', `${quote(value)} is no time zone`, 'write an IANA name, such as Asia/Shanghai')
}

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
