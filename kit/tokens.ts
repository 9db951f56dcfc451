/**
 * Tokens the desk signs: what a button does, who is signed in, what a link shows. A token says its meaning in
 * the open and cannot be changed or made by others; keys derive from one secret, one key per purpose, so a
 * token of one kind is never taken for another.
 */
import { createHmac, createSecretKey, hkdfSync, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'

/** What a button of a card does. `version` is the ticket's seq the card showed. */
export interface Action {
  readonly action: string
  readonly ticket: string
  readonly version: number
  readonly message?: string
}

/**
 * Signs and opens. No `open…` ever throws: whatever is malformed, changed, of another purpose or past its end
 * is null. Ends are milliseconds since 1970.
 */
export interface Tokens {
  signAction(action: Action): string
  openAction(token: unknown): Action | null
  signCookie(value: string, until: number): string
  openCookie(token: unknown, now: number): string | null
  signLink(value: string, until: number): string
  openLink(token: unknown, now: number): string | null
}

/** 128 bits of HMAC-SHA256: short enough for a button, too many to guess. */
const MAC_BYTES = 16
const LONGEST = 8000

const actionShape = z.union([
  z.tuple([z.string(), z.string(), z.int().nonnegative()]),
  z.tuple([z.string(), z.string(), z.int().nonnegative(), z.string()]),
])
const endingShape = z.tuple([z.string(), z.number()])

export function createTokens(secret: string): Tokens {
  const button = signer(secret, 'button')
  const cookie = ending(signer(secret, 'cookie'))
  const link = ending(signer(secret, 'link'))
  return {
    signAction: ({ action, ticket, version, message }) =>
      button.sign(message === undefined ? [action, ticket, version] : [action, ticket, version, message]),
    openAction: (token) => {
      const opened = actionShape.safeParse(button.open(token))
      if (!opened.success) return null
      const [action, ticket, version, message] = opened.data
      return message === undefined ? { action, ticket, version } : { action, ticket, version, message }
    },
    signCookie: cookie.sign,
    openCookie: cookie.open,
    signLink: link.sign,
    openLink: link.open,
  }
}

interface Signer {
  sign(value: unknown): string
  open(token: unknown): unknown
}

function signer(secret: string, purpose: 'button' | 'cookie' | 'link'): Signer {
  // A key object once: from bytes, each signature would spend six times as long on making it.
  const key = createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', `relaydesk/${purpose}`, 32)))
  const mac = (body: string) => createHmac('sha256', key).update(body).digest().subarray(0, MAC_BYTES).toString('base64url')
  return {
    sign(value) {
      const body = Buffer.from(JSON.stringify(value)).toString('base64url')
      return `${body}.${mac(body)}`
    },
    open(token) {
      if (typeof token !== 'string' || token.length > LONGEST) return null
      const dot = token.indexOf('.')
      const body = token.slice(0, Math.max(0, dot))
      // Compared as text: two spellings of the same base64 bytes must not both pass.
      const given = Buffer.from(token.slice(dot + 1))
      const right = Buffer.from(mac(body))
      if (given.length !== right.length || !timingSafeEqual(given, right)) return null
      return JSON.parse(Buffer.from(body, 'base64url').toString())
    },
  }
}

function ending(inner: Signer): { sign(value: string, until: number): string; open(token: unknown, now: number): string | null } {
  return {
    sign: (value, until) => inner.sign([value, until]),
    open: (token, now) => {
      const opened = endingShape.safeParse(inner.open(token))
      return opened.success && opened.data[1] > now ? opened.data[0] : null
    },
  }
}
