/**
 * Rules are read from the top and the first that fits wins; so a rule can stand where nothing is left for it.
 * Such a rule was written for a reason, and whoever wrote it believes it works: it is refused here.
 *
 * Exact, not a guess: everything a rule looks at has few values that any rule tells apart, so we try them all.
 */
import type { PromiseRule, RoutingRule, RuleWhen } from '../bot/domain/desk-config.ts'
import { fold } from '../bot/domain/fold.ts'
import { LANGS } from '../bot/domain/lang.ts'
import { promiseRuleFits } from '../bot/domain/promise-rules.ts'
import { categoryFits, holdsWord } from '../bot/domain/routing.ts'
import { MOODS, PRIORITIES } from '../bot/domain/ticket.ts'
import { type Path, quote } from './config-error.ts'
import { ruleSchemas } from './desk-schema.ts'
import { type LooseMap, mapsAt, textAt } from './loose.ts'
import type { Reporter } from './reporter.ts'
import { type Candidate, whoTakesAll } from './rule-cover.ts'

export function checkRules(desk: LooseMap, reporter: Reporter): void {
  const categories = mapsAt({ value: desk, path: [] }, 'categories').flatMap((map) => textAt(map, 'key').map(({ value }) => value))
  checkRouting(desk, categories, reporter)
  checkPromises(desk, categories, reporter)
}

interface Placed<T> {
  readonly rule: T
  readonly path: Path
}

function checkRouting(desk: LooseMap, categories: readonly string[], reporter: Reporter): void {
  const written = mapsAt({ value: desk, path: [] }, 'routing')
  const last = written.at(-1)
  const isCatchAll = last && Object.keys((last.value['when'] ?? {}) as object).length === 0
  if (last && !isCatchAll) {
    const says = 'the last rule has conditions, so a ticket could be left without a team'
    reporter.report(last.path, 'CATCH_ALL_MISSING', says, 'add a last rule with “when: {}” that names the team for everything else')
  }
  const rules = written.flatMap(({ value, path }): Placed<RoutingRule>[] => {
    const parsed = ruleSchemas.routing.safeParse(value)
    return parsed.success ? [{ rule: parsed.data, path }] : []
  })
  const channels = rules.flatMap(({ rule }) => rule.when.channel ?? [])
  const levels = rules.flatMap(({ rule }) => rule.when.level ?? [])
  const candidates = rules.map(({ rule, path }) => ({
    name: rule.name,
    line: reporter.lineOf(path),
    parts: partsOf(rule.when, { categories, channels, levels }),
  }))
  // The last may be left with nothing: it is there for what the config will know tomorrow.
  const checked = isCatchAll && rules.at(-1)?.path === last.path ? rules.slice(0, -1) : rules
  tellCovered(checked, candidates, reporter)
}

interface Named {
  readonly categories: readonly string[]
  readonly channels: readonly string[]
  readonly levels: readonly string[]
}

/** The values each condition lets through; the empty text stands for any value no rule names. */
function partsOf(when: RuleWhen, { categories, channels, levels }: Named): Candidate['parts'] {
  const words = when.contains?.map(fold)
  return [
    some([...categories, ''], (category) => when.category?.some((pattern) => categoryFits(pattern, category))),
    some(PRIORITIES, (priority) => when.priority?.includes(priority)),
    some(MOODS, (mood) => when.mood?.includes(mood)),
    some(LANGS, (lang) => when.lang?.includes(lang)),
    some([...channels, ''], (channel) => when.channel?.includes(channel)),
    some([...levels, ''], (level) => when.level?.includes(level)),
    // The shortest text that fits is one of the rule's own words: who takes that text takes any that holds it.
    { values: words ?? [''], takes: (text) => words?.some((word) => holdsWord(text, word)) ?? true },
  ]
}

function some<T extends string>(all: readonly T[], fits: (value: T) => boolean | undefined): Candidate['parts'][number] {
  const values = new Set<string>(all.filter((value) => fits(value) ?? true))
  return { values: [...values], takes: (value) => values.has(value) }
}

function checkPromises(desk: LooseMap, categories: readonly string[], reporter: Reporter): void {
  const written = mapsAt({ value: desk, path: [] }, 'promises')
  const rules = written.flatMap(({ value, path }): Placed<PromiseRule>[] => {
    const parsed = ruleSchemas.promises.safeParse(value)
    return parsed.success ? [{ rule: parsed.data, path }] : []
  })
  const levels = rules.flatMap(({ rule }) => rule.level ?? [])
  const candidates = rules.map(({ rule, path }) => ({
    name: rule.name,
    line: reporter.lineOf(path),
    parts: partsOf(rule as RuleWhen, { categories, channels: [], levels }),
  }))
  tellCovered(rules, candidates, reporter)
  if (rules.length < written.length || rules.length === 0) return
  for (const priority of PRIORITIES) {
    const left = categories.filter(
      (category) => !MOODS.every((mood) => rules.some(({ rule }) => promiseRuleFits(rule as PromiseRule, { category, priority, mood }))),
    )
    if (left.length === 0) continue
    const which =
      left.length === categories.length ? '' : ` of ${left.slice(0, 3).join(', ')}${left.length > 3 ? ` and ${left.length - 3} more` : ''}`
    const says = `no rule fits ${priority} tickets${which}, so nothing would be promised`
    reporter.report(['promises'], 'PROMISE_MISSING', says, 'add a rule for them; with “minutes: {}” if nothing is to be promised', 'key')
  }
}

function tellCovered(rules: readonly Placed<unknown>[], candidates: readonly Candidate[], reporter: Reporter): void {
  for (const [i, { path }] of rules.entries()) {
    const candidate = candidates[i]
    if (!candidate || namesNothing(candidate)) continue
    const takers = whoTakesAll(candidate, candidates.slice(0, i))
    if (takers.length === 0) continue
    const by = takers.slice(0, 3).map(({ name, line }) => `${quote(name)} (line ${line})`)
    const says = `the rule ${quote(candidate.name)} can never fit: ${by.join(', ')}${takers.length > 3 ? ' and others' : ''} above it take${takers.length === 1 ? 's' : ''} everything`
    reporter.report(path, 'RULE_NEVER_FITS', says, 'move it further up, change its conditions, or remove it')
  }
}

/** Every category it names is unknown, which is told elsewhere. */
function namesNothing({ parts }: Candidate): boolean {
  return parts.some(({ values }) => values.length === 0)
}
