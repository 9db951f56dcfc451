/** Events as Slack brings them, signed, over kept connections: as many at once as are answered, or at a steady pace. */
import { Agent, request } from 'node:http'
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

export class SlackLoad {
  #agent = new Agent({ keepAlive: true, maxSockets: BESIDE })
  readonly #url: URL

  constructor(base: string) {
    this.#url = new URL('/slack/events', base)
  }

  /** All of them, `BESIDE` at once. Rejects when one is not answered with 200. */
  async flood(n: number, event: (i: number) => string): Promise<{ readonly perSecond: number; readonly ms: readonly number[] }> {
    this.#anew()
    const ms: number[] = []
    const started = performance.now()
    let next = 0
    const one = async () => {
      for (let i = next++; i < n; i = next++) ms.push(await this.#bring(event(i)))
    }
    await Promise.all(Array.from({ length: BESIDE }, one))
    return { perSecond: (n * 1000) / (performance.now() - started), ms }
  }

  /** At this pace whatever the answers do. */
  async steady(seconds: number, perSecond: number, event: (i: number) => string): Promise<readonly number[]> {
    this.#anew()
    const answers: Promise<number>[] = []
    const started = performance.now()
    for (let i = 0; i < seconds * perSecond; i++) {
      const wait = started + (i * 1000) / perSecond - performance.now()
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
      answers.push(this.#bring(event(i)))
    }
    return Promise.all(answers)
  }

  /** A server ends connections that were quiet for seconds: each measurement begins with its own. */
  #anew(): void {
    this.#agent.destroy()
    this.#agent = new Agent({ keepAlive: true, maxSockets: BESIDE })
  }

  close(): void {
    this.#agent.destroy()
  }

  #bring(body: string): Promise<number> {
    const timestamp = String(Math.floor(Date.now() / 1000))
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': sign(SIGNING_SECRET, timestamp, body),
    }
    const started = performance.now()
    return new Promise((resolve, reject) => {
      const asked = request(this.#url, { method: 'POST', agent: this.#agent, headers }, (answer) => {
        answer.resume()
        answer.on('end', () => {
          if (answer.statusCode === 200) resolve(performance.now() - started)
          else reject(new Error(`an event was answered ${answer.statusCode}`))
        })
      })
      asked.on('error', reject)
      asked.end(body)
    })
  }
}

export const latency = (ms: readonly number[]): Latency => ({ p50: round(quantile(ms, 0.5)), p99: round(quantile(ms, 0.99)) })
