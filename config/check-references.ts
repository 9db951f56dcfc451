/** What the parts of a desk say about each other: names that are given once, and names that exist. */

import { fold } from '../bot/domain/fold.ts'
import { LANGS } from '../bot/domain/lang.ts'
import { categoryFits } from '../bot/domain/routing.ts'
import { checkMacros } from './check-macros.ts'
import { quote } from './config-error.ts'
import { type LooseMap, mapAt, mapsAt, type Placed, textAt, textsAt } from './loose.ts'
import type { Reporter } from './reporter.ts'

export function checkReferences(desk: LooseMap, reporter: Reporter): void {
  const top: Placed<LooseMap> = { value: desk, path: [] }
  checkNames(top, reporter)
  checkCategories(top, reporter)
  checkFields(top, reporter)
  checkLookups(top, reporter)
  checkTeams(top, reporter)
  checkRuleNames(top, reporter)
  checkNumbers(top, reporter)
  checkMacros(top, reporter)
}

function checkNames(top: Placed<LooseMap>, reporter: Reporter): void {
  for (const [list, key] of [
    ['fields', 'key'],
    ['categories', 'key'],
    ['teams', 'key'],
    ['agents', 'key'],
    ['levels', 'key'],
    ['tags', 'key'],
    ['macros', 'key'],
    ['lookups', 'key'],
    ['routing', 'name'],
    ['promises', 'name'],
  ] as const) {
    once(
      mapsAt(top, list).flatMap((item) => textAt(item, key)),
      `the ${key}`,
      reporter,
    )
  }
  // Two entries that look the same on a menu or a card cannot be told apart.
  for (const list of ['fields', 'categories', 'teams', 'levels', 'tags', 'macros']) {
    for (const lang of LANGS)
      once(
        mapsAt(top, list).flatMap((item) => textAt(mapAt(item, 'labels'), lang)),
        'the label',
        reporter,
      )
  }
  for (const agent of mapsAt(top, 'agents')) once(textsAt(agent, 'teams'), 'the team', reporter)
  once(
    mapsAt(top, 'agents')
      .flatMap((agent) => mapsAt(agent, 'identities'))
      .flatMap((map) => joined(map, ['channel', 'account', 'id'])),
    'the identity',
    reporter,
  )
}

function checkCategories(top: Placed<LooseMap>, reporter: Reporter): void {
  const fields = names(top, 'fields')
  const keys = names(top, 'categories')
  for (const { value, path } of textAt(top, 'otherCategory'))
    if (!keys.includes(value)) reporter.unknown(path, 'NAME_UNKNOWN', 'category', value, keys)
  for (const category of mapsAt(top, 'categories')) {
    const wanted = [...textsAt(category, 'required'), ...textsAt(category, 'optional')]
    once(wanted, 'the field', reporter)
    for (const { value, path } of wanted) if (!fields.includes(value)) reporter.unknown(path, 'NAME_UNKNOWN', 'field', value, fields)
  }
}

function checkFields(top: Placed<LooseMap>, reporter: Reporter): void {
  for (const field of mapsAt(top, 'fields')) {
    const isChoice = field.value['kind'] === 'choice'
    const has = field.value['choices'] !== undefined
    if (isChoice && !has) {
      reporter.report(
        [...field.path, 'kind'],
        'CHOICES_MISSING',
        'a field of kind choice has nothing to choose from',
        'add “choices:” with a list below it',
      )
    }
    if (!isChoice && has) {
      reporter.report(
        [...field.path, 'choices'],
        'CHOICES_UNEXPECTED',
        'only a field of kind choice has choices',
        'write “kind: choice”, or remove the choices',
        'key',
      )
    }
    const choices = mapsAt(field, 'choices')
    once(
      choices.flatMap((choice) => textAt(choice, 'key')),
      'the key',
      reporter,
    )
    for (const lang of LANGS)
      once(
        choices.flatMap((choice) => textAt(mapAt(choice, 'labels'), lang)),
        'the label',
        reporter,
      )
    checkChoiceWords(choices, reporter)
  }
}

/** What is asked about, and where answers go, are fields; the address has a place for the value it asks about, and for no other. */
function checkLookups(top: Placed<LooseMap>, reporter: Reporter): void {
  const fields = names(top, 'fields')
  for (const lookup of mapsAt(top, 'lookups')) {
    const [asked] = textAt(lookup, 'field')
    const filled = mapAt(lookup, 'fields')
    const wanted = Object.keys(filled.value).map((value) => ({ value, path: [...filled.path, value] }))
    for (const { value, path } of [...(asked ? [asked] : []), ...wanted])
      if (!fields.includes(value)) reporter.unknown(path, 'NAME_UNKNOWN', 'field', value, fields)
    for (const { value, path } of textAt(lookup, 'url')) {
      const holes = [...value.matchAll(/\{([^}]*)\}/g)].map((match) => match[1] ?? '')
      if (!asked || (holes.length > 0 && holes.every((hole) => hole === asked.value))) continue
      const says = `the address must have {${asked.value}} where the value goes, and nothing else in braces`
      reporter.report(path, 'TEXT_WRONG', says, `write for example https://shop.example/orders/{${asked.value}}`)
    }
  }
}

