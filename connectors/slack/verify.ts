/** Is a request really Slack's, and from now? */
import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto'

/** Bolt refuses only what is too old; a stamp of the future would make a stolen request good for later. */
const APART_SECONDS = 300

export interface Signed {
  readonly signature: string | undefined
  readonly timestamp: string | undefined
  readonly body: string
}

/** A secret that is used again and again is cheaper as a key (`createSecretKey`). */
export function sign(secret: string | KeyObject, timestamp: string, body: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`
}

export function isSigned({ signature, timestamp, body }: Signed, secret: string | KeyObject, nowMs: number): boolean {
  if (signature === undefined || timestamp === undefined || !/^\d{1,12}$/.test(timestamp)) return false
  if (Math.abs(nowMs / 1000 - Number(timestamp)) > APART_SECONDS) return false
  const given = Buffer.from(signature)
  const right = Buffer.from(sign(secret, timestamp, body))
  return given.length === right.length && timingSafeEqual(given, right)
}
