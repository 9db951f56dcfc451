import { type Found, MOST_FOUND } from './found.ts'

const BEFORE = /[a-z0-9._%+-]{1,64}$/
const AFTER = /^[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}/

/** E-mail addresses, found from each @ outwards: a megabyte of letters costs nothing. */
export function findEmails(text: string): readonly Found[] {
  const found: Found[] = []
  for (let at = text.indexOf('@'); at >= 0 && found.length < MOST_FOUND; at = text.indexOf('@', at + 1)) {
    const local = BEFORE.exec(text.slice(Math.max(0, at - 64), at))?.[0].replace(/^[.%+-]+/, '')
    const domain = AFTER.exec(text.slice(at + 1, at + 256))?.[0].replace(/[.-]+$/, '')
    if (!local || !domain || !/\.[a-z]{2,24}$/.test(domain)) continue
    found.push({ kind: 'email', value: `${local}@${domain}`, start: at - local.length, end: at + 1 + domain.length, confidence: 0.97 })
  }
  return found
}
