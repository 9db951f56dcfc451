import type { MiddlewareHandler } from 'hono'
import type { RouterEnv } from './router-env.ts'

/** Our own pages may load our own files and nothing else. antd writes style elements, hence 'unsafe-inline' there. */
const POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

const HEADERS = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
} as const

/**
 * Sets what a route has not set itself, on every answer, errors included. Node's own answer takes them beforehand,
 * and lets what the route sets win: copying them into each answer afterwards costs more than most routes do.
 */
export const secureHeaders: MiddlewareHandler<RouterEnv> = async (c, next) => {
  const { outgoing } = c.env ?? {}
  if (outgoing) for (const [name, value] of ENTRIES) outgoing.setHeader(name, value)
  await next()
  if (!outgoing) for (const [name, value] of ENTRIES) if (!c.res.headers.has(name)) c.res.headers.set(name, value)
}

const ENTRIES = Object.entries(HEADERS)
