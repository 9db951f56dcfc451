/**
 * Tickets of old as labelled examples: reads CSV or JSON Lines, cleans the words, maps the labels to categories, and
 * tells of every line that is no use, and why. Nothing is guessed: an unknown label is an error, not a category.
 */
import { detectLang } from '../bot/domain/detect-lang.ts'
import { fold } from '../bot/domain/fold.ts'
import { isLang, type Lang } from '../bot/domain/lang.ts'
import { findPrivate } from '../bot/domain/private-words.ts'
import { readCsv } from './read-csv.ts'

/** Which column says what; `--map text=question,category=type`. */
export interface Columns {
  readonly text: string
  readonly category: string
  readonly lang: string | null
}

export interface Imported {
  readonly text: string
  readonly lang: Lang
  readonly category: string
}

export const LINE_FAULTS = ['broken', 'no-text', 'too-short', 'no-category', 'category-unknown', 'lang-unknown', 'conflict'] as const
export type LineFault = (typeof LINE_FAULTS)[number]

export interface History {
  readonly examples: readonly Imported[]
  /** Lines that are no use, in order. */
  readonly errors: readonly { readonly line: number; readonly fault: LineFault; readonly value: string }[]
  /** Lines that say what another line says, with the same category. */
  readonly doubled: number
  readonly rows: number
}

export interface ReadOptions {
  readonly format: 'csv' | 'jsonl'
  readonly columns: Columns
  /** Keys of the categories there are. */
  readonly categories: readonly string[]
  /** What the old system called them: its label, folded, to our key; a label of a category in any language counts too. */
  readonly labels: ReadonlyMap<string, string>
  readonly fallbackLang: Lang
}

/** Words beyond this are quotations and signatures. */
const LONGEST = 600
const SHORTEST = 2

/** Null when a column that is mapped does not exist in the file; then `missing` names it. */
export function readHistory(
  text: string,
  options: ReadOptions,
): History | { readonly missing: string; readonly columns: readonly string[] } {
  const { rows, columns } = options.format === 'csv' ? fromCsv(text) : fromJsonl(text)
  const wanted = [options.columns.text, options.columns.category, ...(options.columns.lang ? [options.columns.lang] : [])]
  const missing = wanted.find((name) => !columns.includes(name))
  if (missing !== undefined) return { missing, columns }
  const errors: History['errors'][number][] = []
  const byWords = new Map<string, { readonly example: Imported; readonly line: number } | null>()
  let doubled = 0
  for (const { line, cells } of rows) {
    const read = cells === null ? { fault: 'broken' as const, value: '' } : readRow(cells, options)
    if ('fault' in read) {
      errors.push({ line, ...read })
      continue
    }
    const key = `${read.lang}\u0000${fold(read.text).replace(/[\p{P}\p{Z}]/gu, '')}`
    const known = byWords.get(key)
    if (known === undefined) byWords.set(key, { example: read, line })
    else if (known?.example.category === read.category) doubled += 1
    // The same words under two categories teach neither.
    else {
      errors.push({ line, fault: 'conflict', value: read.category })
      if (known) errors.push({ line: known.line, fault: 'conflict', value: known.example.category })
      byWords.set(key, null)
    }
  }
  return {
    examples: [...byWords.values()].flatMap((one) => (one ? [one.example] : [])),
    errors: errors.toSorted((a, b) => a.line - b.line),
    doubled,
    rows: rows.length,
  }
}

type Cells = ReadonlyMap<string, string>
interface Rows {
  readonly columns: readonly string[]
  readonly rows: readonly { readonly line: number; readonly cells: Cells | null }[]
}

function readRow(cells: Cells, { columns, categories, labels, fallbackLang }: ReadOptions): Imported | { fault: LineFault; value: string } {
  const raw = cells.get(columns.text) ?? ''
  if (raw.trim() === '') return { fault: 'no-text', value: '' }
  const text = clean(raw)
  if (text.replace(/[^\p{L}]/gu, '').length < SHORTEST) return { fault: 'too-short', value: raw.trim().slice(0, 40) }
  const label = (cells.get(columns.category) ?? '').trim()
  if (label === '') return { fault: 'no-category', value: '' }
  const category = categories.includes(label) ? label : labels.get(fold(label))
  if (category === undefined) return { fault: 'category-unknown', value: label.slice(0, 60) }
  const given = columns.lang ? (cells.get(columns.lang) ?? '').trim() : ''
  if (given !== '' && !isLang(given)) return { fault: 'lang-unknown', value: given.slice(0, 20) }
  return { text, category, lang: isLang(given) ? given : (detectLang(text) ?? fallbackLang) }
}

/** Without markup, links, quoted mail and private words: those teach nothing, and are nobody's business. */
export function clean(raw: string): string {
  const words = raw
    .toWellFormed()
    .replace(/<(?:br|\/p|\/div)\s*\/?>/gi, '\n')
    .replace(/<[^<>]{1,400}>/g, ' ')
    .replace(/&nbsp;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .replace(/https?:\/\/\S+/g, ' ')
    .split(/\r?\n/)
    .filter((line) => !/^\s*>/.test(line))
    .join(' ')
    .replace(/[\p{Cc}\p{Z}]+/gu, ' ')
    .trim()
  return withoutPrivate(words.slice(0, LONGEST).toWellFormed())
}

function fromCsv(text: string): Rows {
  const [header, ...body] = readCsv(text)
  const columns = (header?.cells ?? []).map((cell) => cell.trim())
  return {
    columns,
    rows: body.map(({ line, cells, broken }) => ({
      line,
      cells: broken || cells.length > columns.length ? null : new Map(columns.map((name, i) => [name, cells[i] ?? ''])),
    })),
  }
}

function fromJsonl(text: string): Rows {
  const columns = new Set<string>()
  const rows = text.split('\n').flatMap((each, i) => {
    if (each.trim() === '') return []
    const cells = objectOf(each)
    for (const name of cells?.keys() ?? []) columns.add(name)
    return [{ line: i + 1, cells }]
  })
  return { columns: [...columns], rows }
}

function objectOf(line: string): Cells | null {
  try {
    const value: unknown = JSON.parse(line)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
    return new Map(
      Object.entries(value).map(([name, cell]) => [name, typeof cell === 'string' || typeof cell === 'number' ? String(cell) : '']),
    )
  } catch {
    return null
  }
}

function withoutPrivate(text: string): string {
  let kept = ''
  let at = 0
  for (const { start, end } of findPrivate(text)) {
    kept += `${text.slice(at, start)} `
    at = end
  }
  return (kept + text.slice(at)).replace(/\s+/g, ' ').trim()
}
