/**
 * The failures kit itself can name, with the status of their REST answer. kit may not import bot, so these
 * are a copy of rows of bot/errors.ts; testing/docs.test.ts keeps them equal.
 */
export const FAULTS = {
  CONFIG_INVALID: 422,
  DATA_DIR_LOCKED: 503,
  DATA_DIR_UNUSABLE: 503,
  INPUT_INVALID: 400,
  INPUT_TOO_LARGE: 413,
  NOT_ALLOWED: 403,
  NOT_SIGNED_IN: 401,
  ROUTE_NOT_FOUND: 404,
  RUNTIME_TOO_OLD: 503,
  UNAVAILABLE: 503,
  UNEXPECTED: 500,
} as const satisfies Record<string, number>

export type FaultCode = keyof typeof FAULTS

export type FaultFacts = Readonly<Record<string, string | number>>

/** A failure with a name: the shape of bot's DeskError, so that one place words and answers both. */
export class Fault extends Error {
  override readonly name = 'Fault'
  readonly code: FaultCode
  readonly http: number
  readonly facts: FaultFacts

  constructor(code: FaultCode, facts: FaultFacts = {}, cause?: unknown) {
    super(`${code} ${JSON.stringify(facts)}`, { cause })
    this.code = code
    this.http = FAULTS[code]
    this.facts = facts
  }
}

/** Anything with a code, a status and facts: a Fault, a DeskError, or whatever has their shape. */
export interface NamedFailure {
  readonly code: string
  readonly http: number
  readonly facts: FaultFacts
}

/** Null for a stranger: an error nobody gave a name. */
export function namedFailure(error: unknown): NamedFailure | null {
  if (typeof error !== 'object' || error === null) return null
  const { code, http, facts } = error as Partial<NamedFailure>
  const named = typeof code === 'string' && typeof http === 'number' && typeof facts === 'object' && facts !== null
  return named ? { code, http, facts } : null
}
