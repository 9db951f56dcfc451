/**
 * Reads CSV as RFC 4180 has it, and as people's programs write it: quoted fields with commas, line breaks and doubled
 * quotes inside, CRLF or LF, a byte order mark, and `;` or tabs for commas where the header says so.
 */

export interface CsvRow {
  /** The line of the file where the row begins. */
  readonly line: number
  readonly cells: readonly string[]
  /** A quote that was never closed, or words behind a closing quote. */
  readonly broken: boolean
}

/** Rows as they stand, the header first; empty lines are left out. */
export function readCsv(text: string): readonly CsvRow[] {
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text
  const separator = separatorOf(body)
  const rows: CsvRow[] = []
  let at = 0
  let line = 1
  while (at < body.length) {
    const begin = line
    const cells: string[] = []
    let broken = false
    for (let ended = false; !ended; ) {
      const cell = body[at] === '"' ? quoted(body, at) : plain(body, at, separator)
      line += cell.lines
      broken ||= cell.broken
      cells.push(cell.value)
      at = cell.end
      if (body[at] === separator) at += 1
      else {
        if (body[at] === '\r') at += 1
        if (body[at] === '\n') at += 1
        line += 1
        ended = true
      }
    }
    if (cells.some((cell) => cell.trim() !== '')) rows.push({ line: begin, cells, broken })
  }
  return rows
}

interface Cell {
  readonly value: string
  readonly end: number
  readonly lines: number
  readonly broken: boolean
}

function plain(text: string, from: number, separator: string): Cell {
  let end = from
  while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') end += 1
  return { value: text.slice(from, end), end, lines: 0, broken: false }
}

function quoted(text: string, from: number): Cell {
  let value = ''
  let at = from + 1
  for (;;) {
    const quote = text.indexOf('"', at)
    if (quote < 0) {
      // Never closed: the row ends with its line, so that one bad row does not swallow the file.
      const end = text.slice(from).search(/[\r\n]/)
      const stop = end < 0 ? text.length : from + end
      return { value: text.slice(from + 1, stop), end: stop, lines: 0, broken: true }
    }
    value += text.slice(at, quote)
    if (text[quote + 1] !== '"') {
      const rest = /^[^,;\t\r\n]*/.exec(text.slice(quote + 1, quote + 1_000))?.[0] ?? ''
      return {
        value: value + rest,
        end: quote + 1 + rest.length,
        lines: value.split('\n').length - 1,
        broken: rest.trim() !== '',
      }
    }
    value += '"'
    at = quote + 2
  }
}

/** Whichever of comma, semicolon and tab the header has most of. */
function separatorOf(text: string): string {
  const header = text.slice(0, Math.max(0, text.search(/[\r\n]|$/)))
  const count = (mark: string) => header.split(mark).length
  return [',', ';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best))
}
