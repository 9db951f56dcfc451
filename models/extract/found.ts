import type { FieldKind } from '../../bot/domain/desk-config.ts'
import type { Span } from '../said.ts'

/** A value found in a folded text. `start` and `end` are offsets in the folded text. */
export interface Found extends Span {
  readonly kind: FieldKind
  readonly value: string
  readonly confidence: number
}

/** A message with more values than this is not a customer's; the rest is left, so overlaps stay cheap to check. */
export const MOST_FOUND = 40

/** Kinds of fields the desk has just asked for; they decide where a shape alone does not. */
export type Asked = ReadonlySet<FieldKind>