/** A word that means two choices would be heard as whichever stands first. */
function checkChoiceWords(choices: readonly Placed<LooseMap>[], reporter: Reporter): void {
  const owner = new Map<string, { readonly choice: Placed<LooseMap>; readonly line: number }>()
  for (const choice of choices) {
    const said = [...LANGS.flatMap((lang) => textAt(mapAt(choice, 'labels'), lang)), ...textsAt(choice, 'words')]
    for (const { value, path } of said) {
      const first = owner.get(fold(value))
      if (!first) owner.set(fold(value), { choice, line: reporter.lineOf(path) })
      else if (first.choice !== choice && path.includes('words')) {
        reporter.report(
          path,
          'NAME_TAKEN',
          `the word ${quote(value)} already means another choice, in line ${first.line}`,
          'remove it from one of the two',
        )
      }
    }
    for (const word of textsAt(choice, 'words')) checkWord(word, reporter)
  }
}

function checkTeams(top: Placed<LooseMap>, reporter: Reporter): void {
  const teams = names(top, 'teams')
  const rooms = mapsAt(top, 'teams').flatMap((team) => mapsAt(team, 'rooms'))
  for (const list of [[...rooms, ...mapsAt(top, 'customerRooms')], mapsAt(top, 'managerRooms')]) {
    const seen = new Map<string, number>()
    for (const { value, path } of list.flatMap((room) => joined(room, ['channel', 'account', 'room']))) {
      const first = seen.get(value)
      if (first === undefined) seen.set(value, reporter.lineOf(path))
      else reporter.report(path, 'ROOM_SHARED', `this room is already named in line ${first}`, 'give each team a room of its own')
    }
  }
  const wanted = [
    ...mapsAt(top, 'agents').flatMap((agent) => textsAt(agent, 'teams')),
    ...mapsAt(top, 'routing').flatMap((rule) => textAt(rule, 'team')),
  ]
  for (const { value, path } of wanted) if (!teams.includes(value)) reporter.unknown(path, 'NAME_UNKNOWN', 'team', value, teams)
}

function checkRuleNames(top: Placed<LooseMap>, reporter: Reporter): void {
  const categories = names(top, 'categories')
  const known = [...categories, ...new Set(categories.map((key) => `${key.split('/')[0]}/*`))]
  const levels = names(top, 'levels')
  const conditions = [...mapsAt(top, 'routing').map((rule) => mapAt(rule, 'when')), ...mapsAt(top, 'promises')]
  for (const when of conditions) {
    for (const key of ['category', 'priority', 'mood', 'lang', 'channel', 'level', 'contains'])
      once(textsAt(when, key), 'the word', reporter)
    for (const { value, path } of textsAt(when, 'category')) {
      if (!categories.some((category) => categoryFits(value, category))) reporter.unknown(path, 'NAME_UNKNOWN', 'category', value, known)
    }
    for (const { value, path } of textsAt(when, 'level'))
      if (!levels.includes(value)) reporter.unknown(path, 'NAME_UNKNOWN', 'level', value, levels)
    for (const word of textsAt(when, 'contains')) checkWord(word, reporter)
  }
}

function checkNumbers(top: Placed<LooseMap>, reporter: Reporter): void {
  const turn = mapAt(top, 'turn')
  const [quiet, longest] = [turn.value['quietMs'], turn.value['longestMs']]
  if (typeof quiet === 'number' && typeof longest === 'number' && longest < quiet) {
    reporter.report(
      [...turn.path, 'longestMs'],
      'NUMBER_WRONG',
      `longestMs ${longest} is less than quietMs ${quiet}`,
      'write a number that is not less',
    )
  }
  for (const minutes of mapsAt(top, 'promises').map((rule) => mapAt(rule, 'minutes'))) {
    const [first, resolution] = [minutes.value['first-response'], minutes.value['resolution']]
    if (typeof first === 'number' && typeof resolution === 'number' && resolution < first) {
      const says = `the matter would have to be resolved after ${resolution} minutes but answered only after ${first}`
      reporter.report(
        [...minutes.path, 'resolution'],
        'NUMBER_WRONG',
        says,
        'write a resolution that is not sooner than the first response',
      )
    }
  }
}

function checkWord({ value, path }: Placed<string>, reporter: Reporter): void {
  const vanishes = value.trim() !== '' && fold(value).trim() === ''
  if (vanishes) reporter.report(path, 'TEXT_WRONG', 'this word has no character anybody can see', 'type the word anew')
}

function once(texts: readonly Placed<string>[], what: string, reporter: Reporter): void {
  const seen = new Map<string, number>()
  for (const { value, path } of texts) {
    const first = seen.get(value)
    if (first === undefined) seen.set(value, reporter.lineOf(path))
    else
      reporter.report(
        path,
        'NAME_TAKEN',
        `${what} ${quote(value)} is already used in line ${first}`,
        'use another, or remove one of the two',
      )
  }
}

function names(top: Placed<LooseMap>, list: string): readonly string[] {
  return mapsAt(top, list).flatMap((item) => textAt(item, 'key').map(({ value }) => value))
}

/** The parts as one comparable text; nothing if one is missing. */
function joined({ value, path }: Placed<LooseMap>, keys: readonly string[]): readonly Placed<string>[] {
  const parts = keys.map((key) => value[key])
  return parts.every((part) => typeof part === 'string') ? [{ value: parts.join(' / '), path }] : []
}
