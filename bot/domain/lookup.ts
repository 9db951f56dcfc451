/**
 * Looking things up in another system: what desk.yaml says about it, what came back, and what that is worth.
 * A lookup never changes what the customer said; it stands beside it, and the card says where the two differ.
 */
import { fold, foldTight } from './fold.ts'
import type { Labels } from './lang.ts'
import type { Ticket, TicketChange, TicketField } from './ticket.ts'

/** One entry of `lookups` in desk.yaml: an HTTP GET, and where its JSON answer has the values of fields. */
export interface LookupDef {
  readonly key: string
  readonly labels: Labels
  /** The field whose value is looked up. */
  readonly field: string
  /** `{order_no}` (the field's key) stands for its value; only behind the host. */
  readonly url: string
  /** `${LOOKUP_…}` stands for that environment variable of the worker. */
  readonly headers?: Readonly<Record<string, string>>
  readonly timeoutMs: number
  /** Field key to the place of its value in the answer, such as `customer.phone` or `items.0.title`. */
  readonly fields: Readonly<Record<string, string>>
}

export const LOOKUP_STATES = ['waiting', 'found', 'absent', 'failed'] as const
/** waiting: being asked. absent: the other system knows no such thing. failed: it could not be asked. */
export type LookupState = (typeof LOOKUP_STATES)[number]

export type LookupFailure = 'timeout' | 'unreachable' | 'refused' | 'redirected' | 'too-large' | 'not-json' | 'misconfigured'

/** What is known of one lookup of one ticket: a claim whose origin is `lookup`, never the customer. */
export interface LookedUp {
  readonly origin: 'lookup'
  readonly key: string
  readonly state: LookupState
  /** The value that was looked up; null while nothing was. */
  readonly asked: string | null
  /** Values by field key. */
  readonly values: Readonly<Record<string, string>>
  readonly why: LookupFailure | null
  /** When it was answered, milliseconds since 1970. */
  readonly at: number | null
}

/** A value of the other system beside what the customer said: `said` null where they said nothing. */
export interface Checked {
  readonly field: string
  readonly found: string
  readonly said: string | null
  readonly agrees: boolean
}

/** Keys of the lookups a change calls for: those whose field it sets. */
export function lookupsOf(change: TicketChange, lookups: readonly LookupDef[]): readonly string[] {
  if (change.type !== 'opened' && change.type !== 'field-set') return []
  return lookups.filter((lookup) => fieldValue(change.fields, lookup.field) !== null).map((lookup) => lookup.key)
}

/** Keys of the lookups that can be made for a ticket as it stands. */
export function lookupsFor(ticket: Pick<Ticket, 'fields'>, lookups: readonly LookupDef[]): readonly string[] {
  return lookups.filter((lookup) => fieldValue(ticket.fields, lookup.field) !== null).map((lookup) => lookup.key)
}

/** The value of a field; null where there is none, or it was erased. */
export function fieldValue(fields: readonly TicketField[], name: string): string | null {
  return fields.find((one) => one.name === name)?.value.value ?? null
}

/** What was found, held against what the ticket says. */
export function check(ticket: Pick<Ticket, 'fields'>, looked: LookedUp): readonly Checked[] {
  return Object.entries(looked.values).map(([field, found]) => {
    const said = fieldValue(ticket.fields, field)
    return { field, found, said, agrees: said === null || isSame(said, found) }
  })
}

const SHORTEST_TAIL = 4

/**
 * Whether two systems mean the same: width, case and script aside, 299 and 299.00, a number and its last digits
 * (尾号 6688), +86 before a phone, a product's title and the word for it.
 */
function isSame(said: string, found: string): boolean {
  const [a, b] = [foldTight(said), foldTight(found)]
  if (a === b || a === '' || b === '') return true
  const [x, y] = [Number(fold(said).replaceAll(',', '')), Number(fold(found).replaceAll(',', ''))]
  if (Number.isFinite(x) && Number.isFinite(y) && x === y) return true
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  if (/^(?=.*\d)[a-z0-9]+$/.test(short)) return short.length >= SHORTEST_TAIL && long.endsWith(short)
  return long.includes(short)
}
