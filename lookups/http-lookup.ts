/**
 * Looks a value up with one HTTP GET. The host is the one desk.yaml names and no other: the value only ever becomes a
 * part of the path or query, redirects elsewhere are refused, and the answer is read up to a cap, as JSON.
 */
import type { LookupDef, LookupFailure } from '../bot/domain/lookup.ts'
import type { Lookup, LookupAnswer } from '../bot/ports/lookup.ts'
import { readJsonBody, TooLarge } from './read-json-body.ts'
import { valueAt } from './value-at.ts'

/** An order is a few kilobytes. */
const MOST_BYTES = 256_000
const MOST_REDIRECTS = 2
const LONGEST_VALUE = 300
/** Answers that mean: there is no such thing. */
const ABSENT = new Set([404, 410])
/** Only these may be named in headers: a configuration must not send the desk's own secrets anywhere. */
const VARIABLE = /\$\{(LOOKUP_[A-Z0-9_]+)\}/g

/** `env`: where headers take their variables from. */
export class HttpLookup implements Lookup {
  readonly #env: Readonly<Record<string, string | undefined>>

  constructor(env: Readonly<Record<string, string | undefined>>) {
    this.#env = env
  }

  async find(lookup: LookupDef, value: string): Promise<LookupAnswer> {
    const url = urlOf(lookup, value)
    const headers = this.#headersOf(lookup)
    if (url === null || headers === null) return { failed: 'misconfigured' }
    // One clock for everything: connecting, redirects, and a body that drips.
    const signal = AbortSignal.timeout(lookup.timeoutMs)
    try {
      return await ask(lookup, url, headers, signal)
    } catch (error) {
      if (error instanceof TooLarge) return { failed: 'too-large' }
      if (error instanceof SyntaxError) return { failed: 'not-json' }
      return { failed: signal.aborted ? 'timeout' : 'unreachable' }
    }
  }

  /** Null when a variable is not set. */
  #headersOf(lookup: LookupDef): Headers | null {
    const headers = new Headers({ accept: 'application/json' })
    for (const [name, template] of Object.entries(lookup.headers ?? {})) {
      let missing = false
      const value = template.replaceAll(VARIABLE, (_, key: string) => {
        const given = this.#env[key]?.trim()
        if (!given) missing = true
        return given ?? ''
      })
      if (missing) return null
      try {
        headers.set(name, value)
      } catch {
        return null
      }
    }
    return headers
  }
}

/** Null where the value would lead anywhere but to itself: “..” climbs out of a path even when it is encoded. */
function urlOf({ url, field }: LookupDef, value: string): URL | null {
  const tidy = value.toWellFormed().trim()
  const hole = `{${field}}`
  if (tidy === '' || tidy.length > LONGEST_VALUE || /^\.+$/.test(tidy) || !url.includes(hole)) return null
  const filled = url.replaceAll(hole, encodeURIComponent(tidy))
  if (!URL.canParse(filled) || !URL.canParse(url)) return null
  const made = new URL(filled)
  return made.origin === new URL(url).origin && /^https?:$/.test(made.protocol) ? made : null
}

async function ask(lookup: LookupDef, start: URL, headers: Headers, signal: AbortSignal): Promise<LookupAnswer> {
  let url = start
  for (let hops = 0; hops <= MOST_REDIRECTS; hops++) {
    const response = await fetch(url, { headers, signal, redirect: 'manual' })
    const to = response.headers.get('location')
    if (response.status >= 300 && response.status < 400 && to !== null) {
      await response.body?.cancel()
      const next = URL.canParse(to, url) ? new URL(to, url) : null
      if (next?.origin !== start.origin) return { failed: 'redirected' }
      url = next
      continue
    }
    if (!response.ok) {
      await response.body?.cancel()
      return ABSENT.has(response.status) ? { absent: true } : { failed: failureOf(response.status) }
    }
    return answerOf(lookup, await readJsonBody(response, MOST_BYTES))
  }
  return { failed: 'redirected' }
}

function failureOf(status: number): LookupFailure {
  return status >= 400 && status < 500 ? 'refused' : 'unreachable'
}

/** An answer in which none of the places has a value is that of something unknown: many systems say `{}` or `null` with a 200. */
function answerOf(lookup: LookupDef, body: unknown): LookupAnswer {
  const found = Object.entries(lookup.fields).flatMap(([field, path]) => {
    const value = valueAt(body, path)
    return value === null ? [] : [[field, value] as const]
  })
  return found.length === 0 ? { absent: true } : { found: Object.fromEntries(found) }
}
