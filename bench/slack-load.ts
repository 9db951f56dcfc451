/** Events as Slack brings them, signed, over kept connections: as many at once as are answered, or at a steady pace. */
import { Pool } from 'undici'
import { sign } from '../connectors/slack/verify.ts'
import { quantile, round } from './quantile.ts'
import { BESIDE } from './says.ts'

export const SIGNING_SECRET = 'bench-signing-secret-0123456789ab'

export interface Latency {
  readonly p50: number
  readonly p99: number
}

let made = 0
/** A message event never brought before. */
export function messageEvent(event: Readonly<Record<string, string>>): string {
  made++
  const ts = `${Math.floor(Date.now() / 1000)}.${String(made).padStart(6, '0')}`
  return JSON.stringify({
    token: 'verification',
    team_id: 'T1',
    api_app_id: 'A0',
    type: 'event_callback',
    event_id: `Ev${made}`,
    event_time: Math.floor(Date.now() / 1000),
    authorizations: [{ team_id: 'T1', user_id: 'U0', is_bot: true }],
    event: { type: 'message', channel_type: 'channel', client_msg_id: `client-${made}`, ts, event_ts: ts, ...event },
  })
}

/** A request, signed before the clock runs: what the load itself costs is taken from whom it measures. */
interface Signed {
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

export class SlackLoad {
  #pool: Pool
  readonly #base: string

  constructor(base: string) {
    this.#base = base
    this.#pool = this.#open()
  }

  /** All of them, `BESIDE` at once. Rejects when one is not answered with 200. */
  async flood(n: number, event: (i: number) => string): Promise<{ readonly perSecond: number; readonly ms: readonly number[] }> {
    await this.#anew()
    const all = Array.from({ length: n }, (_, i) => signed(event(i)))
    const ms: number[] = []
    const started = performance.now()
    const rest = all.values()
    const one = async () => {
      for (const next of rest) ms.push(await this.#bring(next))
    }
    await Promise.all(Array.from({ length: BESIDE }, one))
    return { perSecond: (n * 1000) / (performance.now() - started), ms }
  }

  /** At this pace whatever the answers do. */
  async steady(seconds: number, perSecond: number, event: (i: number) => string): Promise<readonly number[]> {
    await this.#anew()
    const all = Array.from({ length: seconds * perSecond }, (_, i) => signed(event(i)))
    const started = performance.now()
    const answers = all.map(async (each, i) => {
      await new Promise((resolve) => setTimeout(resolve, started + (i * 1000) / perSecond - performance.now()))
      return this.#bring(each)
    })
    return Promise.all(answers)
  }

  /** A server ends connections that were quiet for seconds: each measurement begins with its own. */
  async #anew(): Promise<void> {
    await this.#pool.destroy()
    this.#pool = this.#open()
  }

  #open(): Pool {
    return new Pool(this.#base, { connections: BESIDE, pipelining: 1 })
  }

  close(): Promise<void> {
    return this.#pool.destroy()
  }

  #bring({ body, headers }: Signed): Promise<number> {
    const started = performance.now()
    let status = 0
    return new Promise((resolve, reject) => {
      this.#pool.dispatch(
        { method: 'POST', path: '/slack/events', headers, body },
        {
          onRequestStart: () => undefined,
          onResponseStart: (_, code) => {
            status = code
          },
          onResponseData: () => undefined,
          onResponseEnd: () => {
            if (status === 200) resolve(performance.now() - started)
            else reject(new Error(`an event was answered ${status}`))
          },
          onResponseError: (_, error) => reject(error),
        },
      )
    })
  }
}

function signed(body: string): Signed {
  const timestamp = String(Math.floor(Date.now() / 1000))
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': sign(SIGNING_SECRET, timestamp, body),
    },
  }
}

export const latency = (ms: readonly number[]): Latency => ({ p50: round(quantile(ms, 0.5)), p99: round(quantile(ms, 0.99)) })
