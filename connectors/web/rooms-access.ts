/**
 * Who may use which room. The rule itself is the app's (open desk, signed-in staff, chat visitors); here are
 * the question it answers and the session of a visitor.
 */
import { randomBytes } from 'node:crypto'
import { getCookie, setCookie } from 'hono/cookie'
import type { RouterContext } from '../../kit/http/router-env.ts'
import type { Tokens } from '../../kit/tokens.ts'

export interface Place {
  readonly room: string
  /** The external id of the person the request speaks and reads as. */
  readonly as: string
  /** Only to show there that they are typing. */
  readonly typing?: true
}

/** May this request be that person in that room? Null: in any room at all, which is what files need. */
export type MayUse = (request: RouterContext, place: Place | null) => Promise<boolean>

const COOKIE = 'relaydesk_chat'
const PREFIX = 'chat:'
const DAYS = 180
const LASTS_MS = DAYS * 24 * 3600_000

/** The visitor this browser is, `c-` and 32 hex digits: also the id of their only room. Null: none yet. */
export function visitorOf(c: RouterContext, tokens: Pick<Tokens, 'openCookie'>, now: number): string | null {
  const value = tokens.openCookie(getCookie(c, COOKIE), now)
  return value !== null && /^chat:c-[0-9a-f]{32}$/.test(value) ? value.slice(PREFIX.length) : null
}

/**
 * Makes this browser a visitor, or keeps it the one it is, for another 180 days. The cookie is signed: the
 * visitor's id stands in places staff can read, and knowing it must not be enough to be them.
 */
export function welcomeVisitor(c: RouterContext, tokens: Pick<Tokens, 'openCookie' | 'signCookie'>, secure: boolean, now: number): Place {
  const visitor = visitorOf(c, tokens, now) ?? `c-${randomBytes(16).toString('hex')}`
  setCookie(c, COOKIE, tokens.signCookie(`${PREFIX}${visitor}`, now + LASTS_MS), {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure,
    maxAge: DAYS * 24 * 3600,
  })
  return { room: visitor, as: visitor }
}
