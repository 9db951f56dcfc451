/**
 * Every failure the desk can name. One row each in docs/errors.md; a test keeps them equal. What a person
 * reads is in bot/texts/<lang>/errors.ts, typed by these codes.
 *
 * `http` is the status of REST answers; `retry` tells whether trying again later may help.
 */
export const ERRORS = {
  TICKET_NOT_FOUND: { retry: false, http: 404 },
  TICKET_ALREADY_TAKEN: { retry: false, http: 409 },
  TICKET_NOT_TAKEN: { retry: false, http: 409 },
  TICKET_ENDED: { retry: false, http: 409 },
  TICKET_NOT_ENDED: { retry: false, http: 409 },
  TICKET_UNCHANGED: { retry: false, http: 409 },
  CARD_OUTDATED: { retry: false, http: 409 },
  MESSAGE_NOT_FOUND: { retry: false, http: 404 },
  CONVERSATION_NOT_FOUND: { retry: false, http: 404 },
  MESSAGE_UNHEARD: { retry: false, http: 404 },
  CUSTOMER_NOT_FOUND: { retry: false, http: 404 },
  CUSTOMER_AMBIGUOUS: { retry: false, http: 422 },
  CUSTOMER_UNREACHABLE: { retry: false, http: 409 },
  AGENT_NOT_FOUND: { retry: false, http: 404 },
  TEAM_NOT_FOUND: { retry: false, http: 422 },
  CATEGORY_NOT_FOUND: { retry: false, http: 422 },
  FIELD_NOT_FOUND: { retry: false, http: 422 },
  TICKET_SAME: { retry: false, http: 409 },
  TICKET_OF_ANOTHER: { retry: false, http: 409 },
  OTHER_TICKET_ENDED: { retry: false, http: 409 },
  LEVEL_NOT_FOUND: { retry: false, http: 422 },
  TAG_NOT_FOUND: { retry: false, http: 422 },
  MACRO_NOT_FOUND: { retry: false, http: 422 },
  MACRO_INCOMPLETE: { retry: false, http: 422 },
  TIME_WRONG: { retry: false, http: 422 },
  FIELD_WRONG: { retry: false, http: 422 },
  COMMAND_UNKNOWN: { retry: false, http: 422 },
  COMMAND_INCOMPLETE: { retry: false, http: 422 },
  NOT_ALLOWED: { retry: false, http: 403 },
  NOT_SIGNED_IN: { retry: false, http: 401 },
  TOKEN_INVALID: { retry: false, http: 403 },
  REPLY_STILL_WAITING: { retry: false, http: 409 },
  REPLY_NOT_WAITING: { retry: false, http: 409 },
  REPLY_STAYS: { retry: false, http: 409 },
  REPLY_NEEDS_ANOTHER: { retry: false, http: 403 },
  INPUT_INVALID: { retry: false, http: 400 },
  INPUT_TOO_LARGE: { retry: false, http: 413 },
  INPUT_CONFLICT: { retry: false, http: 409 },
  ROUTE_NOT_FOUND: { retry: false, http: 404 },
  FILE_TYPE_REFUSED: { retry: false, http: 415 },
  CHANNEL_UNKNOWN: { retry: false, http: 404 },
  CHANNEL_RATE_LIMITED: { retry: true, http: 429 },
  CHANNEL_UNREACHABLE: { retry: true, http: 502 },
  CHANNEL_REJECTED: { retry: false, http: 502 },
  MODEL_UNREACHABLE: { retry: true, http: 502 },
  MODEL_ANSWER_INVALID: { retry: true, http: 502 },
  MODEL_UNREADABLE: { retry: false, http: 500 },
  CONFIG_INVALID: { retry: false, http: 422 },
  DATA_DIR_LOCKED: { retry: false, http: 503 },
  DATA_DIR_UNUSABLE: { retry: false, http: 503 },
  SCHEMA_MISMATCH: { retry: false, http: 503 },
  BACKUP_REFUSED: { retry: false, http: 409 },
  RUNTIME_TOO_OLD: { retry: false, http: 503 },
  UNAVAILABLE: { retry: true, http: 503 },
  UNEXPECTED: { retry: true, http: 500 },
} as const satisfies Record<string, { retry: boolean; http: number }>

export type ErrorCode = keyof typeof ERRORS

export type ErrorFacts = Readonly<Record<string, string | number>>

/** A failure with a name. Catch sites read `code`, workers read `retry`; nobody parses `message`. */
export class DeskError extends Error {
  override readonly name = 'DeskError'
  readonly code: ErrorCode
  readonly facts: ErrorFacts

  constructor(code: ErrorCode, facts: ErrorFacts = {}, cause?: unknown) {
    super(`${code} ${JSON.stringify(facts)}`, { cause })
    this.code = code
    this.facts = facts
  }

  get retry(): boolean {
    return ERRORS[this.code].retry
  }

  get http(): number {
    return ERRORS[this.code].http
  }
}
