/**
 * More than the desk may be able to take: so many events a second, whatever becomes of those before. Written with Node's
 * own client: `fetch` keeps no bound on its connections and looks through all of them for each request, so that at some
 * thousands of them it is the driver that stands still.
 */
import { Agent, request } from 'node:http'
import type { DeskProcess } from '../../desk-process.ts'
import { type Fleet, pause } from '../fleet.ts'
import type { Ledger } from '../ledger.ts'
import type { Customers } from './customers.ts'

export interface Crowd {
  readonly sent: number
  readonly acked: number
  /** Refused with 503 and the time to wait; nothing was kept of them. */
  readonly shed: number
  /** Refused in any other way, or without saying when to come again. */
  readonly odd: readonly string[]
}

/** The same few people say more and more, so that what was taken in can be worked off. */
const PEOPLE = 200
const TICK_MS = 10
const ANSWER_MS = 30_000
/** Connections at once; more than any platform keeps. Who finds none free waits for one, and his time runs. */
const SOCKETS = 2_000

export async function sendCrowd(fleet: Fleet, ledger: Ledger, customers: Customers, perSecond: number, ms: number): Promise<Crowd> {
  const found = { sent: 0, acked: 0, shed: 0, odd: [] as string[] }
  const known = new Set<string>()
  const agent = new Agent({ keepAlive: true, maxSockets: SOCKETS, maxFreeSockets: SOCKETS })
  const say = async (turn: number) => {
    const customer = `crowd${turn % PEOPLE}`
    const { id, token, text } = customers.more(customer)
    const desk = fleet.any(turn, 'intake')
    if (!desk) return
    try {
      const answer = await post(agent, desk, JSON.stringify({ customer: { id: customer, name: customer }, id, text }))
      if (answer.status === 202) {
        const { message } = JSON.parse(answer.body) as { readonly message: string }
        found.acked++
        ledger.add({ is: 'acked', token, customer, message, first: !known.has(customer) })
        known.add(customer)
      } else if (answer.status === 503 && answer.again) found.shed++
      else found.odd.push(`${answer.status}`)
    } catch (error) {
      found.odd.push(error instanceof Error ? `${error.name}: ${error.message}` : 'error')
    }
  }
  const saying = new Set<Promise<void>>()
  const began = performance.now()
  for (let passed = 0; passed < ms; ) {
    passed = Math.min(ms, performance.now() - began)
    for (const due = (passed / 1_000) * perSecond; found.sent < due; found.sent++) {
      const one = say(found.sent)
      saying.add(one)
      void one.then(() => saying.delete(one))
    }
    await pause(TICK_MS)
  }
  await Promise.all(saying)
  agent.destroy()
  return found
}

interface Answered {
  readonly status: number
  readonly body: string
  /** It says when to come again. */
  readonly again: boolean
}

function post(agent: Agent, { url, token }: DeskProcess, body: string): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    const signal = AbortSignal.timeout(ANSWER_MS)
    const asked = request(`${url}/v1/messages`, { method: 'POST', agent, headers, signal }, (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (chunk: string) => {
        text += chunk
      })
      answer.on('error', reject)
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: text, again: answer.headers['retry-after'] !== undefined }))
    })
    asked.on('error', reject)
    asked.end(body)
  })
}
