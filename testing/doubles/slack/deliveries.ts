/** Brings events and presses to the desk as Slack does: signed, three seconds for the answer, again on failure. */
import { createHmac } from 'node:crypto'

/** Where the desk listens: an address, or its router in this process. */
export type Target = string | ((request: Request) => Response | Promise<Response>)

export interface Brought {
  readonly accepted: boolean
  readonly status: number
  readonly body: unknown
  readonly tries: number
  /** Of the answer that counted. */
  readonly ms: number
}

export type Reason = 'http_timeout' | 'http_error' | 'connection_failed'

export interface DeliveryOptions {
  readonly signingSecret: string
  readonly target: () => Target | null
  readonly answerMs: number
  /** Waits before an event is brought again: Slack's are at once, a minute, five minutes. */
  readonly retryMs: readonly number[]
}

export const SLACK_RETRY_MS = [0, 60_000, 300_000]

export function createDeliveries({ signingSecret, target, answerMs, retryMs }: DeliveryOptions) {
  const post = async (
    body: string,
    contentType: string,
    more: Readonly<Record<string, string>> = {},
  ): Promise<Brought & { reason?: Reason }> => {
    const to = target()
    const started = performance.now()
    const done = (accepted: boolean, status: number, answer: unknown, reason?: Reason) => ({
      accepted,
      status,
      body: answer,
      tries: 1,
      ms: performance.now() - started,
      ...(reason ? { reason } : {}),
    })
    if (to === null) return done(false, 0, null, 'connection_failed')
    const timestamp = String(Math.floor(Date.now() / 1000))
    const headers = {
      'content-type': contentType,
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')}`,
      ...more,
    }
    const url = typeof to === 'string' ? to : 'http://127.0.0.1/slack/events'
    try {
      const request = new Request(url, { method: 'POST', headers, body })
      const asked = typeof to === 'string' ? fetch(request, { signal: AbortSignal.timeout(answerMs) }) : Promise.resolve(to(request))
      const late = new Promise<null>((resolve) => void setTimeout(() => resolve(null), answerMs).unref())
      const answer = await Promise.race([asked, late])
      if (answer === null) return done(false, 0, null, 'http_timeout')
      const text = await answer.text()
      const stop = answer.headers.get('x-slack-no-retry') === '1'
      return {
        ...done(answer.ok, answer.status, parsed(text), answer.ok ? undefined : 'http_error'),
        tries: stop ? Number.POSITIVE_INFINITY : 1,
      }
    } catch {
      return done(false, 0, null, 'connection_failed')
    }
  }
  return {
    /** An event: JSON, brought again by Slack's schedule unless `once`. */
    event: async (payload: object, once = false): Promise<Brought> => {
      const body = JSON.stringify(payload)
      let brought = await post(body, 'application/json')
      for (const [i, wait] of (once ? [] : retryMs).entries()) {
        if (brought.accepted || brought.tries === Number.POSITIVE_INFINITY) return brought
        await new Promise((resolve) => setTimeout(resolve, wait))
        const retry = { 'x-slack-retry-num': String(i + 1), 'x-slack-retry-reason': brought.reason ?? 'unknown_error' }
        brought = { ...(await post(body, 'application/json', retry)), tries: i + 2 }
      }
      return brought
    },
    /** A press, a form, a shortcut: never brought again. */
    interaction: (payload: object) => post(new URLSearchParams({ payload: JSON.stringify(payload) }).toString(), FORM),
    slash: (fields: Readonly<Record<string, string>>) => post(new URLSearchParams(fields).toString(), FORM),
    raw: post,
  }
}

/** Exactly this: Bolt compares it whole. */
const FORM = 'application/x-www-form-urlencoded'

function parsed(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text)
  } catch {
    return text
  }
}
