/**
 * YAML text to plain values, with the place of every value kept, so that an error can name its line.
 *
 * The text may be hostile: it is limited in size, aliases are refused (a few nested ones expand to
 * gigabytes), and keys are compared by us because the library compares every pair of them.
 */
import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument, visit, type YAMLMap } from 'yaml'
import { type Path, quote } from './config-error.ts'
import { createReporter, type Reporter, type Spot } from './reporter.ts'

const MOST_BYTES = 1_048_576
const MOST_WARNINGS = 20

/** `value` is absent when the text could not be read as one document of maps, lists and plain values. */
export interface ReadYaml {
  readonly value?: unknown
  readonly reporter: Reporter
}

export function readYaml(text: string, file: string): ReadYaml {
  const lines = new LineCounter()
  const top: Spot = { line: 1, column: 1 }
  const unread = createReporter(file, () => top)
  if (Buffer.byteLength(text) > MOST_BYTES) {
    unread.report([], 'TOO_LARGE', 'the file is larger than 1 MB', 'a desk needs a few thousand lines at most; is this the right file?')
    return { reporter: unread }
  }
  try {
    const document = parseDocument(text, { lineCounter: lines, uniqueKeys: false, prettyErrors: false })
    const reporter = createReporter(file, createPlaces(document, lines))
    const sound = checkSyntax(document, lines, reporter)
    return sound ? { value: document.toJS({ maxAliasCount: 0 }), reporter } : { reporter }
  } catch {
    // The library names its errors; what it throws all the same is a stack that ran out.
    unread.report([], 'YAML_INVALID', 'this is not YAML the desk can read', 'begin with a copy of the shipped desk.yaml')
    return { reporter: unread }
  }
}

/** False when what was read cannot be trusted further. */
function checkSyntax(document: Document, lines: LineCounter, reporter: Reporter): boolean {
  const broken = document.errors.length > 0
  // Where the text does not hold together, what follows is mostly a consequence of the first fault.
  for (const { pos, message } of broken ? document.errors.slice(0, 1) : document.warnings.slice(0, MOST_WARNINGS)) {
    reporter.reportAt(
      spotOf(lines, pos[0]),
      [],
      'YAML_INVALID',
      `this is not YAML the desk can read: ${firstLine(message)}`,
      yamlRemedy(message),
    )
  }
  if (broken) return false
  let sound = document.warnings.length === 0
  visit(document, {
    Alias(_, node) {
      sound = false
      const says = `the alias ${quote(`*${node.source}`)} stands for something written elsewhere`
      reporter.reportAt(spotOf(lines, node.range?.[0]), [], 'ALIAS_REFUSED', says, 'write the value out here')
    },
    Map(_, node, parents) {
      if (!checkKeys(node, pathTo([...parents, node]), lines, reporter)) sound = false
    },
  })
  return sound
}

function checkKeys(map: YAMLMap, path: Path, lines: LineCounter, reporter: Reporter): boolean {
  const seen = new Map<string, number>()
  let sound = true
  for (const { key } of map.items) {
    const at = spotOf(lines, (key as Node | null)?.range?.[0] ?? map.range?.[0])
    if (!isScalar(key) || key.value === null || key.value === '') {
      if (!isAlias(key))
        reporter.reportAt(at, path, 'YAML_INVALID', 'this key is not a word', 'write “key: value” with one word before the colon')
      sound = false
      continue
    }
    const name = String(key.value)
    const first = seen.get(name)
    if (first === undefined) seen.set(name, at.line)
    else
      reporter.reportAt(
        at,
        [...path, name],
        'KEY_TWICE',
        `${quote(name)} is written twice, first in line ${first}`,
        'keep one and remove the other',
      )
  }
  return sound
}

/** Finds where the value (or the key) at a path is written; for what is missing, the place it is missing from. */
function createPlaces(document: Document, lines: LineCounter): (path: Path, on: 'key' | 'value') => Spot {
  const indexes = new WeakMap<YAMLMap, Map<string, Pair>>()
  function pairIn(map: YAMLMap, key: string): Pair | undefined {
    const index = indexes.get(map) ?? new Map(map.items.map((pair) => [keyText(pair), pair]))
    indexes.set(map, index)
    return index.get(key)
  }
  return (path, on) => {
    let node: unknown = document.contents
    let at = startOf(node)
    for (const [i, step] of path.entries()) {
      const pair = isMap(node) ? pairIn(node, String(step)) : undefined
      node = pair ? pair.value : isSeq(node) ? node.items[Number(step)] : undefined
      const key = startOf(pair?.key)
      const value = startOf(node)
      if (key === undefined && value === undefined) break
      at = (i === path.length - 1 && on === 'key') || isEmpty(node) || value === undefined ? (key ?? value) : value
    }
    return spotOf(lines, at)
  }
}

function isEmpty(node: unknown): boolean {
  return isScalar(node) && node.source === '' && node.value === null
}

function startOf(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0]
}

function keyText({ key }: Pair): string {
  return isScalar(key) ? String(key.value) : ''
}

function pathTo(nodes: readonly unknown[]): Path {
  return nodes.flatMap((node, i): (string | number)[] => {
    if (isSeq(node)) {
      const at = node.items.indexOf(nodes[i + 1])
      return at === -1 ? [] : [at]
    }
    return isPairWithText(node) ? [keyText(node)] : []
  })
}

function isPairWithText(node: unknown): node is Pair {
  return typeof node === 'object' && node !== null && 'key' in node && isScalar(node.key)
}

function spotOf(lines: LineCounter, offset: number | undefined): Spot {
  const { line, col } = lines.linePos(offset ?? 0)
  return { line: Math.max(1, line), column: Math.max(1, col) }
}

function firstLine(message: string): string {
  return quote(message.split('\n')[0] ?? '')
}

function yamlRemedy(message: string): string {
  if (/tab/i.test(message)) return 'indent with spaces, not tabs'
  if (/document/i.test(message)) return 'keep one document in the file: remove the line “---”'
  if (/tag/i.test(message)) return 'remove the word that begins with “!”'
  return 'compare the indentation, colons, quotes and brackets with the lines around it'
}
