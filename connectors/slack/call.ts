/** One call of the Web API, and what its failure means for a send. */
import type { WebClient } from '@slack/web-api'
import { DeskError } from '../../bot/errors.ts'
import type { Outcome } from '../../bot/ports/channel.ts'

export type Answer = Readonly<Record<string, unknown>>

/** What went wrong: `auth` ends the connector's work, `gone` means that the connection was never made. */
export type Failure =
  | { readonly is: 'later'; readonly ms: number }
  | { readonly is: 'auth' | 'refused'; readonly error: string }
  | { readonly is: 'gone' | 'unknown'; readonly error: string }

/** A send that failed before Slack could show any of it. */
export class NotBegun extends Error {
  override readonly name = 'NotBegun'
}

/** Slack does not know us any more: no other call will fare better. */
const AUTH = new Set([
  'not_authed',
  'invalid_auth',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'user_removed_from_team',
  'team_disabled',
  'org_login_required',
  'ekm_access_denied',
])
/** Slack failed half way: it may have happened. */
const HALF_WAY = new Set(['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout', 'team_added_to_org'])
const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'])
const AGAIN_MS = 2_000
/** Nothing was shown, and nobody can say when our token is taken again: it waits for that. */
const AUTH_MS = 60_000

/** What is not plain goes as JSON, which is how the Web API takes it: given as objects, the SDK copies all of it for a log that nobody reads. */
export async function call(client: WebClient, method: string, args: Readonly<Record<string, unknown>>): Promise<Answer> {
  const plain = Object.entries(args).map(([name, value]) => [name, isTree(value) ? JSON.stringify(value) : value])
  return (await client.apiCall(method, Object.fromEntries(plain))) as unknown as Answer
}

const isTree = (value: unknown): boolean => typeof value === 'object' && value !== null && !Buffer.isBuffer(value)

export function failureOf(error: unknown): Failure {
  if (error instanceof NotBegun) return { is: 'gone', error: error.message }
  if (error instanceof DeskError) return { is: error.retry ? 'unknown' : 'refused', error: error.code }
  const { code, retryAfter, data, statusCode, original } = error as {
    code?: string
    retryAfter?: number
    data?: { error?: string }
    statusCode?: number
    original?: Error & { cause?: { code?: string } }
  }
  switch (code) {
    case 'slack_webapi_rate_limited_error':
      return { is: 'later', ms: Math.max(1, retryAfter ?? 1) * 1000 }
    case 'slack_webapi_platform_error': {
      const why = data?.error ?? 'unknown_error'
      if (AUTH.has(why)) return { is: 'auth', error: why }
      if (why === 'ratelimited' || why === 'rate_limited') return { is: 'later', ms: AGAIN_MS }
      return { is: HALF_WAY.has(why) ? 'unknown' : 'refused', error: why }
    }
    case 'slack_webapi_http_error':
      return { is: (statusCode ?? 500) >= 500 ? 'unknown' : 'refused', error: `http_${statusCode ?? 0}` }
    default: {
      const cause = original?.cause?.code ?? (error as { cause?: { code?: string } }).cause?.code ?? ''
      return { is: NEVER_CONNECTED.has(cause) ? 'gone' : 'unknown', error: cause || String(original?.message ?? error) }
    }
  }
}

export function outcomeOf(failure: Failure): Outcome {
  switch (failure.is) {
    case 'later':
      return { later: failure.ms }
    case 'gone':
      return { later: AGAIN_MS }
    case 'auth':
      return { later: AUTH_MS }
    case 'unknown':
      return { unknown: true }
    default:
      return { refused: 'CHANNEL_REJECTED' }
  }
}
