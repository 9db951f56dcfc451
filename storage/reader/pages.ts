/** Keyset pages: one row more than asked for tells whether there are more. */
import type { Page } from '../../bot/ports/reader.ts'

export function pageFrom<Row, Key>(rows: readonly Row[], limit: number, keyOf: (row: Row) => Key): Page<Row, Key> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { rows: shown, next: rows.length > limit && last !== undefined ? keyOf(last) : null }
}
